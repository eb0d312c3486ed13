package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.model.DualEncoder;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.report.LabelState;
import org.vesalius.tensor.Scope;
import org.vesalius.train.Batch;
import org.vesalius.train.Example;
import org.vesalius.train.Plan;

final class MedclipTest {
    private static final List<Map<String, LabelState>> NIH = List.of(
            Map.of("Effusion", LabelState.POSITIVE, "Infiltration", LabelState.POSITIVE),
            Map.of("Nodule", LabelState.POSITIVE, "Mass", LabelState.NEGATIVE),
            Map.of("No Finding", LabelState.POSITIVE));
    private static final List<Map<String, LabelState>> CHEXPERT = List.of(
            Map.of("Pleural Effusion", LabelState.POSITIVE),
            Map.of("Lung Lesion", LabelState.POSITIVE),
            Map.of("No Finding", LabelState.POSITIVE));

    private static Map<String, Double> losses(List<Map<String, LabelState>> labels, String... settings) {
        try (var _ = Scope.open();
                Params params = Params.create(1)) {
            Plan plan = Drawn.tiny(new Medclip().plan("small"), settings);
            Losses losses = new Losses();
            try (DualEncoder model = Drawn.model(params, plan)) {
                params.training(false);
                List<Example> examples = new ArrayList<>();
                for (int i = 0; i < labels.size(); i++) {
                    examples.add(Example.of(i, List.of(Drawn.TEXTS.get(i)), labels.get(i)));
                }
                plan.method()
                        .begin(params.at("method"), model)
                        .losses(new Batch(Drawn.batch(1).pictures(), examples, 7), losses);
                return losses.values();
            }
        }
    }

    @Test
    void labelsOfNihAreReadInCheXpertsWordsWhereThePlanSaysSo() {
        Map<String, Double> expected = losses(CHEXPERT);
        assertThat(losses(NIH, "method.alignment=nih14-chexpert14")).isEqualTo(expected);
        assertThat(losses(NIH)).isNotEqualTo(expected);
    }

    @Test
    void studiesOfTheSameLabelsAreEachOthersTargets() {
        List<Map<String, LabelState>> same = List.of(CHEXPERT.get(0), CHEXPERT.get(0), CHEXPERT.get(0));
        // even targets: the loss no longer depends on which text is whose
        assertThat(losses(same)).isNotEqualTo(losses(CHEXPERT));
        assertThat(losses(same, "method.softTargets=false")).isEqualTo(losses(CHEXPERT, "method.softTargets=false"));
    }
}
