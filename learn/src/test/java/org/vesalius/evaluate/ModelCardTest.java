package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.checkpoint.Code;
import org.vesalius.checkpoint.Machine;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.dataset.Datasets;
import org.vesalius.io.Json;
import org.yaml.snakeyaml.Yaml;

class ModelCardTest {
    private static final ModelCard.Paper PAPER = new ModelCard.Paper(
            "Learning Transferable Visual Models", "Radford et al.", "ICML", 2021, "arXiv:2103.00020");

    private static RunManifest run() {
        return new RunManifest(
                RunManifest.FORMAT,
                "clip",
                "small",
                List.of("optim.lr=1e-4"),
                null,
                Json.tree("{}", "plan"),
                Json.tree("{}", "model"),
                new Code("0.1.0", "abc123"),
                new RunManifest.Data("phantom", "d1", "d2", 1600),
                7,
                1_000_000,
                new Machine("Linux", "amd64", "EPYC", 2, "cpu", "25"),
                new TreeMap<>(),
                new RunManifest.Outcome("finished", 2, 30, 1.5, "aa", "bb", "loss", 0.25, new TreeMap<>()),
                new TreeMap<>());
    }

    private static ModelCard card() {
        return new ModelCard(
                run(), Optional.of(PAPER), Optional.of(Datasets.byId("phantom").card()));
    }

    private static Result result() {
        return Made.outcome(
                        "clip", Map.of("split", "test", "data", "phantom"), "00001111", .1, .2, .3, .4, .5, .6, .7, .8)
                .result();
    }

    private static Map<String, Object> head(String markdown) {
        return new Yaml().load(markdown.substring(4, markdown.indexOf("\n---\n", 4)));
    }

    @Test
    @SuppressWarnings("unchecked")
    void theHeadHasTheFieldsThatModelHubsAskFor() {
        Map<String, Object> head = head(card().markdown(List.of(result())));
        assertThat(head)
                .containsKeys("license", "license_name", "tags", "datasets", "metrics", "library_name", "pipeline_tag");
        assertThat(head.get("datasets")).isEqualTo(List.of("phantom"));
        assertThat((List<String>) head.get("metrics")).contains("roc_auc", "f1");
        var model = Objects.requireNonNull((List<Map<String, Object>>) head.get("model-index"))
                .getFirst();
        assertThat(model.get("name")).isEqualTo("clip-small");
        var measured = Objects.requireNonNull((List<Map<String, Object>>) model.get("results"))
                .getFirst();
        assertThat((Map<String, Object>) measured.get("task")).containsEntry("type", "zero-shot-image-classification");
        assertThat((Map<String, Object>) measured.get("dataset"))
                .containsEntry("type", "phantom")
                .containsEntry("name", "phantom")
                .containsEntry("split", "test")
                .containsEntry("revision", "the data");
        assertThat((List<Map<String, Object>>) measured.get("metrics"))
                .isNotEmpty()
                .allSatisfy(metric -> {
                    assertThat(metric).containsKeys("type", "value", "name");
                    assertThat(metric.get("value")).isInstanceOf(Number.class);
                    assertThat((String) metric.get("config")).contains(result().digest());
                });
    }

    @Test
    void theTextSaysWhatItIsWhereFromWhatForAndThatItIsForResearchOnly() {
        String text = card().markdown(List.of(result()));
        assertThat(text)
                .contains("Radford et al.", "arXiv:2103.00020", "optim.lr=1e-4", "1,000,000")
                .contains("digest d1, split digest d2", "Apache-2.0", "SHA-256 aa", "revision abc123")
                .contains("Intended use", "Out of scope", "Not a medical device", "For research only", "## Limits")
                .contains("| auroc, nodule | 1.000 |", result().digest());
        assertThat(card().markdown(List.of())).contains("Not measured yet").doesNotContain("model-index");
    }

    @Test
    void aCardNamesNeitherPlaceNorCommandNorMachine() {
        String text = card().markdown(List.of(result()));
        assertThat(text)
                .doesNotContain("EPYC")
                .doesNotContain(System.getProperty("user.name") + "/")
                .doesNotContain("/tmp")
                .doesNotContain(result().provenance().machine());
    }

    @Test
    void aTextOfOnesOwnIsNotWrittenOver(@TempDir Path dir) throws IOException {
        Path file = dir.resolve(ModelCard.FILE);
        ModelCard.write(file, card().markdown(List.of()));
        ModelCard.write(file, card().markdown(List.of(result())));
        assertThat(Files.readString(file)).contains("auroc, nodule");
        Files.writeString(file, "my own words");
        ModelCard.write(file, card().markdown(List.of()));
        assertThat(file).hasContent("my own words");
    }
}
