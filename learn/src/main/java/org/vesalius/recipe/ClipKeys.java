package org.vesalius.recipe;

import org.vesalius.checkpoint.KeyMap;

/** Names of OpenAI's and open_clip's weights in a model of ours. */
final class ClipKeys {
    private ClipKeys() {}

    static KeyMap openAi() {
        return KeyMap.same()
                .ignore("(.*\\.)?(input_resolution|context_length|vocab_size|attn_mask)")
                .rename("visual\\.(.*)", "image.$1")
                .rename("logit_scale", "method.logit_scale")
                .rename(
                        "((token_embedding|transformer|ln_final)\\..*|positional_embedding|text_projection)",
                        "text.$1");
    }
}
