package org.vesalius.metric.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.vesalius.io.InputException;
import org.vesalius.report.section.Cleaning;

/**
 * How a text becomes tokens, by the names under which the field's programs do it. Numbers of different tokenisations are different numbers, so the name is part of a metric's name. None of them fails; an
 * empty text has no tokens.
 */
public enum Tokenization {
    /** On white space: of texts that are normalised already. R2Gen and its family score so, the full stop a token of its own. */
    WS("ws") {
        @Override
        public List<String> hypothesis(String text) {
            return white(text);
        }
    },
    /**
     * Near pycocoevalcap's Stanford tokeniser, which it is not: lower case, punctuation apart but within numbers and abbreviations, clitics apart, then the same punctuation dropped. It drops brackets;
     * the original, told to lower case, leaves {@code -lrb-}.
     */
    PTB_LITE("ptb-lite") {
        @Override
        public List<String> hypothesis(String text) {
            return PtbLite.tokens(text);
        }
    },
    /** NLTK's {@code word_tokenize}, lower case. Its sentence borders come from a trained model; here from rules, so a full stop after a rare abbreviation may differ. */
    NLTK("nltk") {
        @Override
        public List<String> hypothesis(String text) {
            return NltkWords.tokens(text);
        }
    },
    /** NLTK's {@code wordpunct_tokenize}, lower case: IFCC's. */
    WORDPUNCT("wordpunct") {
        private static final Pattern TOKEN = Pattern.compile("\\w+|[^\\w\\s]+", Pattern.UNICODE_CHARACTER_CLASS);

        @Override
        public List<String> hypothesis(String text) {
            return all(TOKEN, text.toLowerCase(Locale.ROOT));
        }
    },
    /** The rouge_score package without its stemmer: lower case, runs of a-z and 0-9. */
    ROUGE_SCORE("rouge_score") {
        @Override
        public List<String> hypothesis(String text) {
            return all(ALPHANUMERIC, text.toLowerCase(Locale.ROOT));
        }
    },
    /** The same with its stemmer: Porter's as NLTK has it, of tokens longer than three. */
    ROUGE_SCORE_STEM("rouge_score-stem") {
        @Override
        public List<String> hypothesis(String text) {
            return ROUGE_SCORE.hypothesis(text).stream()
                    .map(token -> token.length() > 3 ? Porter.stem(token) : token)
                    .toList();
        }
    },
    /** CXR-Report-Metric's: lower case, every full stop apart, on single blanks. */
    RADCLIQ("radcliq") {
        @Override
        public List<String> hypothesis(String text) {
            return Arrays.stream(
                            text.toLowerCase(Locale.ROOT).replace(".", " .").split(" "))
                    .filter(token -> !token.isEmpty())
                    .toList();
        }
    },
    /** CvT2DistilGPT2's: references cleaned as R2Gen cleans those of MIMIC-CXR, in hypotheses only the full stops apart; neither side's truncation. */
    CVT("cvt") {
        @Override
        public List<String> hypothesis(String text) {
            return white(text.replace(".", " ."));
        }

        @Override
        public List<String> reference(String text) {
            return white(Cleaning.R2GEN_MIMIC.clean(text));
        }
    };

    private static final Pattern ALPHANUMERIC = Pattern.compile("[a-z0-9]+");

    private final String id;

    Tokenization(String id) {
        this.id = id;
    }

    /** Its name in metrics' names and on the command line. */
    public String id() {
        return id;
    }

    /** The tokens of what a system wrote. */
    public abstract List<String> hypothesis(String text);

    /** The tokens of a reference: the same way but for {@link #CVT}. */
    public List<String> reference(String text) {
        return hypothesis(text);
    }

    /**
     * The one of this name.
     *
     * @throws InputException for another, with the nearest
     */
    public static Tokenization of(String id) {
        return Arrays.stream(values())
                .filter(mode -> mode.id.equals(id))
                .findFirst()
                .orElseThrow(() -> id.equals("ptb")
                        ? InputException.of(
                                "tokenisation",
                                "one that is here",
                                "ptb, which is Stanford's Java program",
                                "use ptb-lite, or tokenise the texts yourself and use ws")
                        : InputException.unknown(
                                "tokenisation",
                                id,
                                Arrays.stream(values()).map(Tokenization::id).toList()));
    }

    /** On runs of what Unicode calls white space, no-break blanks included, as Python's {@code split()} does. */
    static List<String> white(String text) {
        List<String> tokens = new ArrayList<>();
        int from = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean blank = c <= ' ' ? c == ' ' || (c >= '\t' && c <= '\r') || c >= 0x1c : c >= 0x85 && wide(c);
            if (blank && from >= 0) {
                tokens.add(text.substring(from, i));
                from = -1;
            } else if (!blank && from < 0) {
                from = i;
            }
        }
        if (from >= 0) {
            tokens.add(text.substring(from));
        }
        return tokens;
    }

    private static boolean wide(char c) {
        return c == 0x85 || Character.isSpaceChar(c);
    }

    static List<String> all(Pattern token, String text) {
        List<String> tokens = new ArrayList<>();
        var matcher = token.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        return tokens;
    }
}
