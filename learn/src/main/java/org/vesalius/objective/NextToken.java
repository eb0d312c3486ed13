package org.vesalius.objective;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;

/**
 * Text generation by teacher forcing: the logits at each token are those of the token after it. Backward generation is the same on reversed texts. Shapes: B texts, T tokens, V vocabulary.
 */
public final class NextToken {
    private NextToken() {}

    /**
     * The mean cross-entropy of the tokens after the first, over the whole batch (not text by text).
     *
     * @param weightsBT how much each token counts as a target: 0 for padding and for what is given (a prompt), 1, or more for words that matter; the first column is not used
     */
    public static Tensor loss(Tensor logitsBTV, Tensor idsBT, Tensor weightsBT) {
        return Scope.returning(() -> {
            Tensor targets = weightsBT.narrow(1, 1, weightsBT.size(1) - 1).to(logitsBTV.scalar_type());
            return logProbabilities(logitsBTV, idsBT)
                    .mul(targets)
                    .sum()
                    .div(targets.sum())
                    .neg();
        });
    }

    /** The log-probability of each text: the sum over the tokens after the first that count, each times its weight; [B]. */
    public static Tensor logLikelihood(Tensor logitsBTV, Tensor idsBT, Tensor weightsBT) {
        return Scope.returning(() -> logProbabilities(logitsBTV, idsBT)
                .mul(weightsBT.narrow(1, 1, weightsBT.size(1) - 1).to(logitsBTV.scalar_type()))
                .sum(1));
    }

    private static Tensor logProbabilities(Tensor logitsBTV, Tensor idsBT) {
        Shapes.check("logitsBTV", logitsBTV, idsBT.size(0), idsBT.size(1), Shapes.ANY);
        long targets = idsBT.size(1) - 1;
        Tensor nextBT1 = idsBT.narrow(1, 1, targets).unsqueeze(2);
        return torch.log_softmax(logitsBTV.narrow(1, 0, targets), 2)
                .gather(2, nextBT1)
                .squeeze(2);
    }
}
