package org.vesalius.recipe;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.vesalius.objective.Contrast;
import org.vesalius.objective.Direction;
import org.vesalius.report.LabelState;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Example;

/** What becomes of pairs in a batch whose image and text are of two studies but fit each other: the texts are the same, or nothing is found in either study. In chest films that is every third pair. */
public enum FalseNegatives {
    /** They are pushed apart as all others: the published methods. */
    KEEP,
    /** They are no part of the contrast. */
    LEAVE_OUT,
    /** They are pulled together, as much as the study's own. */
    POSITIVE;

    private static final Set<String> NORMAL = Set.of("no finding", "normal");

    /** The paired contrast of {@code logitsBB}, whose row and column i are the i-th of {@code examples}. */
    Tensor contrast(Tensor logitsBB, List<Example> examples, Direction direction) {
        return Scope.returning(() -> switch (this) {
            case KEEP -> Contrast.paired(logitsBB, direction);
            case LEAVE_OUT ->
                Contrast.paired(Contrast.leaveOut(logitsBB, fitting(examples, false, logitsBB)), direction);
            case POSITIVE -> Contrast.multiPositive(logitsBB, fitting(examples, true, logitsBB), direction);
        });
    }

    /** True where image i fits text j; of a study's own pair, {@code own}. */
    private static Tensor fitting(List<Example> examples, boolean own, Tensor logitsBB) {
        int size = examples.size();
        boolean[] fits = new boolean[size * size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                fits[i * size + j] = i == j ? own : fit(examples.get(i), examples.get(j));
            }
        }
        return Tensors.ofBooleans(fits, size, size).to(logitsBB.device(), ScalarType.Bool);
    }

    private static boolean fit(Example one, Example other) {
        return plain(one.text()).equals(plain(other.text()))
                || (normal(one.textLabels()) && normal(other.textLabels()));
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
    }

    /** Labelled as normal, or all that is said of findings is that they are not there. */
    static boolean normal(Map<String, LabelState> labels) {
        boolean said = labels.entrySet().stream()
                .anyMatch(label -> NORMAL.contains(label.getKey().toLowerCase(Locale.ROOT))
                        && label.getValue() == LabelState.POSITIVE);
        boolean nothing = labels.containsValue(LabelState.NEGATIVE)
                && !labels.containsValue(LabelState.POSITIVE)
                && !labels.containsValue(LabelState.UNCERTAIN);
        return said || nothing;
    }
}
