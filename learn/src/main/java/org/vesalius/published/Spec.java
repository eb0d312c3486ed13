package org.vesalius.published;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.vesalius.image.Transform;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TokenizerSpec;
import tools.jackson.databind.JsonNode;

/** Models of one encoder alone, and what several kinds read from shapes. */
final class Spec {
    /** A head of 64 numbers is the rule in CLIP, BERT and vision transformers of every published size but few. */
    private static final int HEAD = 64;

    private static final TokenizerSpec NO_TEXT = new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 5, 3);

    private Spec() {}

    /** An image encoder whose own features are the vectors; {@code size} is their length. */
    static ModelSpec images(ImageEncoder tower, int size, Transform transform) {
        return new ModelSpec(
                tower,
                new TextEncoder.None(),
                size,
                Projection.none(),
                Projection.none(),
                Pooling.GLOBAL,
                new Readout.Cosine(),
                transform,
                NO_TEXT);
    }

    /** A text encoder on its own. */
    static ModelSpec texts(TextEncoder tower, int size, Projection head, TokenizerSpec tokenizer) {
        return new ModelSpec(
                new ImageEncoder.None(),
                tower,
                size,
                Projection.none(),
                head,
                Pooling.GLOBAL,
                new Readout.Cosine(),
                Transform.grey(1),
                tokenizer);
    }

    /** BERT by the shapes below {@code prefix}. */
    static TextEncoder.Bert bert(WeightFiles files, String prefix, TextEncoder.Pool pool, TextEncoder.Depth depth) {
        int width = files.size(prefix + "embeddings.word_embeddings.weight", 1);
        String quoted = Pattern.quote(prefix);
        return new TextEncoder.Bert(
                files.count(quoted + "encoder\\.layer\\.(\\d+)\\..*"),
                width,
                files.setting(heads(width), "/num_attention_heads"),
                files.size(prefix + "encoder.layer.0.intermediate.dense.weight", 0),
                0.1,
                pool,
                depth);
    }

    /** The vocabulary of BERT's shapes; texts of at most {@code longest} tokens, or as many as there are positions. */
    static TokenizerSpec wordPiece(WeightFiles files, String prefix, int longest) {
        int positions = files.size(prefix + "embeddings.position_embeddings.weight", 0);
        return new TokenizerSpec(
                TokenizerSpec.Kind.WORD_PIECE,
                files.size(prefix + "embeddings.word_embeddings.weight", 0),
                Math.min(longest, positions));
    }

    /** Of a transformer this wide. */
    static int heads(int width) {
        return Math.max(1, width / HEAD);
    }

    /** The side of the square that so many positions are for, the first being no patch's. */
    static int side(int positions, int patch) {
        return (int) Math.round(Math.sqrt(positions - 1.0)) * patch;
    }

    /** {@code transform} with the mean and deviation of the authors' settings, where they are. */
    static Transform normalised(Transform transform, JsonNode settings) {
        List<Double> mean = three(settings.path("mean"));
        List<Double> std = three(settings.path("std"));
        return mean.size() == transform.channels() && std.size() == transform.channels()
                ? new Transform(transform.size(), transform.fit(), transform.filter(), transform.channels(), mean, std)
                : transform;
    }

    private static List<Double> three(JsonNode numbers) {
        List<Double> found = new ArrayList<>();
        numbers.forEach(number -> found.add(number.asDouble()));
        return found;
    }
}
