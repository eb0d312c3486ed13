package org.vesalius.evaluate;

import java.util.List;
import org.vesalius.image.Corruption;
import org.vesalius.image.Image;
import org.vesalius.report.Prompts.PromptSet;

/** A model that sees damaged pictures. */
final class CorruptedScorer implements Scorer {
    private final Scorer scorer;
    private final Corruption corruption;
    private final int severity;

    CorruptedScorer(Scorer scorer, Corruption corruption, int severity) {
        this.scorer = scorer;
        this.corruption = corruption;
        this.severity = severity;
    }

    private List<Image> damaged(List<Image> images) {
        return images.parallelStream()
                .map(image -> corruption.apply(image, severity))
                .toList();
    }

    @Override
    public Subject subject() {
        return new Subject(
                scorer.subject().name() + ", " + corruption.lower() + " " + severity,
                scorer.subject().digest());
    }

    @Override
    public String transform() {
        return scorer.transform();
    }

    @Override
    public float[][] embedImages(List<Image> images) {
        return scorer.embedImages(damaged(images));
    }

    @Override
    public float[][] features(List<Image> images) {
        return scorer.features(damaged(images));
    }

    @Override
    public float[][] embedTexts(List<String> texts) {
        return scorer.embedTexts(texts);
    }

    @Override
    public float[][] textVectors(List<String> texts) {
        return scorer.textVectors(texts);
    }

    @Override
    public double[][] wordFits(List<Image> images, List<String> texts) {
        return scorer.wordFits(damaged(images), texts);
    }

    @Override
    public List<Scorer> members() {
        List<Scorer> members = scorer.members();
        return members.equals(List.of(scorer))
                ? List.of(this)
                : members.stream()
                        .<Scorer>map(member -> new CorruptedScorer(member, corruption, severity))
                        .toList();
    }

    @Override
    public double[][] classify(List<Image> images, List<PromptSet> prompts) {
        return scorer.classify(damaged(images), prompts);
    }

    @Override
    public List<List<float[]>> maps(List<Image> images, List<List<String>> phrases) {
        return scorer.maps(damaged(images), phrases);
    }
}
