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
        TokenizerSpec tokenizer,
        Fusion fusion) {

    public ModelSpec {
        // settings need not name them
        locals = Objects.requireNonNullElse(locals, Locals.SHARED);
        fusion = Objects.requireNonNullElse(fusion, new Fusion.None());
    }

    /** Two towers whose vectors are compared. */
    public ModelSpec(
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
        this(
                image,
                text,
                jointSize,
                imageHead,
                textHead,
                pooling,
                locals,
                readout,
                transform,
                tokenizer,
                new Fusion.None());
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
        return new ModelSpec(
                image, text, jointSize, imageHead, textHead, pooling, locals, other, transform, tokenizer, fusion);
    }

    /** The same model with other heads for patches and tokens. */
    public ModelSpec withLocals(Locals other) {
        return new ModelSpec(
                image, text, jointSize, imageHead, textHead, pooling, other, readout, transform, tokenizer, fusion);
    }

    /** The same model with another tokenizer. */
    public ModelSpec withTokenizer(TokenizerSpec other) {
        return new ModelSpec(
                image, text, jointSize, imageHead, textHead, pooling, locals, readout, transform, other, fusion);
    }

    /** The same model of other squares. */
    public ModelSpec withTransform(Transform other) {
        return new ModelSpec(
                image, text, jointSize, imageHead, textHead, pooling, locals, readout, other, tokenizer, fusion);
    }

    /** The same model with another meeting of its parts. */
    public ModelSpec withFusion(Fusion other) {
        return new ModelSpec(
                image, text, jointSize, imageHead, textHead, pooling, locals, readout, transform, tokenizer, other);
    }

    /** The same model with another text side. */
    public ModelSpec withText(TextEncoder tower, Projection head, TokenizerSpec reads) {
        return new ModelSpec(
                image, tower, jointSize, imageHead, head, pooling, locals, readout, transform, reads, fusion);
    }

    /** The same model with another image side. */
    public ModelSpec withImage(ImageEncoder tower, Projection head, Pooling pooled) {
        return new ModelSpec(
                tower, text, jointSize, head, textHead, pooled, locals, readout, transform, tokenizer, fusion);
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
        problems.addAll(fusionProblems());
        return problems;
    }

    private List<String> fusionProblems() {
        List<String> problems = new ArrayList<>();
        switch (fusion) {
            case Fusion.None() -> {}
            case Fusion.TemporalPair pair -> {
                if (pair.heads() < 1 || pair.size() % pair.heads() != 0 || pair.size() % 4 != 0) {
                    problems.add("model.fusion.size: expected a multiple of 4 and of the " + pair.heads()
                            + " heads, got " + pair.size());
                }
            }
            case Fusion.DeepPrompts prompts -> problems.addAll(promptProblems(prompts));
            case Fusion.EntityQueries queries -> {
                if (queries.heads() < 1 || jointSize % queries.heads() != 0) {
                    problems.add("model.jointSize: expected a multiple of the " + queries.heads()
                            + " heads of the queries, got " + jointSize);
                }
                if (queries.entities().isEmpty()) {
                    problems.add("model.fusion.entities: expected at least one, got none");
                }
            }
        }
        if (readout instanceof Readout.QueryClassifier != fusion instanceof Fusion.EntityQueries) {
            problems.add("model.readout: query-classifier goes with the fusion entity-queries and with no other");
        }
        return problems;
    }

    private List<String> promptProblems(Fusion.DeepPrompts prompts) {
        if (image instanceof ImageEncoder.ClipVit seen && text instanceof TextEncoder.ClipText read) {
            int most = Math.min(seen.depth(), read.layers());
            List<String> problems = new ArrayList<>();
            if (prompts.depth() < 1 || prompts.depth() > most) {
                problems.add("model.fusion.depth: expected 1 to " + most + " layers, got " + prompts.depth());
            }
            if (prompts.tokens() < 1 || prompts.tokens() > tokenizer.maxLength() - 3) {
                problems.add("model.fusion.tokens: expected 1 to " + (tokenizer.maxLength() - 3) + ", got "
                        + prompts.tokens());
            }
            return problems;
        }
        return List.of("model.fusion: deep-prompts goes with the towers clip-vit and clip-text and with no other");
    }

    /** Tokens that a text may have, the special ones included; learned ones take the place of the rest. */
    int textTokens() {
        int learned = fusion instanceof Fusion.DeepPrompts prompts ? prompts.tokens() : 0;
        return tokenizer.maxLength() - learned;
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
                if (net.tap() < 4 && locals == Locals.SHARED && pooling == Pooling.GLOBAL) {
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
            case ImageEncoder.ClipResNet net -> {
                if (net.blocks().size() != 4 || net.blocks().stream().anyMatch(n -> n < 1)) {
                    problems.add("model.image.blocks: expected four stages of at least one block, got " + net.blocks());
                }
                if (net.width() < 2 || net.width() % 2 != 0) {
                    problems.add("model.image.width: expected a multiple of 2, got " + net.width());
                }
                if (transform.size() % 32 != 0) {
                    problems.add("model.transform.size: expected a multiple of 32 for CLIP's ResNet, got "
                            + transform.size());
                }
            }
            case ImageEncoder.PooledResNet net -> {
                if (!List.of(18, 34, 50).contains(net.depth())) {
                    problems.add("model.image.depth: expected 18, 34 or 50, got " + net.depth());
                }
                int width = net.depth() < 50 ? 512 : 2048;
                if (net.heads() < 1 || width % net.heads() != 0) {
                    problems.add("model.image.heads: expected a divisor of " + width + ", got " + net.heads());
                }
                if (transform.size() % 32 != 0) {
                    problems.add("model.transform.size: expected a multiple of 32 for a pool with places, got "
                            + transform.size());
                }
            }
            case ImageEncoder.None() -> {
                if (text instanceof TextEncoder.None) {
                    problems.add("model.image: expected an image tower or a text tower, got none of both");
                }
            }
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
            case TextEncoder.None() -> new Size(1, 1);
        };
        return size.heads() < 1 || size.width() % size.heads() != 0
                ? List.of(
                        "model.text.width: expected a multiple of the " + size.heads() + " heads, got " + size.width())
                : List.of();
    }
}
