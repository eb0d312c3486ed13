package org.vesalius.bench;

import java.util.List;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.train.Batch;
import org.vesalius.train.Method;
import org.vesalius.train.Plan;

/** The engine without our trainer: batches that lie ready in memory, forward, loss, backward, libtorch's own clipping and AdamW, nothing else. */
final class BareLoop {
    private BareLoop() {}

    /** The steps of a fresh model. */
    static Laps run(Plan plan, ModelSpec spec, Tokenizer tokenizer, List<Batch> batches) {
        try (Params params = Params.create(plan.seed());
                DualEncoder model = DualEncoder.build(params, spec, tokenizer);
                var _ = Scope.open()) {
            Method.Step method = plan.method().begin(params.at("method"), model);
            TensorVector trainable =
                    Scope.keep(new TensorVector(params.trainable().values().toArray(Tensor[]::new)));
            AdamW optimizer = Scope.keep(
                    new AdamW(trainable, new AdamWOptions(plan.optim().lr())));
            params.training(true);
            Laps laps = new Laps();
            for (Batch batch : batches) {
                try (var _ = Scope.open()) {
                    Losses losses = new Losses();
                    method.losses(batch, losses);
                    losses.total().backward();
                    if (plan.optim().clip() > 0) {
                        torch.clip_grad_norm_(trainable, plan.optim().clip());
                    }
                    optimizer.step();
                    optimizer.zero_grad();
                }
                laps.lap();
            }
            return laps;
        }
    }
}
