package org.vesalius.metric.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vesalius.RealData;
import org.vesalius.io.Json;

/** The values that pycocoevalcap's own code gave on the real test part (590 reports) of R2Gen's split of the Indiana collection. */
class IndianaAnchorsTest {
    private static final double PRINTED = 1e-6;

    private static List<String> full = List.of();
    private static List<String> cut = List.of();
    private static String frequent = "";

    @BeforeAll
    static void readTheReports() throws IOException {
        var file = Json.tree(RealData.folder("openi").resolve("r2gen_annotation.json"), "annotation");
        List<String> train = new ArrayList<>();
        file.get("train").forEach(item -> train.add(item.get("report").asString()));
        ReferenceVocabulary words = ReferenceVocabulary.of(ReferenceVocabulary.Rule.IU, train);
        assertThat(words.size()).isEqualTo(760 - 1);
        List<String> reports = new ArrayList<>();
        file.get("test").forEach(item -> reports.add(item.get("report").asString()));
        cut = reports.stream().map(words::decoded).toList();
        full = reports.stream()
                .map(ReferenceVocabulary.Rule.IU.cleaning()::clean)
                .toList();
        Map<String, Integer> counts = new LinkedHashMap<>();
        train.forEach(text -> counts.merge(words.decoded(text), 1, Integer::sum));
        frequent =
                Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
        assertThat(counts.get(frequent)).isEqualTo(29);
    }

    private static void check(List<String> hypotheses, List<String> references, double... expected) {
        List<TextPair> pairs = IntStream.range(0, references.size())
                .mapToObj(i -> TextPair.of(hypotheses.get(i), references.get(i)))
                .toList();
        List<TextMetric> metrics = new ArrayList<>(Bleu.upTo4(Bleu.Rule.PYCOCOEVALCAP, Tokenization.WS));
        metrics.add(new RougeL(Tokenization.WS));
        metrics.add(Cider.shipped(Tokenization.WS));
        for (int m = 0; m < metrics.size(); m++) {
            assertThat(metrics.get(m).score(pairs).corpus())
                    .as(metrics.get(m).name())
                    .isCloseTo(expected[m], within(PRINTED));
        }
    }

    @Test
    void theMostFrequentReportForAll() {
        List<String> constant = Collections.nCopies(cut.size(), frequent);
        check(constant, cut, .241489, .146575, .105455, .081017, .312180, .344148);
        check(constant, full, .231639, .140601, .101162, .077724, .311157, .343430);
    }

    @Test
    void whatIsLostByCuttingReferences() {
        check(cut, full, .966315, .961398, .956606, .951834, .986271, 9.308637);
    }

    @Test
    void theReportOfTheNextStudy() {
        check(next(cut), cut, .410503, .241342, .157556, .107989, .309161, .247746);
    }

    private static List<String> next(List<String> texts) {
        List<String> next = new ArrayList<>(texts);
        Collections.rotate(next, -1);
        return next;
    }
}
