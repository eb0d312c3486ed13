package org.vesalius.archive;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.vesalius.io.InputException;

/** One NumPy array in a Python pickle, as {@code pickle.dump(array, file)} leaves it. Nothing is run, and what is no array of numbers is refused. */
public final class PickledArray {
    private PickledArray() {}

    /** The array under {@link Npy#ARRAY}; {@code what} names the file in errors. */
    public static TensorFile.Format format(String what) {
        return (file, _) -> parse(what, file);
    }

    private static TensorFile.Content parse(String what, MemorySegment file) {
        TorchGlobals globals = new TorchGlobals(what, TorchGlobals.Unknown.REFUSE, _ -> {
            throw new InputException(what + ": expected one NumPy array, got a reference to another storage");
        });
        Object value = Pickle.read(what, file, 0, globals).value();
        if (!(value instanceof NumpyPickle.Array array)) {
            throw InputException.of(what, "a pickle of one NumPy array", "another value", "check the download");
        }
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put(Npy.ARRAY, array.stored(Npy.ARRAY));
        return new TensorFile.Content(tensors);
    }
}
