package org.vesalius.metric.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tartarus.snowball.ext.EnglishStemmer;
import org.vesalius.io.InputException;

/**
 * METEOR's formula (Denkowski and Lavie, WMT 2014) with the parameters of METEOR 1.5 for English, in those stages that are there; its name says which, and it is not METEOR 1.5: words and function words are
 * this program's own. {@code es}: equal words and equal stems (Snowball). {@code wn31}: also words that WordNet 3.1 gives a meaning in common. {@code par}: also the paraphrases of a table that the user has.
 * Corpus values are of the summed counts; of several references the one that scores best counts.
 *
 * @param synonyms whether WordNet is asked
 * @param paraphrases the table; null for none, and to make numbers of a table that was read back
 * @param withParaphrases whether the stage is part of it
 */
public record Meteor(
        boolean synonyms, boolean withParaphrases, @Nullable Paraphrases paraphrases) implements TextMetric {
    private static final double ALPHA = 0.85;
    private static final double BETA = 0.2;
    private static final double GAMMA = 0.6;
    private static final double DELTA = 0.75;
    private static final double EXACT = 1;
    private static final double STEM = 0.6;
    private static final double SYNONYM = 0.8;
    private static final double PARAPHRASE = 0.6;

    /** Words without a meaning of their own, and punctuation: a closed list of this program, METEOR's own comes with its jar. */
    private static final Set<String> FUNCTION_WORDS = Set.of(
            ("a an the this that these those and or but nor so as at by for from in into of off on onto out over per to "
                            + "toward towards under up upon via with within without about above after against along "
                            + "among around before behind below beneath beside between beyond during except through "
                            + "throughout until since than then there here it its he she they them their his her we our "
                            + "us you your i my me who whom whose which what when where while if is are was were be been "
                            + "being am do does did done has have had having will would shall should can could may might "
                            + "must not no also some any each all both such other more most . , ; : ? ! ( ) [ ] - / ' \"")
                    .split(" "));

    /** Equal words and stems. */
    public static Meteor exactAndStem() {
        return new Meteor(false, false, null);
    }

    /** And WordNet's synonyms. */
    public static Meteor withSynonyms() {
        return new Meteor(true, false, null);
    }

    /** With the user's table. */
    public static Meteor with(boolean synonyms, @Nullable Paraphrases table) {
        return new Meteor(synonyms, true, table);
    }

    private String stages() {
        return (synonyms ? "wn31" : "es") + (withParaphrases ? "-par" : "");
    }

    @Override
    public String name() {
        return "METEOR-" + stages() + "[meteor-1.5-parameters,own-function-words]@1";
    }

    @Override
    public TextStatistics statistics() {
        return new Counts(this);
    }

    @Override
    public TextScores scores(TextTable table) {
        return TextScores.ofSums(table, Meteor::score);
    }

    /** Of the counts of one text or of their sums. */
    private static double score(double[] counts) {
        double precision = share(counts[Counts.MATCHED_CONTENT], counts[Counts.MATCHED_FUNCTION], counts[0], counts[1]);
        double recall =
                share(counts[Counts.MATCHED_CONTENT + 2], counts[Counts.MATCHED_FUNCTION + 2], counts[2], counts[3]);
        if (precision == 0 || recall == 0) {
            return 0;
        }
        double f = precision * recall / (ALPHA * precision + (1 - ALPHA) * recall);
        double hypothesisWords = counts[Counts.WORDS];
        double referenceWords = counts[Counts.WORDS + 1];
        boolean identical = counts[Counts.CHUNKS] == 1
                && hypothesisWords == counts[0] + counts[1]
                && referenceWords == counts[2] + counts[3];
        double fragments = identical ? 0 : counts[Counts.CHUNKS] / ((hypothesisWords + referenceWords) / 2);
        return f * (1 - GAMMA * Math.pow(fragments, BETA));
    }

    private static double share(double matchedContent, double matchedFunction, double content, double function) {
        double all = DELTA * content + (1 - DELTA) * function;
        return all == 0 ? 0 : (DELTA * matchedContent + (1 - DELTA) * matchedFunction) / all;
    }

    /** Lengths, weighted matches and matched words of both sides by content and function words, and chunks. */
    private record Counts(Meteor metric) implements TextStatistics {
        static final int MATCHED_CONTENT = 4;
        static final int MATCHED_FUNCTION = 5;
        static final int WORDS = 8;
        static final int CHUNKS = 10;

        private static final List<String> COLUMNS = List.of(
                "hypothesis-content",
                "hypothesis-function",
                "reference-content",
                "reference-function",
                "hypothesis-content-matched",
                "hypothesis-function-matched",
                "reference-content-matched",
                "reference-function-matched",
                "hypothesis-words-matched",
                "reference-words-matched",
                "chunks");
        private static final Pattern TOKEN =
                Pattern.compile("[\\p{L}\\p{N}]+(?:[-'.,/][\\p{L}\\p{N}]+)*|\\S", Pattern.UNICODE_CHARACTER_CLASS);

        @Override
        public String name() {
            return "meteor-" + metric.stages();
        }

        @Override
        public List<String> columns() {
            return COLUMNS;
        }

        @Override
        public TextTable of(List<TextPair> pairs) {
            Words words = new Words(metric);
            return TextTable.each(COLUMNS, pairs, pair -> best(words, pair));
        }

        private static double[] best(Words words, TextPair pair) {
            List<String> hypothesis = tokens(pair.hypothesis());
            double[] best = row(words, hypothesis, tokens(pair.references().getFirst()));
            for (String text : pair.references().subList(1, pair.references().size())) {
                double[] row = row(words, hypothesis, tokens(text));
                best = score(row) > score(best) ? row : best;
            }
            return best;
        }

        private static List<String> tokens(String text) {
            return Tokenization.all(TOKEN, text.toLowerCase(Locale.ROOT));
        }

        private static double[] row(Words words, List<String> hypothesis, List<String> reference) {
            List<MeteorAlignment.Match> matches =
                    MeteorAlignment.best(hypothesis.size(), words.matches(hypothesis, reference));
            double[] row = new double[COLUMNS.size()];
            side(row, 0, hypothesis, MeteorAlignment.weights(matches, hypothesis.size(), true));
            side(row, 1, reference, MeteorAlignment.weights(matches, reference.size(), false));
            row[CHUNKS] = MeteorAlignment.chunks(matches);
            return row;
        }

        private static void side(double[] row, int side, List<String> words, double[] weights) {
            for (int i = 0; i < weights.length; i++) {
                int function = FUNCTION_WORDS.contains(words.get(i)) ? 1 : 0;
                row[2 * side + function]++;
                row[MATCHED_CONTENT + 2 * side + function] += weights[i];
                row[WORDS + side] += weights[i] > 0 ? 1 : 0;
            }
        }
    }

    /** Which words and phrases stand for each other; a word's stem and meanings are looked up once. */
    private static final class Words {
        private final Map<String, String> stems = new ConcurrentHashMap<>();
        private final Map<String, Set<String>> meanings = new ConcurrentHashMap<>();
        private final @Nullable WordNet wordNet;
        private final @Nullable Paraphrases paraphrases;

        Words(Meteor metric) {
            wordNet = metric.synonyms ? WordNet.get() : null;
            paraphrases = metric.paraphrases;
            if (metric.withParaphrases && paraphrases == null) {
                throw InputException.of(metric.name(), "a table of paraphrases", "none", "give it with --paraphrases");
            }
        }

        List<MeteorAlignment.Match> matches(List<String> hypothesis, List<String> reference) {
            List<MeteorAlignment.Match> matches = new ArrayList<>();
            for (int i = 0; i < hypothesis.size(); i++) {
                for (int j = 0; j < reference.size(); j++) {
                    double weight = weight(hypothesis.get(i), reference.get(j));
                    if (weight > 0) {
                        matches.add(new MeteorAlignment.Match(i, 1, j, 1, weight));
                    }
                }
            }
            if (paraphrases != null) {
                phrases(paraphrases, hypothesis, reference, matches);
            }
            return matches;
        }

        private double weight(String one, String other) {
            if (one.equals(other)) {
                return EXACT;
            }
            WordNet net = wordNet;
            if (net != null && common(net, one, other)) {
                return SYNONYM;
            }
            return stem(one).equals(stem(other)) ? STEM : 0;
        }

        private boolean common(WordNet net, String one, String other) {
            Set<String> mine = meanings.computeIfAbsent(one, net::meanings);
            Set<String> theirs = meanings.computeIfAbsent(other, net::meanings);
            return mine.stream().anyMatch(theirs::contains);
        }

        private String stem(String word) {
            return stems.computeIfAbsent(word, w -> {
                EnglishStemmer stemmer = new EnglishStemmer();
                stemmer.setCurrent(w);
                stemmer.stem();
                return stemmer.getCurrent();
            });
        }

        private static void phrases(
                Paraphrases table,
                List<String> hypothesis,
                List<String> reference,
                List<MeteorAlignment.Match> matches) {
            Map<List<String>, List<Integer>> places = new HashMap<>();
            for (int j = 0; j < reference.size(); j++) {
                for (List<String> phrase : table.startingAt(reference, j)) {
                    places.computeIfAbsent(phrase, p -> new ArrayList<>()).add(j);
                }
            }
            for (int i = 0; i < hypothesis.size(); i++) {
                for (List<String> phrase : table.startingAt(hypothesis, i)) {
                    Set<List<String>> others = new HashSet<>(table.of(phrase));
                    others.retainAll(places.keySet());
                    for (List<String> other : others) {
                        for (int j : places.getOrDefault(other, List.of())) {
                            matches.add(new MeteorAlignment.Match(i, phrase.size(), j, other.size(), PARAPHRASE));
                        }
                    }
                }
            }
        }
    }
}
