package org.vesalius.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.archive.TensorFile;
import org.vesalius.io.InputException;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;

/** The state of an interrupted training: named tensors and a few words, in one safetensors file, so that it is whole or not there. */
public final class StateFile {
    private StateFile() {}

    /** Writes tensors and words. */
    public static void save(Path path, Map<String, Tensor> tensors, Map<String, String> words) throws IOException {
        SafeTensors.write(path, tensors, words);
    }

    /** Copies the file's values into {@code tensors}, which must be exactly those of the file, and returns its words. */
    public static SortedMap<String, String> restore(Path path, Map<String, Tensor> tensors) throws IOException {
        try (TensorFile file = SafeTensors.read(path)) {
            if (!tensors.keySet().equals(file.tensors().keySet())) {
                throw InputException.of(
                        "state of the run",
                        tensors.size() + " tensors of this plan",
                        file.tensors().size() + " tensors of another",
                        "resume with the recipe and the settings that the run was started with");
            }
            tensors.forEach((name, target) -> {
                List<Long> expected = Arrays.stream(Shapes.of(target)).boxed().toList();
                List<Long> got = file.tensor(name).shape();
                if (!expected.equals(got)) {
                    throw InputException.of(
                            "state of the run, " + name,
                            "shape " + expected,
                            got.toString(),
                            "resume with the recipe and the settings that the run was started with");
                }
            });
            tensors.forEach((name, target) -> {
                try (var _ = Scope.open();
                        var _ = Gradients.off()) {
                    Tensor value = Weights.tensor(file.tensor(name));
                    target.copy_(value);
                }
            });
            return file.metadata();
        }
    }
}
