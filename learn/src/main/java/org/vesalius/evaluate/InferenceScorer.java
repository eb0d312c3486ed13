package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.vesalius.image.Image;
import org.vesalius.infer.ImageCode;
import org.vesalius.infer.Inference;
import org.vesalius.infer.SimilarityMap;
import org.vesalius.infer.TextCode;
import org.vesalius.io.Json;
import org.vesalius.model.Readout;
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
    public float[][] embedPairs(List<Image> images, List<Image> priors) {
        return model.embedPairs(images, priors);
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
    public float[][] textVectors(List<String> texts) {
        return model.textVectors(texts);
    }

    @Override
    public double[][] wordFits(List<Image> images, List<String> texts) {
        return WordFits.of(model, images, texts);
    }

    @Override
    public double[][] classify(List<Image> images, List<PromptSet> prompts) {
        return model.classify(images, prompts);
    }

    @Override
    public List<List<float[]>> maps(List<Image> images, List<List<String>> phrases) {
        return maps(images, phrases, 0, false);
    }

    @Override
    public List<List<float[]>> maps(List<Image> images, List<List<String>> phrases, double sigma, boolean nearest) {
        List<ImageCode> codes = model.encode(images);
        if (model.spec().readout() instanceof Readout.QueryClassifier) {
            return asked(codes, images, phrases, sigma, nearest);
        }
        List<TextCode> texts =
                model.encodeTexts(phrases.stream().flatMap(List::stream).toList());
        List<List<float[]>> maps = new ArrayList<>();
        int text = 0;
        for (int i = 0; i < codes.size(); i++) {
            List<float[]> own = new ArrayList<>();
            for (int p = 0; p < phrases.get(i).size(); p++) {
                own.add(pixels(codes.get(i).map(texts.get(text++)), images.get(i), sigma, nearest));
            }
            maps.add(own);
        }
        return maps;
    }

    @Override
    public Inference inference() {
        return model;
    }

    /** Where the question of each phrase looked. */
    private List<List<float[]>> asked(
            List<ImageCode> codes, List<Image> images, List<List<String>> phrases, double sigma, boolean nearest) {
        List<List<float[]>> maps = new ArrayList<>();
        for (int i = 0; i < codes.size(); i++) {
            ImageCode code = codes.get(i);
            Image image = images.get(i);
            maps.add(phrases.get(i).stream()
                    .map(phrase -> pixels(model.ground(code, phrase), image, sigma, nearest))
                    .toList());
        }
        return maps;
    }

    private static float[] pixels(SimilarityMap map, Image image, double sigma, boolean nearest) {
        SimilarityMap smooth = map.smoothed(sigma);
        return nearest
                ? smooth.nearestAtSource(image.width(), image.height())
                : smooth.atSource(image.width(), image.height());
    }
}
