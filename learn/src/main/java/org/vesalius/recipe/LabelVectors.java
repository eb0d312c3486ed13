package org.vesalius.recipe;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.report.LabelState;
import org.vesalius.tensor.Tensors;

/** Labels as numbers. Shapes: B studies, L names. */
final class LabelVectors {
    private LabelVectors() {}

    /** CheXpert's codes: 1 there, 0 not there or not mentioned, −1 uncertain. */
    static Tensor coded(List<Map<String, LabelState>> studies, List<String> names) {
        float[] values = new float[studies.size() * names.size()];
        int at = 0;
        for (Map<String, LabelState> labels : studies) {
            for (String name : names) {
                values[at++] = switch (labels.getOrDefault(name, LabelState.BLANK)) {
                    case POSITIVE -> 1;
                    case UNCERTAIN -> -1;
                    case NEGATIVE, BLANK -> 0;
                };
            }
        }
        return Tensors.of(values, studies.size(), names.size());
    }
}
