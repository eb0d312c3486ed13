package org.vesalius.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Metrics against the errors that radiologists counted, in ReXVal's layout. */
class MetricStudyCommandTest {
    @TempDir
    Path dir;

    private void reports() throws IOException {
        Files.writeString(dir.resolve("50_samples_gt_and_candidates.csv"), """
                study_id,gt_report,radgraph,bertscore,s_emb,bleu
                1,small left quaint effusion,small left quaint effusion,small left effusion,left effusion,no effusion
                2,no pneumothorax today now,no pneumothorax today now,no pneumothorax today,no pneumothorax,clear
                """);
    }

    private void counts() throws IOException {
        StringBuilder table = new StringBuilder(
                "study_number,candidate_type,rater_index,error_category,clinically_significant,num_errors\n");
        for (int study = 0; study < 2; study++) {
            int errors = 0;
            for (String candidate : new String[] {"radgraph", "bertscore", "s_emb", "bleu"}) {
                table.append("%d,%s,0,1,True,%d%n".formatted(study, candidate, errors++));
            }
        }
        Files.writeString(dir.resolve("6_valid_raters_per_rater_error_categories.csv"), table);
    }

    @Test
    void aMetricThatFallsWithTheErrorsAgrees() throws IOException {
        reports();
        counts();
        Said said = Said.of("metric-study", dir, "--metrics", "rouge-l", "--resamples", "20", "--json");
        assertThat(said.code()).as(said.err()).isZero();
        JsonNode json = said.json();
        assertThat(json.path("pairs").asInt()).isEqualTo(8);
        assertThat(json.at("/metrics/0/kendall/value").asDouble()).isGreaterThan(.8);
        assertThat(said.out()).doesNotContain("quaint");
    }

    @Test
    void withoutCountsThereIsNothingToCompare() throws IOException {
        reports();
        assertThat(Said.of("metric-study", dir).err()).contains("counts of errors");
        assertThat(Said.of("metric-study", dir.resolve("none")).err()).contains("nothing at that place");
        assertThat(Said.of("metric-study", dir, "--metrics", "blue").err()).contains("bleu");
    }
}
