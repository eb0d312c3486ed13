package org.vesalius.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.vesalius.checkpoint.SafeTensors;
import org.vesalius.model.DualEncoder;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Tensors;
import org.vesalius.tokenize.Tokenizer;

/** Whether a run's text tower is the one that its seed gives. */
final class Frozen {
    private Frozen() {}

    static boolean sameText(Path run, Plan plan) throws IOException {
        Tokenizer tokenizer = Tokenizer.load(run.resolve("tokenizer"));
        try (Params params = Params.create(plan.seed());
                DualEncoder _ = DualEncoder.build(params, Vocabularies.fitted(plan.model(), tokenizer), tokenizer);
                var file = SafeTensors.read(run.resolve("last.safetensors"))) {
            boolean text = params.at("text").state().entrySet().stream()
                    .allMatch(entry -> Arrays.equals(
                            Tensors.floats(entry.getValue()),
                            file.tensor("text." + entry.getKey()).floats()));
            boolean image = params.at("image").parameters().entrySet().stream()
                    .allMatch(entry -> Arrays.equals(
                            Tensors.floats(entry.getValue()),
                            file.tensor("image." + entry.getKey()).floats()));
            return text && !image;
        }
    }
}
