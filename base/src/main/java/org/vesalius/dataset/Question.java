package org.vesalius.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question about a study.
 *
 * @param imageId the image it is about, or null for the whole study
 * @param closed whether the answers come from a short list such as yes and no
 * @param type the set's own word for what is asked, normalised; may be empty
 * @param alternatives further answers that count as right, besides {@code answer}
 * @param language of question and answer, ISO 639-1; empty for English
 */
public record Question(
        String id,
        @Nullable String imageId,
        String question,
        String answer,
        boolean closed,
        String type,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> alternatives,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String language) {
    public Question {
        // absent in JSON where there is nothing to say
        alternatives = alternatives == null ? List.of() : List.copyOf(alternatives);
        language = language == null ? "" : language;
    }

    /** In English, with one right answer. */
    public Question(String id, @Nullable String imageId, String question, String answer, boolean closed, String type) {
        this(id, imageId, question, answer, closed, type, List.of(), "");
    }

    /** The same under another id and about an image of another id. */
    public Question renamed(String newId, @Nullable String newImageId) {
        return new Question(newId, newImageId, question, answer, closed, type, alternatives, language);
    }
}
