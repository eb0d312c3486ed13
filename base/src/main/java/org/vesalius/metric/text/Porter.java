package org.vesalius.metric.text;

import java.util.Map;

/**
 * Porter's stemmer (Program 14.3, 1980) with Martin Porter's own later changes and those of NLTK ({@code NLTK_EXTENSIONS}), which rouge_score uses: irregular words, four-letter words in -ies and -ied, a y
 * that becomes i after a consonant only, -alli before -bli, -fulli and -logi.
 */
final class Porter {
    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("sky", "sky"),
            Map.entry("skies", "sky"),
            Map.entry("dying", "die"),
            Map.entry("lying", "lie"),
            Map.entry("tying", "tie"),
            Map.entry("news", "news"),
            Map.entry("innings", "inning"),
            Map.entry("inning", "inning"),
            Map.entry("outings", "outing"),
            Map.entry("outing", "outing"),
            Map.entry("cannings", "canning"),
            Map.entry("canning", "canning"),
            Map.entry("howe", "howe"),
            Map.entry("proceed", "proceed"),
            Map.entry("exceed", "exceed"),
            Map.entry("succeed", "succeed"));
    private static final String[] STEP2 = {
        "ational>ate",
        "tional>tion",
        "enci>ence",
        "anci>ance",
        "izer>ize",
        "bli>ble",
        "alli>al",
        "entli>ent",
        "eli>e",
        "ousli>ous",
        "ization>ize",
        "ation>ate",
        "ator>ate",
        "alism>al",
        "iveness>ive",
        "fulness>ful",
        "ousness>ous",
        "aliti>al",
        "iviti>ive",
        "biliti>ble",
        "fulli>ful"
    };
    private static final String[] STEP3 = {"icate>ic", "ative>", "alize>al", "iciti>ic", "ical>ic", "ful>", "ness>"};
    private static final String[] STEP4 = {
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate",
        "iti", "ous", "ive", "ize"
    };

    private Porter() {}

    /** The stem of a word in lower case. */
    static String stem(String word) {
        String irregular = IRREGULAR.get(word);
        if (irregular != null) {
            return irregular;
        }
        return word.length() <= 2 ? word : last(derivational(inflectional(word)));
    }

    /** Steps 1a, 1b and 1c: plurals, -ed, -ing, -y. */
    private static String inflectional(String word) {
        String w = pastTense(plural(word));
        int last = w.length() - 1;
        return w.endsWith("y") && last > 1 && consonant(w, last - 1) ? cut(w, 1) + "i" : w;
    }

    private static String plural(String w) {
        if (w.endsWith("ies")) {
            return cut(w, w.length() == 4 ? 1 : 2);
        }
        if (w.endsWith("sses")) {
            return cut(w, 2);
        }
        return w.endsWith("s") && !w.endsWith("ss") ? cut(w, 1) : w;
    }

    private static String pastTense(String w) {
        if (w.endsWith("ied")) {
            return cut(w, w.length() == 4 ? 1 : 2);
        }
        if (w.endsWith("eed")) {
            return measure(cut(w, 3)) > 0 ? cut(w, 1) : w;
        }
        String stem = w.endsWith("ed") ? cut(w, 2) : w.endsWith("ing") ? cut(w, 3) : "";
        return vowelWithin(stem) ? restored(stem) : w;
    }

    /** What -ed or -ing was taken from, made a word again. */
    private static String restored(String stem) {
        if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) {
            return stem + "e";
        }
        if (doubleConsonant(stem)) {
            return "lsz".indexOf(stem.charAt(stem.length() - 1)) < 0 ? cut(stem, 1) : stem;
        }
        return measure(stem) == 1 && shortSyllable(stem) ? stem + "e" : stem;
    }

    /** Steps 2, 3 and 4. */
    private static String derivational(String word) {
        return step4(replaced(step2(word), STEP3));
    }

    private static String step2(String w) {
        if (w.endsWith("alli") && measure(cut(w, 4)) > 0) {
            return step2(cut(w, 2));
        }
        for (String rule : STEP2) {
            if (w.endsWith(rule.substring(0, rule.indexOf('>')))) {
                return replaced(w, rule);
            }
        }
        return w.endsWith("logi") && measure(cut(w, 3)) > 0 ? cut(w, 1) : w;
    }

    /** The first rule whose ending is there decides, whether or not it applies. */
    private static String replaced(String w, String... rules) {
        for (String rule : rules) {
            int arrow = rule.indexOf('>');
            if (w.endsWith(rule.substring(0, arrow))) {
                String stem = cut(w, arrow);
                return measure(stem) > 0 ? stem + rule.substring(arrow + 1) : w;
            }
        }
        return w;
    }

    private static String step4(String w) {
        for (String ending : STEP4) {
            if (w.endsWith(ending)) {
                String stem = cut(w, ending.length());
                boolean before = !ending.equals("ion") || stem.endsWith("s") || stem.endsWith("t");
                return before && measure(stem) > 1 ? stem : w;
            }
        }
        return w;
    }

    /** Step 5: a last e, and one l of two. */
    private static String last(String word) {
        String w = word;
        if (w.endsWith("e")) {
            String stem = cut(w, 1);
            int m = measure(stem);
            if (m > 1 || (m == 1 && !shortSyllable(stem))) {
                w = stem;
            }
        }
        return w.endsWith("ll") && measure(cut(w, 1)) > 1 ? cut(w, 1) : w;
    }

    private static String cut(String w, int letters) {
        return w.substring(0, w.length() - letters);
    }

    private static boolean consonant(String w, int i) {
        return switch (w.charAt(i)) {
            case 'a', 'e', 'i', 'o', 'u' -> false;
            case 'y' -> i == 0 || !consonant(w, i - 1);
            default -> true;
        };
    }

    /** How often a consonant follows a vowel. */
    private static int measure(String w) {
        int m = 0;
        for (int i = 1; i < w.length(); i++) {
            m += consonant(w, i) && !consonant(w, i - 1) ? 1 : 0;
        }
        return m;
    }

    private static boolean vowelWithin(String w) {
        for (int i = 0; i < w.length(); i++) {
            if (!consonant(w, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean doubleConsonant(String w) {
        int n = w.length();
        return n > 1 && w.charAt(n - 1) == w.charAt(n - 2) && consonant(w, n - 1);
    }

    /** Consonant, vowel, consonant that is not w, x or y; or two letters, vowel and consonant. */
    private static boolean shortSyllable(String w) {
        int n = w.length();
        if (n == 2) {
            return !consonant(w, 0) && consonant(w, 1);
        }
        return n > 2
                && consonant(w, n - 3)
                && !consonant(w, n - 2)
                && consonant(w, n - 1)
                && "wxy".indexOf(w.charAt(n - 1)) < 0;
    }
}
