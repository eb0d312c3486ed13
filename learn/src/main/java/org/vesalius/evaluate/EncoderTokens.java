package org.vesalius.evaluate;

import java.util.List;
import org.vesalius.infer.TextInference;
import org.vesalius.metric.text.TextMetrics;
import org.vesalius.metric.text.TokenVectors;

/** The tokens of {@link TextInference#bgeSmall} for BERTScore; its markers at both ends may be matched and weigh nothing. */
final class EncoderTokens implements TokenVectors {
    private final TextInference encoder;
    private final int first;
    private final int last;

    EncoderTokens(TextInference encoder) {
        this.encoder = encoder;
        this.first = encoder.token("[CLS]");
        this.last = encoder.token("[SEP]");
    }

    @Override
    public String name() {
        return TextMetrics.BERT_ENCODER;
    }

    @Override
    public int[] ids(String text) {
        return encoder.tokens(text);
    }

    @Override
    public boolean marker(int id) {
        return id == first || id == last;
    }

    @Override
    public List<float[][]> of(List<int[]> texts) {
        return encoder.tokenVectors(texts);
    }
}
