package org.vesalius.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.vesalius.image.Transform;

/**
 * Everything that is needed to build a model and use it on an image: a tree of records, kept as JSON in the run manifest. The transform of the images is part of it, so that training and inference
 * cannot drift apart.
 *
 * @param jointSize the size of the vectors in which image and text are compared
 */
public record ModelSpec(
        ImageEncoder image,
        TextEncoder text,
        int jointSize,
        Projection imageHead,
        Projection textHead,
        Pooling pooling,
        Locals locals,
        Readout readout,
        Transform transform,
        TokenizerSpec tokenizer) {

    public ModelSpec {
        locals = Objects.requireNonNullElse(locals, Locals.SHARED); // settings need not name it
    }

    /** Patches and tokens by the heads of image and text. */
    public ModelSpec(
            ImageEncoder image,
            TextEncoder text,
            int jointSize,
            Projection imageHead,
            Projection textHead,
            Pooling pooling,
            Readout readout,
            Transform transform,
            TokenizerSpec tokenizer) {
        this(image, text, jointSize, imageHead, textHead, pooling, Locals.SHARED, readout, transform, tokenizer);
    }

    /** The same model with another readout. */
    public ModelSpec withReadout(Readout other) {
        return new ModelSpec(image, text, jointSize, imageHead, textHead, pooling, locals, other, transform, tokenizer);
    }

    /** The same model with other heads for patches and tokens. */
    public ModelSpec withLocals(Locals other) {
        return new ModelSpec(
                image, text, jointSize, imageHead, textHead, pooling, other, readout, transform, tokenizer);
    }

    /** The same model with another tokenizer. */
    public ModelSpec withTokenizer(TokenizerSpec other) {
        return new ModelSpec(image, text, jointSize, imageHead, textHead, pooling, locals, readout, transform, other);
    }

    /** What is wrong with it, each in the words that the user reads; empty when nothing is. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (jointSize < 1) {
            problems.add("model.jointSize: expected 1 or more, got " + jointSize);
        }
        if (tokenizer.maxLength() < 3) {
            problems.add("model.tokenizer.maxLength: expected 3 or more, got " + tokenizer.maxLength());
        }
        if (text instanceof TextEncoder.BgeSmall != (tokenizer.kind() == TokenizerSpec.Kind.BGE)) {
            problems.add("model.tokenizer.kind: BGE goes with the text tower bge-small and with no other");
        }
        if (pooling == Pooling.MEAN_PATCHES && locals == Locals.OWN) {
            problems.add("model.locals: expected SHARED where images are the mean of their patches, got OWN");
        }
        problems.addAll(imageProblems());
        problems.addAll(textProblems());
        return problems;
    }

    private List<String> imageProblems() {
        List<String> problems = new ArrayList<>();
        switch (image) {
            case ImageEncoder.SmallCnn cnn -> {
                if (cnn.widths().isEmpty()
                        || cnn.widths().size() != cnn.strides().size()) {
                    problems.add("model.image: expected as many strides as widths and at least one, got "
                            + cnn.widths().size() + " widths and "
                            + cnn.strides().size() + " strides");
                }
            }
            case ImageEncoder.ResNet net -> {
                if (!List.of(18, 34, 50).contains(net.depth())) {
                    problems.add("model.image.depth: expected 18, 34 or 50, got " + net.depth());
                }
                if (net.tap() < 1 || net.tap() > 4) {
                    problems.add("model.image.tap: expected 1 to 4, got " + net.tap());
                }
                if (net.tap() < 4 && locals == Locals.SHARED) {
                    problems.add(
                            "model.locals: expected OWN where patches come from an earlier stage than the image, got SHARED");
                }
            }
            case ImageEncoder.DenseNet net -> {
                if (net.depth() != 121) {
                    problems.add("model.image.depth: expected 121, got " + net.depth());
                }
            }
            case ImageEncoder.Vit vit -> problems.addAll(vitProblems(vit.patch(), vit.width(), vit.heads()));
            case ImageEncoder.ClipVit vit -> problems.addAll(vitProblems(vit.patch(), vit.width(), vit.heads()));
            case ImageEncoder.Swin() -> {
                if (transform.size() % 32 != 0) {
                    problems.add("model.transform.size: expected a multiple of 32 for Swin, got " + transform.size());
                }
            }
        }
        return problems;
    }

    private List<String> vitProblems(int patch, int width, int heads) {
        List<String> problems = new ArrayList<>();
        if (heads < 1 || width % heads != 0) {
            problems.add("model.image.width: expected a multiple of the " + heads + " heads, got " + width);
        }
        if (patch < 1 || transform.size() % patch != 0) {
            problems.add("model.transform.size: expected a multiple of the patch side " + patch + ", got "
                    + transform.size());
        }
        return problems;
    }

    private List<String> textProblems() {
        record Size(int width, int heads) {}
        Size size = switch (text) {
            case TextEncoder.Bert bert -> new Size(bert.width(), bert.heads());
            case TextEncoder.ClipText clip -> new Size(clip.width(), clip.heads());
            case TextEncoder.BgeSmall _ -> new Size(384, 12);
        };
        return size.heads() < 1 || size.width() % size.heads() != 0
                ? List.of(
                        "model.text.width: expected a multiple of the " + size.heads() + " heads, got " + size.width())
                : List.of();
    }
}
