package org.vesalius.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class HubCardTest {
    @Test
    void everyReadersCardParsesAndHasWhatHubsAskFor() {
        for (Dataset dataset : Datasets.all()) {
            String card = HubCard.markdown(dataset);
            String id = dataset.card().id();
            Map<String, Object> head = new Yaml().load(card.substring(4, card.indexOf("\n---\n")));
            assertThat(head).as(id).containsKeys("license", "pretty_name", "language", "tags");
            assertThat(head.get("pretty_name")).as(id).isEqualTo(dataset.card().title());
            assertThat("other".equals(head.get("license"))).as(id).isEqualTo(head.containsKey("license_name"));
            assertThat(card)
                    .as(id)
                    .contains(dataset.card().citation(), dataset.card().licence());
        }
    }

    @Test
    void aLicenceIsNamedByTheHubsWordOnlyWhereItIsNamedAlone() {
        assertThat(HubCard.license("Apache-2.0")).isEqualTo("apache-2.0");
        assertThat(HubCard.license("CC BY 4.0")).isEqualTo("cc-by-4.0");
        assertThat(HubCard.license("CC BY-NC-SA 3.0")).isEqualTo("cc-by-nc-sa-3.0");
        assertThat(HubCard.license("CC BY-NC-SA 3.0, after registration")).isEqualTo("other");
        assertThat(HubCard.license("PhysioNet Credentialed Health Data License 1.5.0"))
                .isEqualTo("other");
    }

    @Test
    void sizesAndTasksAreTheHubsWords() {
        DatasetCard card = new DatasetCard(
                "x",
                1,
                "X",
                "by x",
                "MIT",
                true,
                DatasetCard.Access.OPEN,
                List.of("zero-shot", "linear-probe", "domain shift"),
                "radiographs",
                "png",
                List.of(),
                Map.of());
        assertThat(HubCard.fields(card, 1000))
                .containsEntry("size_categories", List.of("1K<n<10K"))
                .containsEntry("task_categories", List.of("image-classification", "zero-shot-image-classification"))
                .doesNotContainKey("license_name");
        assertThat(HubCard.fields(card, 0)).doesNotContainKey("size_categories");
        assertThat(HubCard.fields(card, 999)).containsEntry("size_categories", List.of("n<1K"));
    }
}
