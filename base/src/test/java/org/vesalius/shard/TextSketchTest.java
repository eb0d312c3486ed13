package org.vesalius.shard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vesalius.image.Image;

class TextSketchTest {
    private static final List<String> WORDS =
            IntStream.range(0, 60).mapToObj(i -> "word" + i).toList();

    private static Set<String> threes(List<String> words) {
        return IntStream.range(0, words.size() - 2)
                .mapToObj(i -> String.join(" ", words.subList(i, i + 3)))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static double jaccard(List<String> a, List<String> b) {
        Set<String> common = threes(a);
        common.retainAll(threes(b));
        Set<String> all = threes(a);
        all.addAll(threes(b));
        return (double) common.size() / all.size();
    }

    @Test
    void theEstimateIsNearTheTrueShareOfCommonThrees() {
        Random random = new Random(1);
        double worst = 0;
        double sum = 0;
        for (int i = 0; i < 200; i++) {
            int trial = i;
            List<String> text = WORDS.stream().map(word -> word + "of" + trial).toList();
            List<String> other = new ArrayList<>(text);
            for (int changes = random.nextInt(8); changes >= 0; changes--) {
                other.set(random.nextInt(other.size()), "other" + random.nextInt(1000));
            }
            double error = TextSketch.of(String.join(" ", text)).similarity(TextSketch.of(String.join(" ", other)))
                    - jaccard(text, other);
            worst = Math.max(worst, Math.abs(error));
            sum += error;
        }
        assertTrue(worst < 0.17, "worst " + worst);
        assertEquals(0, sum / 200, 0.02);
    }

    @Test
    void caseAndPunctuationDoNotCount() {
        assertEquals(1, TextSketch.of("No acute, disease!").similarity(TextSketch.of("no ACUTE disease")));
        assertEquals(3, TextSketch.of(" No acute, disease!").words());
        assertEquals(0, TextSketch.of("").words());
    }

    @Test
    void nearTextsMeetInTheIndexAndOthersHardlyEver() {
        BandIndex index = TextSketch.index();
        Random random = new Random(2);
        for (int i = 0; i < 300; i++) {
            index.add(
                    TextSketch.of(random.ints(40, 0, 500).mapToObj(w -> "w" + w).collect(Collectors.joining(" ")))
                            .hashes());
        }
        index.add(TextSketch.of(String.join(" ", WORDS)).hashes());
        List<String> near = new ArrayList<>(WORDS);
        near.set(30, "changed");
        int[] found =
                index.meeting(TextSketch.of(String.join(" ", near)).hashes()).toArray();
        assertArrayEquals(new int[] {300}, found);
    }

    @Test
    void printsThatAreNearMeetInTheirIndex() {
        Random random = new Random(3);
        BandIndex index = Fingerprint.index();
        Fingerprint[] prints = new Fingerprint[200];
        for (int i = 0; i < prints.length; i++) {
            prints[i] = new Fingerprint(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
            index.add(prints[i].parts());
        }
        for (int i = 0; i < prints.length; i++) {
            long[] bits = {prints[i].a(), prints[i].b(), prints[i].c(), prints[i].d()};
            for (int flips = 0; flips < Fingerprint.NEAR; flips++) {
                bits[random.nextInt(4)] ^= 1L << random.nextInt(64);
            }
            Fingerprint near = new Fingerprint(bits[0], bits[1], bits[2], bits[3]);
            int row = i;
            assertTrue(index.meeting(near.parts()).anyMatch(found -> found == row));
        }
        assertEquals(200, index.rows());
        assertTrue(Fingerprint.of(Image.grey(20, 20, 255, new float[400])).blank());
    }
}
