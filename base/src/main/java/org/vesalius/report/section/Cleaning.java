package org.vesalius.report.section;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vesalius.io.InputException;

/** The ways in which published code cleans a report text before it is tokenised, by name. Numbers of text metrics are comparable under the same one only. */
public enum Cleaning {
    /** R2Gen (Chen et al., EMNLP 2020; {@code tokenizers.py}) for the Indiana reports: lower case, sentences behind each other with " . ", no punctuation within them but hyphens. */
    R2GEN_IU("r2gen-iu") {
        @Override
        public String clean(String text) {
            return chen(repeated(text, "..", ".", 3));
        }
    },
    /** The same for MIMIC-CXR: line ends, runs of underscores, of blanks and of full stops are made one first. */
    R2GEN_MIMIC("r2gen-mimic") {
        @Override
        public String clean(String text) {
            String oneLine = text.replace('\n', ' ');
            return chen(repeated(repeated(repeated(oneLine, "__", "_", 7), "  ", " ", 6), "..", ".", 8));
        }
    },
    /** CheXbert (Smit et al., EMNLP 2020): one line, white space collapsed. */
    CHEXBERT("chexbert") {
        @Override
        public String clean(String text) {
            return text.strip().replaceAll("\\s+", " ");
        }
    },
    /** RadGraph (Jain et al., NeurIPS 2021; {@code inference.py}): {@code / - , : . ! ? ( )} stand alone between blanks; the hyphen of a compound word is kept, as in the published files. */
    RADGRAPH("radgraph") {
        @Override
        public String clean(String text) {
            return text.replaceAll("([/,:.!?()])", " $1 ").strip().replaceAll("\\s+", " ");
        }
    };

    private static final Pattern WITHIN = Pattern.compile("[\"/\\\\']");
    private static final Pattern PUNCTUATION = Pattern.compile("[.,?;*!%^&_+():-\\[\\]{}]");

    private final String id;

    Cleaning(String id) {
        this.id = id;
    }

    /** Its name in settings and on the command line. */
    public String id() {
        return id;
    }

    /** The text cleaned. */
    public abstract String clean(String text);

    /**
     * The cleaning of this name.
     *
     * @throws InputException for another, with the nearest
     */
    public static Cleaning of(String id) {
        return Arrays.stream(values())
                .filter(rule -> rule.id.equals(id))
                .findFirst()
                .orElseThrow(() -> InputException.unknown(
                        "cleaning",
                        id,
                        Arrays.stream(values()).map(Cleaning::id).toList()));
    }

    private static String repeated(String text, String from, String to, int times) {
        String changed = text;
        for (int i = 0; i < times; i++) {
            changed = changed.replace(from, to);
        }
        return changed;
    }

    /** What both of R2Gen's cleaners end in. Sentences that become empty are kept, as there. */
    private static String chen(String text) {
        String numbered = text.replace("1. ", "");
        for (String before : new String[] {". ", " "}) {
            for (int k = 2; k <= 5; k++) {
                numbered = numbered.replace(before + k + ". ", ". ");
            }
        }
        return Arrays.stream(numbered.strip().toLowerCase(Locale.ROOT).split("\\. ", -1))
                .map(Cleaning::sentence)
                .collect(Collectors.joining(" . ", "", " ."));
    }

    private static String sentence(String text) {
        String plain = WITHIN.matcher(text).replaceAll("").strip();
        return PUNCTUATION.matcher(plain).replaceAll("");
    }
}
