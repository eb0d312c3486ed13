package org.vesalius.checkpoint;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.archive.StoredTensor;
import org.vesalius.archive.TensorFile;
import org.vesalius.io.InputException;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/** Weights into a model and out of it. */
public final class Weights {
    private Weights() {}

    /** What happens when names or shapes do not fit. */
    public enum Strictness {
        /** Nothing is loaded, and the error lists all that does not fit. */
        STRICT,
        /** What fits is loaded; the report says the rest. */
        WHAT_FITS
    }

    /** Opens a weight file by its ending: {@code .safetensors}, else as {@link TorchFile}. */
    public static TensorFile open(Path path) throws IOException {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".safetensors") ? SafeTensors.read(path) : TorchFile.read(path);
    }

    /** Fills {@code params} strictly from a file in either format. */
    public static LoadReport load(Params params, Path path, KeyMap keys) throws IOException {
        try (TensorFile file = open(path)) {
            return load(params, file, keys, String.valueOf(path.getFileName()), Strictness.STRICT);
        }
    }

    /** Writes all parameters and buffers below {@code params}, and returns the file's SHA-256. */
    public static String save(Params params, Path path, Map<String, String> metadata) throws IOException {
        return SafeTensors.write(path, params.state(), metadata);
    }

    /**
     * Fills {@code params} from an open file. Floating-point types are converted to the model's; when the load is refused no value has changed.
     *
     * @param what names the file in errors
     */
    public static LoadReport load(Params params, TensorFile file, KeyMap keys, String what, Strictness strictness) {
        return load(params, file.tensors(), keys, what, strictness);
    }

    /** As above, of tensors by name, which may come from several files. */
    public static LoadReport load(
            Params params,
            SequencedMap<String, StoredTensor> tensors,
            KeyMap keys,
            String what,
            Strictness strictness) {
        LoadPlan plan = LoadPlan.of(params.state(), tensors, keys, what);
        LoadReport report = plan.report();
        if (strictness == Strictness.STRICT && !report.complete()) {
            throw report.refusal(what);
        }
        for (String name : report.used()) {
            try (var _ = Scope.open();
                    var _ = Gradients.off()) {
                params.set(name, plan.value(name, shape(params.get(name))));
            }
        }
        for (String name : report.zero()) {
            try (var _ = Scope.open();
                    var _ = Gradients.off()) {
                params.set(name, Tensors.zeros(Shapes.of(params.get(name))));
            }
        }
        return report;
    }

    /**
     * What {@link #load} would do, by names and shapes alone; {@code params} may be {@link Params#shapesOnly}.
     *
     * @throws InputException when names or shapes do not fit, with all that do not
     */
    public static LoadReport check(
            Params params, SequencedMap<String, StoredTensor> tensors, KeyMap keys, String what) {
        LoadReport report = LoadPlan.of(params.state(), tensors, keys, what).report();
        if (!report.complete()) {
            throw report.refusal(what);
        }
        return report;
    }

    /** Writes the tensors of an open file, whatever its format, as safetensors, and returns the new file's SHA-256. */
    public static String convert(TensorFile file, Path path) throws IOException {
        try (var _ = Scope.open()) {
            Map<String, Tensor> state = new LinkedHashMap<>();
            file.tensors().forEach((name, stored) -> state.put(name, tensor(stored)));
            return SafeTensors.write(path, state, Map.of("format", "pt"));
        }
    }

    /** A tensor of the engine with the values of a stored one, of the same type; it belongs to the scope that is open. */
    public static Tensor tensor(StoredTensor stored) {
        long[] shape = stored.shape().stream().mapToLong(size -> size).toArray();
        Tensor tensor =
                torch.empty(shape, new TensorOptions(ElementTypes.engine(stored.type())), new MemoryFormatOptional());
        try (Arena arena = Arena.ofConfined()) {
            stored.copyTo(memory(tensor, arena));
        }
        return tensor;
    }

    /** The bytes of a contiguous tensor in main memory. */
    @SuppressWarnings(
            "restricted") // the engine's memory is reachable by address only; its size is what the engine says
    static MemorySegment memory(Tensor tensor, Arena arena) {
        try (Pointer data = tensor.data_ptr()) {
            return tensor.numel() == 0
                    ? MemorySegment.ofArray(new byte[0])
                    : MemorySegment.ofAddress(data.address()).reinterpret(tensor.nbytes(), arena, null);
        }
    }

    /** The sizes of a tensor. */
    static List<Long> shape(Tensor tensor) {
        return Arrays.stream(Shapes.of(tensor)).boxed().toList();
    }
}
