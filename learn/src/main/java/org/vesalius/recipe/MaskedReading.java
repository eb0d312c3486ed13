package org.vesalius.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Split;
import org.vesalius.fusion.CrossAttention;
import org.vesalius.io.InputException;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.TextRead;
import org.vesalius.nn.LayerNorm;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.objective.MaskedTokens;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;
import org.vesalius.text.Masking;
import org.vesalius.text.MlmHead;
import org.vesalius.train.Batch;
import org.vesalius.train.Trained;

/**
 * Texts with hidden words, read by the model's own text tower and completed by a head that shares its word vectors; the tokens may look at the patches of an image first. Keys: {@code cls.predictions.*} as Hugging Face's, and {@code guide.*}. Shapes: T texts, W
 * tokens, F the tower's size, N patches, D joint size.
 */
final class MaskedReading {
    private static final String WORDS = "text.embeddings.word_embeddings.weight";
    private static final int HEADS = 4;

    private final DualEncoder model;
    private final Masking masking;
    private final MlmHead head;
    private final @Nullable Guide guide;

    private MaskedReading(DualEncoder model, Masking masking, MlmHead head, @Nullable Guide guide) {
        this.model = model;
        this.masking = masking;
        this.head = head;
        this.guide = guide;
    }

    /** Where a token of a report looks in its image before it is named. */
    private record Guide(Linear narrow, LayerNorm norm, CrossAttention attention) {
        private static Guide of(Params params, int joint, int size) {
            return new Guide(
                    Linear.of(params.at("patches"), joint, size),
                    LayerNorm.of(params.at("norm"), size),
                    CrossAttention.of(params.at("attention"), size, HEADS, 0));
        }

        private Tensor look(Tensor tokensTWF, Tensor patchesTND) {
            Tensor memory = narrow.forward(patchesTND);
            return tokensTWF.add(attention
                    .forward(norm.forward(tokensTWF), memory, memory, null)
                    .outBTD());
        }
    }

    /** How well hidden tokens are named: a row is a report of which one was hidden, its value the share that {@code accuracies} of a trained model gives for it, NaN where none was. */
    static Measure measure(Function<Trained, Function<Batch, List<Double>>> accuracies) {
        return new Measure.Own(
                "share of the hidden tokens of a report that are named rightly, test patients", 0, trained -> {
                    List<Measure.Row> rows = new ArrayList<>();
                    Function<Batch, List<Double>> of = accuracies.apply(trained);
                    trained.show(Split.TEST, batch -> {
                        List<Double> shares = of.apply(batch);
                        for (int i = 0; i < shares.size(); i++) {
                            if (!Double.isNaN(shares.get(i))) {
                                rows.add(new Measure.Row(batch.examples().get(i).row(), "", shares.get(i)));
                            }
                        }
                    });
                    return rows;
                });
    }

    /** Texts alone. */
    static MaskedReading of(Params own, DualEncoder model, Masking masking) {
        Params params = own.at("cls").at("predictions");
        return new MaskedReading(model, masking, MlmHead.tied(params, words(model)), null);
    }

    /** Each text beside its image. */
    static MaskedReading guided(Params own, DualEncoder model, Masking masking) {
        int size = Shapes.size(words(model), 1);
        Guide guide = Guide.of(own.at("guide"), model.spec().jointSize(), size);
        Params params = own.at("cls").at("predictions");
        return new MaskedReading(model, masking, MlmHead.tied(params, words(model)), guide);
    }

    private static Tensor words(DualEncoder model) {
        Tensor words = model.params().state().get(WORDS);
        if (words == null) {
            throw InputException.of(
                    "model.text", "bert, whose words can be hidden", "another tower", "choose bert and WORD_PIECE");
        }
        return words;
    }

    /** The mean cross-entropy of the hidden tokens; {@code patchesTND} of the texts' images, or null where no image is looked at. */
    Tensor loss(List<String> texts, @Nullable Tensor patchesTND, RandomGenerator random) {
        return Scope.returning(() -> {
            Asked asked = ask(texts, patchesTND, random);
            return MaskedTokens.loss(asked.tokensTWF(), asked.targetsTW(), head::forward);
        });
    }

    /** The share of hidden tokens that are named rightly, by text; NaN for a text of which nothing was hidden. */
    List<Double> accuracies(List<String> texts, @Nullable Tensor patchesTND, RandomGenerator random) {
        try (var _ = Scope.open()) {
            Asked asked = ask(texts, patchesTND, random);
            return IntStream.range(0, texts.size())
                    .mapToObj(t -> Tensors.value(MaskedTokens.accuracy(
                            asked.tokensTWF().narrow(0, t, 1), asked.targetsTW().narrow(0, t, 1), head::forward)))
                    .toList();
        }
    }

    private record Asked(Tensor tokensTWF, Tensor targetsTW) {}

    private Asked ask(List<String> texts, @Nullable Tensor patchesTND, RandomGenerator random) {
        int longest = model.spec().tokenizer().maxLength();
        List<int[]> ids = texts.stream()
                .map(text -> model.tokenizer().encode(text, longest))
                .toList();
        Masking.Masked hidden = masking.of(ids, model.tokenizer(), random);
        TextRead read = model.readIds(hidden.ids());
        Guide looking = guide;
        Tensor tokensTWF =
                looking == null || patchesTND == null ? read.tokensTWF() : looking.look(read.tokensTWF(), patchesTND);
        return new Asked(tokensTWF, model.params().device().move(hidden.targetsTW()));
    }
}
