package org.vesalius.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.vesalius.fusion.DeepPrompts;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.tokenize.Tokenizer;

/** The learned tokens of both towers, where a model has them. They begin at words that only the text tower knows, which is built after them. */
record Prompted(@Nullable DeepPrompts prompts) {
    /** Registers what {@link Fusion.DeepPrompts} asks for; else there are none. */
    static Prompted of(Params params, ModelSpec spec, Tokenizer tokenizer) {
        if (spec.fusion() instanceof Fusion.DeepPrompts asked
                && spec.image() instanceof ImageEncoder.ClipVit seen
                && spec.text() instanceof TextEncoder.ClipText read) {
            DeepPrompts.Spec size = new DeepPrompts.Spec(asked.tokens(), asked.depth(), read.width(), seen.width());
            int[] ids = ids(asked, tokenizer);
            return new Prompted(new DeepPrompts(params.at("fusion"), size, () -> words(params.at("text"), ids)));
        }
        return new Prompted(null);
    }

    /** The first tokens of the words, over again where there are too few. */
    private static int[] ids(Fusion.DeepPrompts asked, Tokenizer tokenizer) {
        int[] words = tokenizer.encode(asked.words(), Math.max(3, asked.tokens() + 2));
        int[] ids = new int[asked.tokens()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = words.length > 2 ? words[1 + i % (words.length - 2)] : tokenizer.endId();
        }
        return ids;
    }

    private static Tensor words(Params text, int[] ids) {
        return Scope.returning(() -> text.get("token_embedding.weight")
                .detach()
                .index_select(0, text.device().move(Tensors.ofInts(ids, ids.length))));
    }

    /** One [n, W] for each of the text tower's first layers; empty where there are none. */
    List<Tensor> text() {
        return prompts == null ? List.of() : prompts.text();
    }

    /** One [n, W] for each of the image tower's first layers; empty where there are none. */
    List<Tensor> image() {
        return prompts == null ? List.of() : prompts.image();
    }
}
