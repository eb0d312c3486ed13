package org.vesalius.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.vision.ImageFeatures;
import org.vesalius.vision.ImageTower;

/**
 * An image tower and a text tower whose vectors meet in one space. Keys: {@code image.*}, {@code text.*}, {@code imageHead.*}, {@code textHead.*}. Shapes: B images, T texts, N patches, W tokens, D joint
 * size.
 */
public final class DualEncoder implements AutoCloseable {
    private final ModelSpec spec;
    private final Tokenizer tokenizer;
    private final Params params;
    private final ImageTower image;
    private final TextReader text;
    private final Head imageHead;
    private final Head textHead;

    private DualEncoder(ModelSpec spec, Tokenizer tokenizer, Params params, ImageTower image, TextReader text) {
        this.spec = spec;
        this.tokenizer = tokenizer;
        this.params = params;
        this.image = image;
        this.text = text;
        int imageSize = spec.pooling() == Pooling.GLOBAL ? image.globalSize() : image.patchSize();
        imageHead = Head.of(params.at("imageHead"), spec.imageHead(), imageSize, spec.jointSize());
        textHead = Head.of(params.at("textHead"), spec.textHead(), text.size(), spec.jointSize());
    }

    /** Registers all that is trained in {@code params}, which owns it. */
    public static DualEncoder build(Params params, ModelSpec spec, Tokenizer tokenizer) {
        ImageTower image = ImageTowers.build(params.at("image"), spec);
        TextReader text = TextReader.of(params.at("text"), spec, tokenizer);
        return new DualEncoder(spec, tokenizer, params, image, text);
    }

    /** What it is made of. */
    public ModelSpec spec() {
        return spec;
    }

    /** How it reads text. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** Its parameters. */
    public Params params() {
        return params;
    }

    /** Normalised images of the transform's size to vectors. */
    public ImageSide images(Tensor imgBCHW) {
        int size = spec.transform().size();
        Shapes.check("images", imgBCHW, Shapes.ANY, spec.transform().channels(), size, size);
        try (var scope = Scope.open()) {
            ImageFeatures seen = image.encode(imgBCHW);
            Tensor patchesBND = imageHead.forward(seen.patchesBNP());
            Tensor imgBD = switch (spec.pooling()) {
                case GLOBAL -> imageHead.forward(seen.globalBD());
                case MEAN_PATCHES -> patchesBND.mean(1);
            };
            return new ImageSide(
                    scope.release(seen.globalBD()),
                    scope.release(imgBD),
                    scope.release(patchesBND),
                    seen.gridHeight(),
                    seen.gridWidth());
        }
    }

    /** Texts to vectors TD. */
    public Tensor texts(List<String> texts) {
        return Scope.returning(() -> textHead.forward(text.read(texts).pooledTF()));
    }

    /** Texts to vectors, with those of their tokens. */
    public TextSide tokens(List<String> texts) {
        try (var scope = Scope.open()) {
            TextReader.Read read = text.read(texts);
            return new TextSide(
                    scope.release(textHead.forward(read.pooledTF())),
                    scope.release(textHead.forward(read.tokensTWF())),
                    scope.release(read.maskTW()));
        }
    }

    /** Frees what the model holds beside its parameters. */
    @Override
    public void close() {
        text.close();
    }
}
