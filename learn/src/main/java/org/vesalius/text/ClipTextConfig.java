package org.vesalius.text;

import org.vesalius.nn.Activation;

/**
 * The measures of a {@link ClipText}.
 *
 * @param width size inside the transformer
 * @param projection size of the joint space that {@code text_projection} maps to
 * @param activation {@code QUICK_GELU} for OpenAI's weights, {@code GELU} for open_clip's own
 */
public record ClipTextConfig(
        int vocabulary, int positions, int width, int layers, int heads, int projection, Activation activation) {
    /** The text side of CLIP ViT-B/32 and ViT-B/16, with OpenAI's activation. */
    public static ClipTextConfig base() {
        return new ClipTextConfig(49408, 77, 512, 12, 8, 512, Activation.QUICK_GELU);
    }

    /** A tower to train from scratch; heads of 32. */
    public static ClipTextConfig small(int vocabulary, int positions, int width, int layers, int projection) {
        return new ClipTextConfig(
                vocabulary, positions, width, layers, Math.max(1, width / 32), projection, Activation.GELU);
    }
}
