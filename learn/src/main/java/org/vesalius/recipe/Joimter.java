package org.vesalius.recipe;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.image.Transform;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ImageSide;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TextSide;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.objective.Contrast;
import org.vesalius.objective.Direction;
import org.vesalius.objective.LocalContrast;
import org.vesalius.objective.MaskedTokens;
import org.vesalius.objective.Ranking;
import org.vesalius.report.LabelState;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.text.Masking;
import org.vesalius.text.MlmHead;
import org.vesalius.train.Batch;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Example;
import org.vesalius.train.Method;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;

/**
 * Ji, Shaikh, Moukheiber et al., "Improving Joint Learning of Chest X-Ray and Radiology Report by Word Region Alignment", MLMI 2021, arXiv 2109.01949 (JoImTeR).
 *
 * <p><em>Idea</em>: words are aligned with regions and sentences with images, by a contrast that spares pairs of the same class and by triplets, while most steps train the text tower alone, to name masked words.
 *
 * <p><em>Differs</em>: six stages of plain convolutions with the published strides and widths of 8 to 512 stand in for the authors' own residual network with soft attention. A class is the set of findings that a study is labelled with; a study without labels is of a class of its own. Triplets stand both ways, the false partner drawn for
 * the whole batch at once. The drop of the rate after 20 epochs is counted in updates of MIMIC-CXR. {@code small} reads the first 48 tokens with a text tower from scratch and matches in most steps, since a minute holds few.
 *
 * <p><em>Run</em>: {@code vesalius train joimter --data DATA --out RUN --plan small}
 */
public final class Joimter implements Recipe {
    /**
     * The objective: one of two tasks a step.
     *
     * @param words weight of the contrast of words with regions; with 0 there are no triplets of it either
     * @param sentences weight of the contrast of sentences with images
     * @param triplets weight of the triplets of each, whose distances keep {@code margin} apart
     * @param scale factor of both similarities in the contrasts
     * @param attention factor of a word's scores over regions
     * @param aggregation factor of the cosines in the sum over words
     * @param matching share of the steps that match; the others name masked words
     */
    public record MatchingOrNaming(
            double words,
            double sentences,
            double triplets,
            double margin,
            double scale,
            double attention,
            double aggregation,
            double matching)
            implements Method {
        /** The authors' settings, at their share of matching steps or another. */
        static MatchingOrNaming published(double matching) {
            return new MatchingOrNaming(
                    1, 1, 2, 0.5, 10, LocalContrast.GLORIA.attention(), LocalContrast.GLORIA.aggregation(), matching);
        }

        @Override
        public Step begin(Params own, DualEncoder model) {
            MlmHead head = MlmHead.tied(own.at("naming"), model.params().get("text.embeddings.word_embeddings.weight"));
            return new Either(this, model, head);
        }

        private void match(DualEncoder model, Batch batch, Losses losses) {
            ImageSide image = model.images(batch.images());
            TextSide text = WordVectors.withFirst(model, batch.texts());
            Tensor sameBB = Contrast.sameClass(model.params().device().move(classes(batch.examples())));
            // another partner for each, never its own
            long shift = 1 + batch.random("false partners").nextInt(batch.size() - 1);
            Tensor cosineBB = Contrast.cosine(image.imgBD(), text.txtTD());
            losses.add("sentences", sentences, contrast(cosineBB, sameBB));
            losses.add("sentenceTriplets", triplets, triplets(cosineBB, shift));
            if (words > 0) {
                Tensor fitBB = LocalContrast.similarity(
                        image.patchesBND(),
                        text.tokensTWD(),
                        text.maskTW(),
                        new LocalContrast.Temperatures(attention, aggregation));
                losses.add("words", words, contrast(fitBB, sameBB));
                losses.add("wordTriplets", triplets, triplets(fitBB, shift));
            }
        }

        private Tensor contrast(Tensor similarityBB, Tensor sameBB) {
            return Contrast.paired(Contrast.leaveOut(similarityBB.mul(new Scalar(scale)), sameBB), Direction.sum());
        }

        /** Distances are negative similarities: what they lack to 1 cancels. */
        private Tensor triplets(Tensor similarityBB, long shift) {
            Tensor ownB = similarityBB.diagonal().neg();
            Tensor falseTextB =
                    similarityBB.roll(new long[] {-shift}, 1).diagonal().neg();
            Tensor falseImageB =
                    similarityBB.roll(new long[] {-shift}, 0).diagonal().neg();
            return Ranking.triplet(ownB, falseTextB, margin).add(Ranking.triplet(ownB, falseImageB, margin));
        }
    }

