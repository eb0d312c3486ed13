package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.report.LabelState;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Example;

class JoimterTest {
    private static Example labelled(Map<String, LabelState> labels) {
        return Example.of(0, List.of("text"), labels);
    }

    @Test
    void studiesWithTheSameFindingsAreOfOneClassAndThoseWithoutLabelsOfTheirOwn() {
        try (var _ = Scope.open()) {
            long[] classes = Tensors.longs(Joimter.classes(List.of(
                    labelled(Map.of("nodule", LabelState.POSITIVE, "oedema", LabelState.NEGATIVE)),
                    labelled(Map.of()),
                    labelled(Map.of("nodule", LabelState.POSITIVE, "oedema", LabelState.UNCERTAIN)),
                    labelled(Map.of("nodule", LabelState.NEGATIVE)),
                    labelled(Map.of("nodule", LabelState.POSITIVE, "oedema", LabelState.POSITIVE)),
                    labelled(Map.of()),
                    labelled(Map.of("oedema", LabelState.NEGATIVE)))));
            assertThat(classes).containsExactly(0, 1, 0, 2, 3, 4, 2);
        }
    }
}
