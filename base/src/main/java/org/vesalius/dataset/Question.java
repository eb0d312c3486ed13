package org.vesalius.dataset;

import org.jspecify.annotations.Nullable;

/**
 * A question about a study.
 *
 * @param imageId the image it is about, or null for the whole study
 * @param closed whether the answers come from a short list such as yes and no
 * @param type the set's own word for what is asked, normalised; may be empty
 */
public record Question(
        String id, @Nullable String imageId, String question, String answer, boolean closed, String type) {}
