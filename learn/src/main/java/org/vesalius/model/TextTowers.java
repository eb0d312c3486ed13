package org.vesalius.model;

import org.vesalius.nn.Activation;
import org.vesalius.nn.Params;
import org.vesalius.text.Bert;
import org.vesalius.text.BertConfig;
import org.vesalius.text.ClipText;
import org.vesalius.text.ClipTextConfig;
import org.vesalius.text.TextTower;

/** Text towers from their specification. */
final class TextTowers {
    private TextTowers() {}

    static TextTower build(Params params, ModelSpec spec) {
        int vocabulary = spec.tokenizer().vocabularySize();
        int positions = spec.tokenizer().maxLength();
        return switch (spec.text()) {
            case TextEncoder.Bert bert ->
                new Bert(
                        params,
                        new BertConfig(
                                vocabulary,
                                bert.width(),
                                bert.layers(),
                                bert.heads(),
                                bert.intermediate(),
                                positions,
                                2,
                                bert.dropout(),
                                1e-12,
                                BertConfig.Pooling.CLS));
            case TextEncoder.BgeSmall _ -> new Bert(params, BertConfig.bgeSmall());
            case TextEncoder.ClipText clip ->
                new ClipText(
                        params,
                        new ClipTextConfig(
                                vocabulary,
                                positions,
                                clip.width(),
                                clip.layers(),
                                clip.heads(),
                                spec.jointSize(),
                                Activation.QUICK_GELU));
        };
    }
}
