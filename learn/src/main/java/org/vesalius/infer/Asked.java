package org.vesalius.infer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.model.Answers;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.Fusion;
import org.vesalius.report.Prompts;
import org.vesalius.report.Prompts.PromptSet;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/**
 * Questions to a model that has {@link Fusion.EntityQueries}. All entities are always asked together, as in training, because questions know of each other; any other text is asked beside them, one at a time, so that an answer does not depend on what else a
 * caller wants to know.
 */
final class Asked {
    private static final int BATCH = 32;

    private final DualEncoder model;
    private final List<Fusion.Entity> entities;
    private final List<String> questions;

    Asked(DualEncoder model, Fusion.EntityQueries queries) {
        this.model = model;
        entities = queries.entities();
        questions = queries.questions();
    }

    /** The share of yes for each image and label: of the entity that a label names, else the mean over its positive prompts. */
    double[][] classify(List<ImageCode> images, List<PromptSet> labels) {
        double[][] scores = new double[images.size()][labels.size()];
        Map<String, double[][]> known = new TreeMap<>();
        for (int label = 0; label < labels.size(); label++) {
            PromptSet prompts = labels.get(label);
            int entity = entity(Prompts.normal(prompts.label()));
            List<String> extras = entity >= 0 ? List.of("") : prompts.positive();
            for (String extra : extras) {
                double[][] yes = known.computeIfAbsent(extra, text -> yes(images, text));
                int question = entity >= 0 ? entity : entities.size();
                for (int i = 0; i < scores.length; i++) {
                    scores[i][label] += yes[i][question] / extras.size();
                }
            }
        }
        return scores;
    }

    /** Where the question looked: of the entity that a phrase names, else of the phrase itself. */
    SimilarityMap map(ImageCode image, String phrase) {
        int entity = entity(Prompts.normal(phrase));
        try (var _ = Scope.open();
                var _ = Gradients.off()) {
            Answers answers = ask(List.of(image), entity >= 0 ? "" : phrase);
            int question = entity >= 0 ? entity : entities.size();
            float[] map = Tensors.floats(answers.mapBQN().select(1, question));
            return new SimilarityMap(image.gridHeight(), image.gridWidth(), map, image.geometry());
        }
    }

    private double[][] yes(List<ImageCode> images, String extra) {
        List<double[]> rows = new ArrayList<>();
        for (int from = 0; from < images.size(); from += BATCH) {
            List<ImageCode> some = images.subList(from, Math.min(images.size(), from + BATCH));
            try (var _ = Scope.open();
                    var _ = Gradients.off()) {
                Tensor yesBQ = ask(some, extra).logitsBQ2().softmax(2).select(2, 1);
                for (float[] row : Tensors.rows(yesBQ)) {
                    double[] yes = new double[row.length];
                    for (int q = 0; q < row.length; q++) {
                        yes[q] = row[q];
                    }
                    rows.add(yes);
                }
            }
        }
        return rows.toArray(double[][]::new);
    }

    private Answers ask(List<ImageCode> images, String extra) {
        List<String> texts = new ArrayList<>(questions);
        if (!extra.isEmpty()) {
            texts.add(extra);
        }
        ImageCode first = images.getFirst();
        int length = first.raw().length;
        float[] all = new float[Math.multiplyExact(images.size(), length)];
        for (int i = 0; i < images.size(); i++) {
            System.arraycopy(images.get(i).raw(), 0, all, i * length, length);
        }
        long patches = (long) first.gridHeight() * first.gridWidth();
        Tensor patchesBND = Tensors.of(all, images.size(), patches, length / patches);
        return model.ask(texts, model.params().device().move(patchesBND));
    }

    /** The entity with the longest name that stands in a text as words, or -1. */
    private int entity(String text) {
        return IntStream.range(0, entities.size())
                .filter(i -> (" " + text + " ")
                        .contains(" " + Prompts.normal(entities.get(i).name()) + " "))
                .boxed()
                .max(Comparator.comparingInt(i -> entities.get(i).name().length()))
                .orElse(-1);
    }
}
