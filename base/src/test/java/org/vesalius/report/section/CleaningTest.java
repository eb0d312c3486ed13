package org.vesalius.report.section;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vesalius.RealData;
import org.vesalius.io.Json;
import tools.jackson.databind.JsonNode;

/** The three short texts and the counts are from the specification (section 8.6 and 2.8), which has them from the authors' code. */
class CleaningTest {
    @Test
    void indianaReportsAreCleanedAsR2genDoes() {
        assertEquals(
                "heart size is normal . the lungs are clear . no xxxx-xxxx effusion .",
                Cleaning.R2GEN_IU.clean("Heart size is normal. The lungs are clear. No XXXX-XXXX effusion."));
        assertEquals(
                "no acute disease . stable cardiomegaly t7 35 cm .",
                Cleaning.R2GEN_IU.clean("1. No acute disease. 2. Stable cardiomegaly (T7: 3.5 cm)."));
    }

    @Test
    void mimicReportsAreCleanedAsR2genDoes() {
        assertEquals(
                "the  year old has a left-sided picc . no pneumothorax .",
                Cleaning.R2GEN_MIMIC.clean("The ___ year old has a left-sided\nPICC... No  pneumothorax."));
    }

    @Test
    void emptySentencesAreKeptAsR2genDoes() {
        assertEquals("a .  . b .", Cleaning.R2GEN_IU.clean("A. ?. B."));
        assertEquals(" .", Cleaning.R2GEN_IU.clean(""));
    }

    @Test
    void otherCleaningsAreWhatTheirModelsRead() {
        assertEquals("No effusion. Clear.", Cleaning.CHEXBERT.clean(" No\n effusion.  Clear. "));
        assertEquals(
                "Left-sided PICC ( new ) : 1 . 5 cm / day ,",
                Cleaning.RADGRAPH.clean("Left-sided PICC (new): 1.5 cm/day,"));
        for (Cleaning cleaning : Cleaning.values()) {
            assertEquals(cleaning, Cleaning.of(cleaning.id()));
        }
    }

    @Test
    void theIndianaSplitOfR2genHasItsVocabularyAndItsLengths() throws IOException {
        JsonNode splits =
                Json.tree(Files.readString(RealData.folder("openi").resolve("r2gen_annotation.json")), "annotation");
        List<List<String>> train = cleaned(splits.path("train"));
        Map<String, Integer> counts = new TreeMap<>();
        train.forEach(words -> words.forEach(word -> counts.merge(word, 1, Integer::sum)));
        assertEquals(75_413, train.stream().mapToInt(List::size).sum());
        assertEquals(1_501, counts.size());
        assertEquals(759, counts.values().stream().filter(count -> count >= 3).count());
        assertEquals(36.449, mean(train), 5e-4);
        assertEquals(35.716, mean(cleaned(splits.path("val"))), 5e-4);
        assertEquals(32.508, mean(cleaned(splits.path("test"))), 5e-4);
        assertEquals(162, train.stream().mapToInt(List::size).max().orElse(0));
        assertEquals(178, train.stream().filter(words -> words.size() + 2 > 60).count());
    }

    private static double mean(List<List<String>> texts) {
        return texts.stream().mapToInt(List::size).average().orElse(0);
    }

    private static List<List<String>> cleaned(JsonNode items) {
        List<List<String>> texts = new ArrayList<>();
        for (JsonNode item : items) {
            texts.add(List.of(Cleaning.R2GEN_IU
                    .clean(item.path("report").asString())
                    .strip()
                    .split("\\s+")));
        }
        assertTrue(!texts.isEmpty());
        return texts;
    }
}
