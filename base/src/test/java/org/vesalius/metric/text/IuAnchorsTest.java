package org.vesalius.metric.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.RealData;
import org.vesalius.dataset.Datasets;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.report.Section;
import org.vesalius.report.section.Cleaning;
import org.vesalius.report.section.R2GenVocabulary;

/** Numbers that anybody gets on the IU X-ray test part of R2Gen's file (2,069/296/590) without any model; made by an independent program that ran pycocoevalcap's code. */
class IuAnchorsTest {
    private static final double EXACT = 1e-6;

    /** The texts of a part, cleaned. */
    private record File(String release, Map<Split, List<String>> texts) {
        static File read(String name) throws IOException {
            List<Study> studies = new ArrayList<>();
            Datasets.byId("r2gen_annotation")
                    .read(
                            RealData.folder("openi").resolve(name),
                            new ReadOptions(Map.of()),
                            studies::add,
                            problem -> {});
            Map<Split, List<String>> texts = new HashMap<>();
            studies.forEach(study -> texts.computeIfAbsent(study.split(), part -> new ArrayList<>())
                    .add(Cleaning.R2GEN_IU.clean(study.report().text(Section.FINDINGS))));
            return new File(studies.getFirst().meta().getOrDefault("release", ""), texts);
        }

        List<String> of(Split part) {
            return texts.getOrDefault(part, List.of());
        }
    }

    private static void assertScores(
            List<String> hypotheses, List<String> references, double[] bleu, double rougeL, double cider) {
        List<TextPair> pairs = new ArrayList<>();
        for (int i = 0; i < references.size(); i++) {
            pairs.add(TextPair.of(hypotheses.get(i), references.get(i)));
        }
        List<TextMetric> metrics = Bleu.upTo4(Bleu.Rule.PYCOCOEVALCAP, Tokenization.WS);
        for (int n = 0; n < bleu.length; n++) {
            assertEquals(bleu[n], metrics.get(n).score(pairs).corpus(), EXACT, "BLEU-" + (n + 1));
        }
        assertEquals(rougeL, new RougeL(Tokenization.WS).score(pairs).corpus(), EXACT, "ROUGE-L");
        assertEquals(cider, Cider.shipped(Tokenization.WS).score(pairs).corpus(), EXACT, "CIDEr");
    }

    @Test
    void theVocabularyIsTheAuthors() throws IOException {
        File file = File.read("r2gen_annotation.json");
        assertEquals("iu-r2gen", file.release());
        R2GenVocabulary words = R2GenVocabulary.iu(file.of(Split.TRAIN));
        assertEquals(760, words.size());
        assertEquals(
                List.of(1, 18, 451, 684),
                List.of(words.id("."), words.id("<unk>"), words.id("normal"), words.id("the")));
        assertEquals(
                396,
                new HashSet<>(file.of(Split.TEST).stream().map(words::decode).toList()).size());
    }

    @Test
    void scoresWithoutAModelAreThoseOfAnIndependentProgram() throws IOException {
        File file = File.read("r2gen_annotation.json");
        R2GenVocabulary words = R2GenVocabulary.iu(file.of(Split.TRAIN));
        List<String> whole = file.of(Split.TEST);
        List<String> cut = whole.stream().map(words::decode).toList();
        List<String> constant = new ArrayList<>();
        String most =
                mostFrequent(file.of(Split.TRAIN).stream().map(words::decode).toList());
        cut.forEach(item -> constant.add(most));
        assertEquals(17, most.split(" ").length);
        assertScores(constant, cut, new double[] {.241489, .146575, .105455, .081017}, .312180, .344148);
        assertScores(constant, whole, new double[] {.231639, .140601, .101162, .077724}, .311157, .343430);
        assertScores(cut, whole, new double[] {.966315, .961398, .956606, .951834}, .986271, 9.308637);
        List<String> rotated = new ArrayList<>();
        for (int i = 0; i < whole.size(); i++) {
            rotated.add(cut.get((i + 1) % whole.size()));
        }
        assertScores(rotated, cut, new double[] {.410503, .241342, .157556, .107989}, .309161, .247746);
    }

    @Test
    void anotherFileOfTheSameNameIsNotClaimed() throws IOException {
        File other = File.read("other_split_annotation.json");
        assertTrue(!other.release().equals("iu-r2gen"), "3,062/382/382 is another split");
        assertEquals(382, other.of(Split.TEST).size());
    }

    private static String mostFrequent(List<String> texts) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        texts.forEach(text -> counts.merge(text, 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }
}
