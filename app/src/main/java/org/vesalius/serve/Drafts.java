package org.vesalius.serve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.vesalius.image.Image;
import org.vesalius.infer.ImageCode;
import org.vesalius.infer.Inference;
import org.vesalius.infer.MapPicture;
import org.vesalius.infer.TextCode;
import org.vesalius.report.LabelState;
import org.vesalius.report.Laterality;
import org.vesalius.report.Priors;
import org.vesalius.report.Prompts;
import org.vesalius.report.Sentences;
import org.vesalius.report.label.Label;
import org.vesalius.report.label.RuleLabeler;
import org.vesalius.search.IndexedStudy;

/**
 * Drafts by retrieval, after CXR-RePaiR (Endo et al., ML4H 2021): the sentences of the nearest studies' reports that fit the film best, none said twice, each with the study that said it. Sentences that speak of
 * a prior study are left out: this patient may have none. A sentence that the model's own scores or map contradict carries a warning.
 */
final class Drafts {
    static final String STATUS = "Draft, not a report. Made of sentences of other patients' reports.";

    private static final int NEIGHBOURS = 12;
    private static final int SENTENCES = 6;
    private static final int SHORTEST = 12;
    private static final double SAID_ALREADY = 0.9;
    private static final double UNLIKELY = 0.3;
    private static final double LIKELY = 0.7;

    private final ModelQueue model;
    private final StudyStore store;
    private final Films films;
    private final RuleLabeler labeler = new RuleLabeler();

    Drafts(ModelQueue model, StudyStore store, Films films) {
        this.model = model;
        this.store = store;
        this.films = films;
    }

    /** A draft and what it is made of. */
    record Draft(String study, String status, String model, int neighbours, List<Line> sentences) {}

    /** A sentence, the study that said it, how well it fits the film (cosine), and what speaks against it. */
    record Line(String text, String source, double fit, List<String> warnings) {}

    /** A sentence of a neighbour. */
    private record Candidate(String text, String source) {}

    /** Drafts for the first film of a study. */
    Draft of(String key) throws IOException {
        IndexedStudy study = store.find(key).orElseThrow(() -> Refusal.missing("the study"));
        float[] vector = store.vector(key).orElseThrow(() -> Refusal.missing("a film of the study"));
        List<IndexedStudy> neighbours = store.search(IndexedStudy.Query.vector(vector), 4 * NEIGHBOURS).stream()
                .map(IndexedStudy.Hit::study)
                .filter(near ->
                        !near.patient().equals(study.patient()) && !near.text().isBlank())
                .limit(NEIGHBOURS)
                .toList();
        List<Candidate> candidates = candidates(neighbours);
        Image image = films.image(key, 0);
        List<Line> lines =
                candidates.isEmpty() ? List.of() : model.ask(inference -> choose(inference, image, candidates));
        return new Draft(key, STATUS, model.digest(), neighbours.size(), lines);
    }

    private static List<Candidate> candidates(List<IndexedStudy> neighbours) {
        Map<String, Candidate> candidates = new LinkedHashMap<>();
        for (IndexedStudy near : neighbours) {
            for (String sentence : Sentences.split(near.text())) {
                if (sentence.length() >= SHORTEST && Priors.find(sentence).isEmpty()) {
                    candidates.putIfAbsent(sentence.toLowerCase(Locale.ROOT), new Candidate(sentence, near.key()));
                }
            }
        }
        return List.copyOf(candidates.values());
    }

    private List<Line> choose(Inference inference, Image image, List<Candidate> candidates) {
        ImageCode code = inference.encode(List.of(image)).getFirst();
        List<TextCode> texts =
                inference.encodeTexts(candidates.stream().map(Candidate::text).toList());
        List<Integer> best = Stream.iterate(0, i -> i + 1)
                .limit(texts.size())
                .sorted(Comparator.comparingDouble((Integer i) -> -code.cosine(texts.get(i))))
                .toList();
        List<Integer> chosen = new ArrayList<>();
        for (int i : best) {
            boolean said = chosen.stream()
                    .anyMatch(j -> cosine(texts.get(i).global(), texts.get(j).global()) > SAID_ALREADY);
            if (!said) {
                chosen.add(i);
            }
            if (chosen.size() == SENTENCES) {
                break;
            }
        }
        return chosen.stream()
                .map(i -> new Line(
                        candidates.get(i).text(),
                        candidates.get(i).source(),
                        code.cosine(texts.get(i)),
                        warnings(inference, image, code, candidates.get(i).text())))
                .toList();
    }

    /** What the model's scores and its map say against a sentence. */
    private List<String> warnings(Inference inference, Image image, ImageCode code, String sentence) {
        List<String> warnings = new ArrayList<>();
        Set<String> asked = Prompts.names();
        for (Label label : labeler.explain(sentence)) {
            if (label.mentions().isEmpty() || !asked.contains(Prompts.normal(label.name()))) {
                continue;
            }
            double score = inference.classifyCodes(List.of(code), List.of(Prompts.forLabel(label.name())))[0][0];
            if (label.state() == LabelState.POSITIVE && score < UNLIKELY) {
                warnings.add("the model scores %s low (%.2f)".formatted(label.name(), score));
            } else if (label.state() == LabelState.NEGATIVE && score > LIKELY) {
                warnings.add("the model scores %s high (%.2f)".formatted(label.name(), score));
            }
            if (label.state() == LabelState.POSITIVE) {
                var mention = label.mentions().getFirst();
                side(
                        inference,
                        image,
                        code,
                        sentence,
                        Laterality.of(
                                sentence,
                                mention.place().start(),
                                mention.place().end()),
                        warnings);
            }
        }
        return warnings;
    }

    /** The patient's left is the picture's right. */
    private static void side(
            Inference inference, Image image, ImageCode code, String sentence, Laterality said, List<String> warnings) {
        if (said != Laterality.LEFT && said != Laterality.RIGHT) {
            return;
        }
        MapPicture.Place place =
                MapPicture.place(inference.ground(code, sentence).atSource(), image.width(), image.height());
        boolean seenLeft = place.x() > place.width() / 2;
        if (seenLeft != (said == Laterality.LEFT)) {
            warnings.add("said of the %s, seen nearest on the %s"
                    .formatted(said == Laterality.LEFT ? "left" : "right", seenLeft ? "left" : "right"));
        }
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
