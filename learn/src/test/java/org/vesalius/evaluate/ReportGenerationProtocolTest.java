package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;
import org.vesalius.shard.PreparedData;

/** A run writes by retrieval. */
class ReportGenerationProtocolTest {
    private static Result result(PreparedData data, Scorer scorer, Map<String, String> set) throws IOException {
        EvaluationOptions options =
                EvaluationOptions.defaults().withResamples(20, 1).withSet(set);
        return new ReportGenerationProtocol()
                .run(new Trial(scorer, data, options, Progress.SILENT), Provenance.here("test"))
                .result();
    }

    private static double rouge(Result result) {
        return result.find("ROUGE-L[ws,pycocoevalcap]@1", "texts").orElseThrow().value();
    }

    @Test
    void whoSeesWritesTheReportOfTheSameCornerAndWhoDoesNotTheFirstForAll(@TempDir Path dir) throws IOException {
        try (PreparedData data = Squares.prepared(dir)) {
            assertThat(new ReportGenerationProtocol().possible(data)).isTrue();
            Result seeing = result(data, new Squares.Seeing(), Map.of());
            Result blind = result(data, new Squares.Blind(), Map.of());
            assertThat(rouge(seeing)).isGreaterThan(rouge(blind) + .1);
            assertThat(seeing.measures()).extracting(Measure::shortName).contains("BLEU-4", "CIDEr", "METEOR-es");
            assertThat(result(data, new Squares.Seeing(), Map.of("metrics", "cider-d-train"))
                            .measures())
                    .singleElement()
                    .satisfies(measure -> assertThat(measure.metric()).contains("df=train"));
            assertThatThrownBy(() -> result(data, new Squares.Seeing(), Map.of("metrics", "blue")))
                    .isInstanceOf(InputException.class);
        }
    }
}
