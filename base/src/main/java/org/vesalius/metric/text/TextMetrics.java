package org.vesalius.metric.text;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.metric.clinical.ClinicalMetrics;
import org.vesalius.metric.clinical.Given;
import org.vesalius.metric.clinical.RadGraphF1.Case;
import org.vesalius.metric.clinical.RuleJudge;

/** The text metrics by the names of the command line: a new family adds its line. One name may stand for several numbers of the same counts. */
public final class TextMetrics {
    /** The encoder of the named BERTScore metrics: the text weights that come with the programme. */
    public static final String BERT_ENCODER = "bge-small";

    private static final Map<String, Family> ALL = new TreeMap<>(Map.ofEntries(
            family("answer", "answers compared: normalised by mevf, by qcr, by vqa-med", (_, _) -> exact()),
            family("answer-open", "token recall, and whether the answer stands in the text", (_, _) -> open()),
            family("bertscore", "BERTScore over bge-small", (_, s) -> bertScore(false, s)),
            family("bertscore-idf", "the same, rare tokens weighing more", (_, s) -> bertScore(true, s)),
            family("bleu", "BLEU-1 to 4, pycocoevalcap's", (t, _) -> Bleu.upTo4(Bleu.Rule.PYCOCOEVALCAP, t)),
            family("bleu-mmbert", "MMBERT's BLEU-1 of answers", (_, _) -> List.of(Bleu.mmbert())),
            family("bleu-nltk", "BLEU-1 to 4, NLTK's corpus_bleu", (t, _) -> Bleu.upTo4(Bleu.Rule.NLTK_CORPUS, t)),
            family("bleu-radcliq", "RadCliQ's BLEU-2", (_, _) -> List.of(Bleu.radcliq())),
            family("ce", "labels by rules, in every published average", (_, _) -> ClinicalMetrics.efficacy()),
            family("ce-given", "the same over the labels of --labels", (_, s) -> ClinicalMetrics.efficacy(s.given)),
            family("chrf", "chrF2, sacreBLEU's", (_, _) -> List.of(new Chrf(Chrf.Rule.SACREBLEU))),
            family("chrf-nltk", "chrF3, NLTK's", (_, _) -> List.of(new Chrf(Chrf.Rule.NLTK))),
            family("cider", "CIDEr, pycocoevalcap's", (t, _) -> List.of(Cider.shipped(t))),
            family("cider-d", "CIDEr-D with length in tokens", (t, _) -> List.of(Cider.corrected(t))),
            family("cider-d-train", "the same with --train's weights", (t, s) -> List.of(Cider.trained(t, s.train))),
            family("cider-ifcc", "IFCC's CIDEr with --train's frequencies", (_, s) -> List.of(Cider.ifcc(s.train))),
            family("entity-match", "graph entities matched softly, own weights", (_, _) -> ClinicalMetrics.match()),
            family("factent", "factENT and factENTNLI, by rules", (_, _) -> ClinicalMetrics.usualFacts()),
            family(
                    "factent-modes",
                    "the same in all of IFCC's modes",
                    (_, _) -> ClinicalMetrics.facts(new RuleJudge())),
            family(
                    "radcliq-given",
                    "RadCliQ of the features of --features",
                    (_, s) -> ClinicalMetrics.radCliq(s.given)),
            family("radgraph", "RadGraph F1, graphs by rules", (_, _) -> ClinicalMetrics.radGraph(Case.LOWER)),
            family("radgraph-given", "the same over the graphs of --graphs", (_, s) -> ClinicalMetrics.graphs(s.given)),
            family(
                    "radgraph-q14",
                    "RadGraph F1 under quirk Q14",
                    (_, _) -> ClinicalMetrics.radGraph(Case.RELATIONS_LOWER)),
            family("meteor-es", "METEOR's formula: words and stems", (_, _) -> List.of(Meteor.exactAndStem())),
            family("meteor-es-par", "and --paraphrases", (_, s) -> List.of(Meteor.with(false, s.paraphrases))),
            family("meteor-wn31", "and WordNet 3.1's synonyms", (_, _) -> List.of(Meteor.withSynonyms())),
            family("meteor-wn31-par", "and --paraphrases", (_, s) -> List.of(Meteor.with(true, s.paraphrases))),
            family("rouge", "ROUGE-1, 2 and L, rouge_score's, stemmed", (_, _) -> Rouge.stemmed()),
            family("rouge-l", "ROUGE-L, pycocoevalcap's", (t, _) -> List.of(new RougeL(t))),
            family("rouge-plain", "rouge_score's without stemmer", (_, _) -> Rouge.all(Tokenization.ROUGE_SCORE)),
            family(
                    "statements",
                    "sides, denials, hallucinated priors, by rules",
                    (_, _) -> ClinicalMetrics.statements())));

    private TextMetrics() {}

    /**
     * What some metrics need beside the texts, to read them; to make numbers of a table nothing is needed.
     *
     * @param train the references of each item of a training part
     * @param given what other programs made of the texts
     * @param paraphrases of METEOR's last stage; null for none
     * @param encoder of BERTScore; null for none
     */
    public record Sources(
            List<List<String>> train,
            Given given,
            @Nullable Paraphrases paraphrases,
            @Nullable TokenVectors encoder) {
        /** None. */
        public static final Sources NONE = new Sources(List.of());

        /** A training part alone. */
        public Sources(List<List<String>> train) {
            this(train, Given.NONE, null, null);
        }

        /** The same with an encoder. */
        public Sources with(TokenVectors wanted) {
            return new Sources(train, given, paraphrases, wanted);
        }

        public Sources {
            train = List.copyOf(train);
        }
    }

    private record Family(String description, Maker maker) {}

    @FunctionalInterface
    private interface Maker {
        List<TextMetric> of(Tokenization tokens, Sources sources);
    }

    /** All names with a line about each, sorted. */
    public static Map<String, String> descriptions() {
        Map<String, String> lines = new TreeMap<>();
        ALL.forEach((id, family) -> lines.put(id, family.description));
        return lines;
    }

    /**
     * The metrics of these names, in their order, each once; tokenised as {@code tokens} says where a name leaves it open.
     *
     * @throws InputException for an unknown name, with the nearest
     */
    public static List<TextMetric> of(List<String> ids, Tokenization tokens, Sources sources) {
        Map<String, TextMetric> metrics = new LinkedHashMap<>();
        for (String id : new LinkedHashSet<>(ids)) {
            Family family = ALL.get(id);
            if (family == null) {
                throw InputException.unknown("text metric", id, ALL.keySet());
            }
            family.maker.of(tokens, sources).forEach(metric -> metrics.putIfAbsent(metric.name(), metric));
        }
        return List.copyOf(metrics.values());
    }

    private static Map.Entry<String, Family> family(String id, String description, Maker maker) {
        return Map.entry(id, new Family(description, maker));
    }

    private static List<TextMetric> bertScore(boolean idf, Sources sources) {
        return Stream.of(BertScore.Part.values())
                .<TextMetric>map(part -> new BertScore(part, BERT_ENCODER, idf, null, sources.encoder))
                .toList();
    }

    private static List<TextMetric> exact() {
        return Stream.of(AnswerNormaliser.values())
                .<TextMetric>map(normaliser -> new AnswerScore(AnswerScore.Rule.EXACT, normaliser))
                .toList();
    }

    private static List<TextMetric> open() {
        return List.of(
                new AnswerScore(AnswerScore.Rule.TOKEN_RECALL, AnswerNormaliser.VQA_MED),
                new AnswerScore(AnswerScore.Rule.CONTAINED, AnswerNormaliser.VQA_MED));
    }
}
