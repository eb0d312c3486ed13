package org.vesalius.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.InputException;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Seed;
import org.vesalius.tensor.Tensors;

/**
 * A batch larger than the memory for its activations: Gao et al., "Scaling Deep Contrastive Learning Batch Size under Memory Limited Setup", RepL4NLP 2021, arXiv 2101.06983. All pairs are embedded chunk by
 * chunk without gradients; the loss of all vectors gives each vector's gradient; each chunk is embedded again, from the same random state, and takes its vectors' gradients on into the towers. Loss and
 * gradients are those of the whole batch at once.
 */
final class GradientCache {
    private final Method.VectorStep step;
    private final int chunk;

    private GradientCache(Method.VectorStep step, int chunk) {
        this.step = step;
        this.chunk = chunk;
    }

    /**
     * For a plan that asks for chunks; empty for one that does not.
     *
     * @throws InputException when the loss is not one of each pair's own vectors, or a batch norm mixes the pairs of a chunk
     */
    static Optional<GradientCache> of(Plan plan, Method.Step step, Params params) {
        int chunk = plan.budget().chunk();
        if (chunk == 0) {
            return Optional.empty();
        }
        if (!(step instanceof Method.VectorStep vectors)) {
            throw refused(
                    "a method whose loss is one of a vector for each image and text",
                    plan.method().getClass().getSimpleName() + ", which looks at more than that");
        }
        List<String> mixing = mixing(params);
        if (!mixing.isEmpty()) {
            throw refused(
                    "towers that see each pair on its own",
                    mixing.size() + " batch norms in training (" + mixing.getFirst()
                            + " …), whose statistics would be a chunk's");
        }
        return Optional.of(new GradientCache(vectors, chunk));
    }

    private static InputException refused(String expected, String got) {
        return InputException.of(
                "budget.chunk",
                expected,
                got,
                "set budget.chunk=0 and a smaller budget.batch, freeze the norms, or choose a tower without them");
    }

    /** The batch norms that normalise by the batch: those whose scale is trained. */
    private static List<String> mixing(Params params) {
        List<String> found = new ArrayList<>();
        for (String name : params.buffers().keySet()) {
            if (name.endsWith(".running_mean")) {
                String norm = name.substring(0, name.length() - ".running_mean".length());
                boolean scaled = params.parameters().containsKey(norm + ".weight");
                if (!scaled || params.trainable().containsKey(norm + ".weight")) {
                    found.add(norm);
                }
            }
        }
        return found;
    }

    /** The loss terms of {@code batch}, whose gradients, times {@code weight}, are added to the parameters'; they belong to the open scope. */
    Losses backward(Batch batch, long seed, double weight) {
        List<Tensor> vectors = cached(batch, seed);
        Losses losses = new Losses();
        step.losses(batch, vectors, losses);
        losses.total().mul(Tensors.scalar(weight)).backward();
        for (int from = 0; from < batch.size(); from += chunk) {
            try (var _ = Scope.open()) {
                int to = Math.min(batch.size(), from + chunk);
                List<Tensor> again = embedded(batch, from, to, seed);
                Tensor carried = Tensors.scalar(0);
                for (int v = 0; v < again.size(); v++) {
                    Tensor gradient = vectors.get(v).grad();
                    if (gradient.defined()) {
                        Tensor own = gradient.narrow(0, from, to - from);
                        carried = carried.add(again.get(v).mul(own).sum());
                    }
                }
                carried.backward();
            }
        }
        return losses;
    }

    /** Every pair's vectors, as leaves that collect gradients. */
    private List<Tensor> cached(Batch batch, long seed) {
        List<List<Tensor>> chunks = new ArrayList<>();
        try (var _ = Gradients.off()) {
            for (int from = 0; from < batch.size(); from += chunk) {
                int start = from;
                int to = Math.min(batch.size(), from + chunk);
                chunks.add(Scope.returningAll(() -> embedded(batch, start, to, seed)));
            }
        }
        List<Tensor> all = new ArrayList<>();
        for (int v = 0; v < chunks.getFirst().size(); v++) {
            int slot = v;
            all.add(Tensors.cat(chunks.stream().map(part -> part.get(slot)).toList(), 0)
                    .requires_grad_(true));
        }
        return all;
    }

    /** The same random state each time that a chunk is looked at. */
    private List<Tensor> embedded(Batch batch, int from, int to, long seed) {
        long own = Seed.mix(seed, from);
        Seed.torch(own);
        return step.vectors(batch.part(from, to, own));
    }
}
