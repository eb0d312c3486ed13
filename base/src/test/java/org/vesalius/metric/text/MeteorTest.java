package org.vesalius.metric.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.io.InputException;

class MeteorTest {
    private static final double EXACT = 1e-12;

    private static double item(TextMetric metric, String hypothesis, String reference) {
        return metric.score(List.of(TextPair.of(hypothesis, reference))).item(0);
    }

    @Test
    void theSameTextScoresOneAndAnotherNothing() {
        assertThat(item(Meteor.exactAndStem(), "The heart is normal.", "the heart is normal ."))
                .isCloseTo(1, within(EXACT));
        assertThat(item(Meteor.exactAndStem(), "clear", "pneumonia")).isZero();
        assertThat(item(Meteor.exactAndStem(), "", "pneumonia")).isZero();
        assertThat(item(Meteor.exactAndStem(), "pneumonia", "")).isZero();
    }

    /** "the heart enlarged" against "the enlarged hearts": the (function, exact), enlarged (exact), heart (stem); three chunks. */
    @Test
    void aShortTextWorkedByHand() {
        double matched = .75 * (1 + .6) + .25 * 1;
        double share = matched / (.75 * 2 + .25);
        double expected = share * (1 - .6 * Math.pow(3 / 3.0, .2));
        assertThat(item(Meteor.exactAndStem(), "the heart enlarged", "the enlarged hearts"))
                .isCloseTo(expected, within(EXACT));
    }

    @Test
    void precisionCountsLessThanRecall() {
        double more = item(Meteor.exactAndStem(), "small effusion today", "small effusion");
        double less = item(Meteor.exactAndStem(), "small effusion", "small effusion today");
        assertThat(more).isGreaterThan(less);
    }

    @Test
    void synonymsAreWordNetsAndItsNameSaysSo() {
        assertThat(item(Meteor.exactAndStem(), "large physician", "big doctor")).isZero();
        assertThat(item(Meteor.withSynonyms(), "large physician", "big doctor")).isCloseTo(.8, within(EXACT));
        assertThat(item(Meteor.withSynonyms(), "physicians", "doctor")).isGreaterThan(0);
        assertThat(Meteor.withSynonyms().name()).startsWith("METEOR-wn31[");
        assertThat(Meteor.exactAndStem().name()).startsWith("METEOR-es[");
        assertThat(WordNet.get().meanings("qwxyz")).isEmpty();
    }

    @Test
    void theUsersTableAddsPhrases(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("table.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("0.4\nfree of\nwithout any\n".getBytes(StandardCharsets.UTF_8));
        }
        Meteor metric = Meteor.with(false, Paraphrases.read(file));
        assertThat(item(Meteor.exactAndStem(), "lungs free of edema", "lungs without any edema"))
                .isLessThan(item(metric, "lungs free of edema", "lungs without any edema"));
        assertThat(metric.statistics()
                        .of(List.of(TextPair.of("free of", "without any")))
                        .column("chunks"))
                .containsExactly(1);
        assertThat(metric.name()).startsWith("METEOR-es-par[");
        Path broken = Files.writeString(dir.resolve("broken.txt"), "free of\nwithout\n");
        assertThatThrownBy(() -> Paraphrases.read(broken))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("entry 1");
    }

    @Test
    void theCorpusValueIsOfTheSummedCountsAndTheBestReferenceCounts() {
        List<TextPair> pairs = List.of(
                TextPair.of("clear lungs", "clear lungs"),
                new TextPair("small effusion", List.of("edema", "small effusion")));
        TextScores scores = Meteor.exactAndStem().score(pairs);
        assertThat(scores.items()).containsExactly(new double[] {1, 1}, within(EXACT));
        // two chunks of four words, no longer one text that is the same
        assertThat(scores.corpus()).isCloseTo(1 - .6 * Math.pow(.5, .2), within(EXACT));
        assertThat(scores.corpus(new int[] {0})).isCloseTo(1, within(EXACT));
    }

    @Test
    void theAlignmentIsTheOneThatAllAlignmentsHaveAsTheirBest() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            int[] hypothesis = random.ints(1 + random.nextInt(6), 0, 3).toArray();
            int[] reference = random.ints(1 + random.nextInt(6), 0, 3).toArray();
            List<MeteorAlignment.Match> possible = new ArrayList<>();
            for (int i = 0; i < hypothesis.length; i++) {
                for (int j = 0; j < reference.length; j++) {
                    if (hypothesis[i] == reference[j]) {
                        possible.add(new MeteorAlignment.Match(i, 1, j, 1, 1));
                    }
                }
            }
            List<MeteorAlignment.Match> found = MeteorAlignment.best(hypothesis.length, possible);
            int[] best = new int[] {-1, 0};
            all(hypothesis.length, possible, 0, new ArrayList<>(), best);
            assertThat(found).hasSize(best[0]);
            assertThat(MeteorAlignment.chunks(found)).isEqualTo(best[1]);
        }
    }

    /** The most matches, and of those the fewest chunks, of every alignment there is. */
    private static void all(
            int words, List<MeteorAlignment.Match> possible, int at, List<MeteorAlignment.Match> chosen, int[] best) {
        if (at == words) {
            int chunks = MeteorAlignment.chunks(chosen);
            if (chosen.size() > best[0] || (chosen.size() == best[0] && chunks < best[1])) {
                best[0] = chosen.size();
                best[1] = chunks;
            }
            return;
        }
        all(words, possible, at + 1, chosen, best);
        for (MeteorAlignment.Match match : possible) {
            if (match.start() == at && chosen.stream().noneMatch(other -> other.at() == match.at())) {
                chosen.add(match);
                all(words, possible, at + 1, chosen, best);
                chosen.removeLast();
            }
        }
    }
}
