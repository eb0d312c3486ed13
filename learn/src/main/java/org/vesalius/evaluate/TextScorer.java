package org.vesalius.evaluate;

import java.util.List;
import org.vesalius.infer.TextInference;

/** A text encoder on its own, for protocols that need no pictures. */
public final class TextScorer implements Scorer {
    private final TextInference encoder;
    private final Subject subject;

    private TextScorer(TextInference encoder, Subject subject) {
        this.encoder = encoder;
        this.subject = subject;
    }

    /** Under a name for people; the encoder stays the caller's to close. */
    public static TextScorer of(String name, TextInference encoder) {
        return new TextScorer(encoder, new Subject(name, encoder.digest()));
    }

    @Override
    public Subject subject() {
        return subject;
    }

    @Override
    public float[][] embedTexts(List<String> texts) {
        return encoder.embedTexts(texts);
    }
}
