package org.vesalius.recipe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Two of the four changes of Wei and Zou, "EDA: Easy Data Augmentation Techniques for Boosting Performance on Text Classification Tasks", EMNLP 2019: words change places, and words go. */
final class EasyAugmentation {
    /** The authors' default for both: a tenth of the words. */
    private static final double SHARE = 0.1;

    private EasyAugmentation() {}

    /** A changed text; one of a single word stays as it is. Negations stay, since without them the text would say the opposite. */
    static String of(String text, RandomGenerator random) {
        List<String> words = new ArrayList<>(Arrays.asList(text.strip().split("\\s+")));
        int changes = Math.max(1, (int) (SHARE * words.size()));
        for (int i = 0; i < changes && words.size() > 1; i++) {
            Collections.swap(words, random.nextInt(words.size()), random.nextInt(words.size()));
        }
        List<String> kept = new ArrayList<>();
        for (String word : words) {
            if (random.nextDouble() >= SHARE || negates(word)) {
                kept.add(word);
            }
        }
        return String.join(" ", kept.isEmpty() ? words : kept);
    }

    private static boolean negates(String word) {
        return List.of("no", "not", "without").contains(word.toLowerCase(Locale.ROOT));
    }
}