    /** Its step. */
    private record Either(MatchingOrNaming how, DualEncoder model, MlmHead head) implements Method.Step {
        @Override
        public void losses(Batch batch, Losses losses) {
            if (batch.random("task").nextDouble() < how.matching()) {
                how.match(model, batch, losses);
            } else {
                Hidden hidden = hidden(batch.texts(), batch);
                losses.add("naming", 1, MaskedTokens.loss(hidden.tokensTWF(), hidden.targetsTW(), head::forward));
            }
        }

        private Hidden hidden(List<String> texts, Batch batch) {
            int longest = model.spec().tokenizer().maxLength();
            List<int[]> ids = texts.stream()
                    .map(text -> model.tokenizer().encode(text, longest))
                    .toList();
            Masking.Masked masked = Masking.BERT.of(ids, model.tokenizer(), batch.random("masks"));
            return new Hidden(
                    model.readIds(masked.ids()).tokensTWF(),
                    model.params().device().move(masked.targetsTW()));
        }

        /** For each study the share of its hidden tokens that are named rightly, or NaN where none was hidden. */
        private List<Double> accuracies(Batch batch) {
            try (var _ = Scope.open()) {
                Hidden hidden = hidden(batch.texts(), batch);
                return IntStream.range(0, batch.size())
                        .mapToObj(i -> Tensors.value(MaskedTokens.accuracy(
                                hidden.tokensTWF().narrow(0, i, 1),
                                hidden.targetsTW().narrow(0, i, 1),
                                head::forward)))
                        .toList();
            }
        }
    }

    /** Texts with hidden tokens as the tower reads them, and what stood there. */
    private record Hidden(Tensor tokensTWF, Tensor targetsTW) {}

    /** A number for each set of findings that studies of the batch are labelled with, and one of its own for each study without labels. */
    static Tensor classes(List<Example> examples) {
        Map<String, Long> numbers = new HashMap<>();
        long[] classes = new long[examples.size()];
        for (int i = 0; i < classes.length; i++) {
            Map<String, LabelState> labels = examples.get(i).labels();
            String found = labels.entrySet().stream()
                    .filter(label -> label.getValue() == LabelState.POSITIVE)
                    .map(Map.Entry::getKey)
                    .sorted()
                    .collect(Collectors.joining("\n"));
            String name = labels.isEmpty() ? "no labels, " + i : found;
            classes[i] = numbers.computeIfAbsent(name, _ -> (long) numbers.size());
        }
        return Tensors.ofLongs(classes, classes.length);
    }

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "joimter",
                "Improving Joint Learning of Chest X-Ray and Radiology Report by Word Region Alignment",
                "Ji, Shaikh, Moukheiber et al.",
                "MLMI",
                2021,
                "arXiv:2109.01949",
                RecipeCard.Claim.PARITY,
                "vesalius train joimter --data DATA --out RUN --plan small");
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        ModelSpec model = new ModelSpec(
                new ImageEncoder.SmallCnn(
                        List.of(8, 8, 16, 16, 64, 64, 128, 128, 256, 256, 512, 512),
                        List.of(4, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1),
                        0,
                        false),
                new TextEncoder.Bert(3, 512, 8, 2048, 0.1, TextEncoder.Pool.MEAN),
                512,
                Projection.none(),
                Projection.none(),
                Pooling.GLOBAL,
                new Readout.PositiveNegative(10),
                Transform.grey(2048),
                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 28996, 159));
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put(
                "cnn-2048",
                Plan.published(
                        "cnn-2048",
                        DataPlan.of(DataPlan.TextRule.WHOLE, Small.SECTIONS),
                        model,
                        MatchingOrNaming.published(0.3),
                        Optim.adamW(1e-4).withWeightDecay(1e-4).withClip(1.5),
                        Schedule.step(0.1, 34_000),
                        Budget.epochs(128, 35)));
        plans.put("small", small());
        return plans;
    }

    private static Plan small() {
        return Small.plan(MatchingOrNaming.published(0.7))
                .withModel(Small.model()
                        .withText(
                                new TextEncoder.Bert(2, 128, 4, 512, 0, TextEncoder.Pool.MEAN),
                                Projection.affine(),
                                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 1000, 48)));
    }

    @Override
    public List<Behaviour> behaviours() {
        return List.of(Behaviour.of(
                "naming",
                "Hidden tokens of reports that training never saw are named by the tower that matches, which no step of matching alone teaches.",
                MaskedReading.measure(trained -> ((Either) trained.step())::accuracies),
                "method.matching=1"));
    }
}
