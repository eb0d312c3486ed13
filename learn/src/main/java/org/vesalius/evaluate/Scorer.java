package org.vesalius.evaluate;

import java.util.List;
import org.vesalius.image.Image;
import org.vesalius.infer.Inference;
import org.vesalius.io.InputException;
import org.vesalius.report.Prompts.PromptSet;

/** What a protocol asks of a model. A verb that a model lacks says so by an {@link InputException}. */
public interface Scorer {
    /** What kind of model it is and the digest of its weights. */
    Subject subject();

    /** What is done to a picture before it is seen, as one line: part of the protocol digest. */
    default String transform() {
        return "sees no pictures";
    }

    /** One vector a picture, of length 1 where the model compares by cosine. Shape: images x size. */
    default float[][] embedImages(List<Image> images) {
        throw lacks("pictures");
    }

    /** One vector for each picture seen beside the same patient's one before. Shape: images x size. */
    default float[][] embedPairs(List<Image> images, List<Image> priors) {
        throw lacks("pictures beside those before");
    }

    /** One vector a picture for a probe: what comes before the part that compares with text. Shape: images x size. */
    default float[][] features(List<Image> images) {
        return embedImages(images);
    }

    /** One vector a text, of length 1, in the space of the pictures. Shape: texts x size. */
    default float[][] embedTexts(List<String> texts) {
        throw lacks("texts");
    }

    /** As {@link #embedTexts}, each of the length that the model gives it. */
    default float[][] textVectors(List<String> texts) {
        return embedTexts(texts);
    }

    /** For each picture and each text the best cosine of a word with the regions that it attends to (Huang et al., GLoRIA, ICCV 2021). Shape: pictures x texts. */
    default double[][] wordFits(List<Image> images, List<String> texts) {
        throw lacks("words that attend to regions");
    }

    /** The models that it is the mean of; itself where it is one. */
    default List<Scorer> members() {
        return List.of(this);
    }

    /** Scores texts by their likeness to one of them. */
    @FunctionalInterface
    interface TextSearch {
        /** The score of every text, itself included, for the text of this number. */
        float[] from(int query);
    }

    /** Makes texts ready to be searched by each other; by cosine where a model has no rule of its own. */
    default TextSearch search(List<String> texts) {
        float[][] vectors = embedTexts(texts);
        return query -> {
            float[] scores = new float[vectors.length];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = (float) Vectors.dot(vectors[query], vectors[i]);
            }
            return scores;
        };
    }

    /**
     * For each picture a score for each label. Where a model has no rule of its own: {@code e^p / (e^p + e^n)}, p and n the mean cosines with the prompts for and against (Tiu et al., CheXzero, Nature
     * Biomedical Engineering 2022). Shape: images x labels.
     */
    default double[][] classify(List<Image> images, List<PromptSet> prompts) {
        float[][] vectors = embedImages(images);
        double[][] scores = new double[vectors.length][prompts.size()];
        for (int label = 0; label < prompts.size(); label++) {
            float[][] positive = embedTexts(prompts.get(label).positive());
            float[][] negative = embedTexts(prompts.get(label).negative());
            for (int i = 0; i < vectors.length; i++) {
                double margin = Vectors.meanDot(vectors[i], positive) - Vectors.meanDot(vectors[i], negative);
                scores[i][label] = Vectors.sigmoid(margin);
            }
        }
        return scores;
    }

    /** For each picture and each of its own phrases a similarity map at the size of the picture, row-major; NaN where the model did not look. */
    default List<List<float[]>> maps(List<Image> images, List<List<String>> phrases) {
        throw lacks("similarity maps");
    }

    /** The model itself, for protocols that train a head on its image tower; it stays its owner's to close. */
    default Inference inference() {
        throw lacks("maps of its image tower");
    }

    /**
     * As {@link #maps(List, List)}, made otherwise out of the model's own grid.
     *
     * @param sigma of the Gaussian that smooths the grid, in patches; 0 for none
     * @param nearest whether a pixel takes its patch's value, and is not interpolated
     */
    default List<List<float[]>> maps(List<Image> images, List<List<String>> phrases, double sigma, boolean nearest) {
        if (sigma == 0 && !nearest) {
            return maps(images, phrases);
        }
        throw lacks("maps on a grid");
    }

    private InputException lacks(String verb) {
        return InputException.of(
                "model " + subject().name(), "one that gives " + verb, "one that does not", "choose another protocol");
    }
}
