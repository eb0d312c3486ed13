package org.vesalius.evaluate;

import java.util.List;
import org.vesalius.image.Image;
import org.vesalius.infer.ImageCode;
import org.vesalius.infer.Inference;
import org.vesalius.io.Json;
import org.vesalius.report.Prompts.PromptSet;

/** A trained or untrained model as protocols see it: labels by its own readout, probes on its image tower. */
public final class InferenceScorer implements Scorer {
    private final Inference model;
    private final Subject subject;

    private InferenceScorer(Inference model, Subject subject) {
        this.model = model;
        this.subject = subject;
    }

    /** Under a name for people; the model stays the caller's to close. */
    public static InferenceScorer of(String name, Inference model) {
        return new InferenceScorer(model, new Subject(name, model.digest()));
    }

    @Override
    public Subject subject() {
        return subject;
    }

    @Override
    public String transform() {
        return Json.line(model.spec().transform());
    }

    @Override
    public float[][] embedImages(List<Image> images) {
        return model.embedImages(images);
    }

    @Override
    public float[][] features(List<Image> images) {
        return model.features(images);
    }

    @Override
    public float[][] embedTexts(List<String> texts) {
        return model.embedTexts(texts);
    }

    @Override
    public double[][] classify(List<Image> images, List<PromptSet> prompts) {
        return model.classify(images, prompts);
    }

    @Override
    public List<float[]> maps(Image image, List<String> phrases) {
        ImageCode code = model.encode(List.of(image)).getFirst();
        return List.of(model.embedTexts(phrases)).stream()
                .map(text -> code.map(text).atSource(image.width(), image.height()))
                .toList();
    }
}
