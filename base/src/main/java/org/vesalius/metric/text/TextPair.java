package org.vesalius.metric.text;

import java.util.List;
import org.vesalius.io.InputException;

/** A text that a system wrote and the texts it is held against, of which there is at least one. Either may be empty text. */
public record TextPair(String hypothesis, List<String> references) {
    public TextPair {
        references = List.copyOf(references);
        if (references.isEmpty()) {
            throw InputException.of("text pair", "at least one reference", "none", "leave the pair out, or give one");
        }
    }

    /** With one reference. */
    public static TextPair of(String hypothesis, String reference) {
        return new TextPair(hypothesis, List.of(reference));
    }
}
