package org.vesalius.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.vesalius.archive.StoredTensor;
import org.vesalius.archive.TensorFile;
import org.vesalius.archive.TorchArchive;
import org.vesalius.io.InputException;

/**
 * The weights of a file of {@code torch.save} ({@code .pt}, {@code .pth}, {@code .ckpt}, {@code .bin}; zip or legacy), without Python and without running anything.
 *
 * <p>A training checkpoint holds more than weights. The state dictionary is looked for under the names that scripts use, optimiser states are left out, and the {@code module.} of data-parallel training
 * is taken off when all keys have it. A model that was saved whole, as an object, has the names that its state dictionary would have. What was taken off is in the metadata under {@value #TAKEN}.
 */
public final class TorchFile {
    /** Metadata key: the prefix that was taken off all names. */
    public static final String TAKEN = "vesalius.prefix";

    private static final List<String> NESTS =
            List.of("state_dict", "model_state_dict", "model_state", "model", "network", "net", "params");
    private static final Set<String> BESIDE = Set.of(
            "optimizer",
            "optimizers",
            "optimizer_states",
            "optimizer_state",
            "optimizer_state_dict",
            "opt",
            "scheduler",
            "lr_scheduler",
            "lr_schedulers",
            "ema",
            "ema_state_dict",
            "scaler",
            "amp",
            "callbacks",
            "loops",
            "rng_state");
    private static final Pattern MODULE = Pattern.compile("(^|\\.)(?:_modules|_parameters|_buffers)\\.");
    private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.");

    private TorchFile() {}

    /** What to do with objects in the file that are neither weights nor plain Python. */
    public enum Unknown {
        /** Refuse the file, naming the first. */
        REFUSE,
        /** Leave them out; still nothing is run. */
        LEAVE_OUT
    }

    /** The weights; a file with unknown objects is refused. */
    public static TensorFile read(Path path) throws IOException {
        return read(path, Unknown.REFUSE);
    }

    /** The weights. */
    public static TensorFile read(Path path, Unknown unknown) throws IOException {
        return TensorFile.open(path, (file, arena) -> {
            String what = what(path);
            return weights(what, format(what, unknown).parse(file, arena));
        });
    }

    /** All tensors of the file, optimiser states too, under their full names. */
    public static TensorFile readAll(Path path, Unknown unknown) throws IOException {
        return TensorFile.open(path, format(what(path), unknown));
    }

    private static String what(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static TensorFile.Format format(String what, Unknown unknown) {
        return switch (unknown) {
            case REFUSE -> TorchArchive.strict(what);
            case LEAVE_OUT -> TorchArchive.withPlaceholders(what);
        };
    }

    static TensorFile.Content weights(String what, TensorFile.Content all) {
        if (all.tensors().isEmpty()) {
            throw InputException.of(
                    what, "tensors", "none", "is it a file of settings? If it holds objects, save their state_dict");
        }
        SequencedMap<String, StoredTensor> plain = asStateDict(all.tensors());
        String prefix = nest(plain);
        SequencedMap<String, StoredTensor> tensors = below(plain, prefix);
        for (boolean again = true; again; ) {
            again = false;
            for (String wrapper : WRAPPERS) {
                if (tensors.keySet().stream().allMatch(name -> name.startsWith(wrapper))) {
                    tensors = below(tensors, wrapper);
                    prefix += wrapper;
                    again = true;
                }
            }
        }
        Map<String, String> metadata = new LinkedHashMap<>(all.metadata());
        metadata.put(TAKEN, prefix);
        return new TensorFile.Content(tensors, metadata);
    }

    /** Of a module's own dictionaries of parts, parameters and buffers, the names alone. */
    private static SequencedMap<String, StoredTensor> asStateDict(SequencedMap<String, StoredTensor> tensors) {
        if (tensors.keySet().stream().noneMatch(name -> name.contains("_modules."))) {
            return tensors;
        }
        SequencedMap<String, StoredTensor> named = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> named.put(MODULE.matcher(name).replaceAll("$1"), tensor));
        return named;
    }

    /** {@code state_dict.} and the like, when the tensors are nested so beside other things. */
    private static String nest(SequencedMap<String, StoredTensor> tensors) {
        for (String name : NESTS) {
            String prefix = name + ".";
            boolean found = tensors.keySet().stream().anyMatch(key -> key.startsWith(prefix));
            // a model may have a part called encoder: it is a nest only when all weights are in it
            boolean whole = tensors.keySet().stream().allMatch(key -> key.startsWith(prefix) || beside(key));
            if (found && whole) {
                return prefix + nest(below(tensors, prefix));
            }
        }
        return "";
    }

    private static boolean beside(String name) {
        String root = name.substring(0, Math.max(0, name.indexOf('.')));
        return BESIDE.contains(root);
    }

    private static SequencedMap<String, StoredTensor> below(SequencedMap<String, StoredTensor> tensors, String prefix) {
        SequencedMap<String, StoredTensor> found = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), tensor);
            }
        });
        return found;
    }
}
