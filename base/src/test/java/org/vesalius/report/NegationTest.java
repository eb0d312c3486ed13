package org.vesalius.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vesalius.RealData;

class NegationTest {
    private static LabelState of(String sentence, String mention) {
        int at = sentence.indexOf(mention);
        return Negation.of(sentence, at, at + mention.length());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            There is a small effusion.                                   | POSITIVE
            No effusion.                                                 | NEGATIVE
            IMPRESSION: NO EVIDENCE OF effusion.                         | NEGATIVE
            No pneumothorax, consolidation or effusion.                  | NEGATIVE
            No pneumothorax but a small effusion.                        | POSITIVE
            The effusion has resolved.                                   | NEGATIVE
            An effusion is not seen.                                     | NEGATIVE
            Effusion: none. There is an effusion.                        | POSITIVE
            Cannot exclude a small effusion.                             | UNCERTAIN
            A small effusion cannot be excluded.                         | UNCERTAIN
            Possible effusion.                                           | UNCERTAIN
            Opacity may represent effusion.                              | UNCERTAIN
            Atelectasis versus effusion.                                 | UNCERTAIN
            ? effusion                                                   | UNCERTAIN
            Rule out effusion.                                           | UNCERTAIN
            No change in the effusion.                                   | POSITIVE
            No significant interval change, with persistent effusion.    | POSITIVE
            Not only atelectasis, there is also effusion.                | POSITIVE
            Lungs are clear without effusion.                            | NEGATIVE
            Noted is an effusion.                                        | POSITIVE
            """)
    void triggersReachTheirClause(String sentence, LabelState expected) {
        assertEquals(expected, of(sentence, "effusion"), sentence);
    }

    @Test
    void triggersWithinTheMentionDoNotCount() {
        String sentence = "The no flow phenomenon is seen.";
        assertEquals(LabelState.POSITIVE, of(sentence, "no flow phenomenon"));
    }

    @Test
    void whiteSpaceWithinATriggerDoesNotMatter() {
        assertEquals(LabelState.NEGATIVE, of("There is no   evidence\nof  effusion", "effusion"));
    }

    @Test
    void mostOfTheNegexSentencesAreReadRight() throws IOException {
        int right = 0;
        int found = 0;
        int negated = 0;
        int negatedRight = 0;
        for (String line : Files.readAllLines(RealData.folder("text/negex").resolve("annotations.txt"))) {
            String[] cells = line.split("\t");
            String sentence = cells[2].replaceAll("\\s+", " ");
            String mention = cells[1].replaceAll("\\s+", " ").strip();
            // the annotators wrote the mention in capitals; a few rows do not hold it
            int at = sentence.indexOf(mention.toUpperCase(Locale.ROOT));
            at = at >= 0 ? at : sentence.toLowerCase(Locale.ROOT).indexOf(mention.toLowerCase(Locale.ROOT));
            if (at >= 0 && !cells[0].startsWith("line")) {
                boolean truth = cells[3].equals("Negated");
                boolean said = Negation.of(sentence, at, at + mention.length()) == LabelState.NEGATIVE;
                found++;
                right += truth == said ? 1 : 0;
                negated += truth ? 1 : 0;
                negatedRight += truth && said ? 1 : 0;
            }
        }
        double accuracy = (double) right / found;
        double recall = (double) negatedRight / negated;
        System.out.printf(
                Locale.ROOT, "NegEx sentences: %d, accuracy %.4f, recall of negations %.4f%n", found, accuracy, recall);
        // measured 0.9884 and 0.9723; the triggers were revised on these same sentences, so this guards, it does not
        // estimate
        assertEquals(1891, found);
        assertTrue(accuracy >= 0.98, "accuracy " + accuracy);
        assertTrue(recall >= 0.96, "recall " + recall);
    }
}
