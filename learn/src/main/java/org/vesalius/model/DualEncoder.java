package org.vesalius.model;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.nn.AttentionPool;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.text.SentenceTokens;
import org.vesalius.text.Words;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.vision.ImageFeatures;
import org.vesalius.vision.ImageTower;

/**
 * An image tower and a text tower whose vectors meet in one space. Keys: {@code image.*}, {@code text.*}, {@code imageHead.*}, {@code textHead.*}, {@code patchHead.*}, {@code tokenHead.*} where locals have their own, {@code imagePool.*}, {@code textPool.*} where attention pools, and {@code fusion.*} where both sides meet. Shapes: B images, T texts, N patches, W tokens, D joint
 * size.
 */
public final class DualEncoder implements AutoCloseable {
    private final ModelSpec spec;
    private final Tokenizer tokenizer;
    private final Params params;
    private final ImageBranch image;
    private final TextReader text;
    private final Head textHead;
    private final Head tokenHead;
    private final @Nullable Questions questions;
    private final @Nullable AttentionPool textPool;

    private DualEncoder(ModelSpec spec, Tokenizer tokenizer, Params params, ImageBranch image, TextReader text) {
        this.spec = spec;
        this.tokenizer = tokenizer;
        this.params = params;
        this.image = image;
        this.text = text;
        int joint = spec.jointSize();
        textHead = Head.of(params.at("textHead"), spec.textHead(), text.size(), joint);
        tokenHead = spec.locals() == Locals.OWN
                ? Head.of(params.at("tokenHead"), spec.textHead(), text.size(), joint)
                : textHead;
        questions = spec.fusion() instanceof Fusion.EntityQueries queries
                ? new Questions(params.at("fusion"), queries, joint)
                : null;
        textPool = bySentence() ? AttentionPool.of(params.at("textPool"), text.size()) : null;
    }

    /** Registers all that is trained in {@code params}, which owns it. */
    public static DualEncoder build(Params params, ModelSpec spec, Tokenizer tokenizer) {
        Prompted prompts = Prompted.of(params, spec, tokenizer);
        ImageTower image = ImageTowers.build(params.at("image"), spec, prompts::image);
        TextReader text = TextReader.of(params.at("text"), spec, tokenizer, prompts::text);
        return new DualEncoder(spec, tokenizer, params, ImageBranch.of(params, spec, image), text);
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

    /** The length of a patch of the image tower, before any head. */
    public int patchSize() {
        return image.patchSize();
    }

    /** The length of a token of the text tower, before any head. */
    public int textSize() {
        return text.size();
    }

    /** Normalised images of the transform's size to vectors. */
    public ImageSide images(Tensor imgBCHW) {
        return image.images(imgBCHW);
    }

    /** What the image tower itself sees, before any head. */
    public ImageFeatures features(Tensor imgBCHW) {
        return image.features(imgBCHW);
    }

    /** What the image tower sees at each of its resolutions, fine to coarse: [B, C, H, W] each; of images of any size that the tower takes. */
    public List<Tensor> pyramid(Tensor imgBCHW) {
        return image.pyramid(imgBCHW);
    }

    /**
     * As {@link #features(Tensor)}, beside the patient's image before.
     *
     * @param presentB 1 where there is one, else 0: such a study is seen alone
     * @throws InputException when the tower sees one image only
     */
    public ImageFeatures features(Tensor imgBCHW, Tensor priorBCHW, Tensor presentB) {
        return image.features(imgBCHW, priorBCHW, presentB);
    }

    /** As {@link #images(Tensor)}, beside the patient's image before; see {@link #features(Tensor, Tensor, Tensor)}. */
    public ImageSide images(Tensor imgBCHW, Tensor priorBCHW, Tensor presentB) {
        return image.images(imgBCHW, priorBCHW, presentB);
    }

    /**
     * Asks texts of patches in the joint space; what one text finds depends on the others, which know of it.
     *
     * @throws InputException when the model asks no questions
     */
    public Answers ask(List<String> texts, Tensor patchesBND) {
        Questions asked = questions;
        if (asked == null) {
            throw InputException.of("model.fusion", "entity-queries, to ask", "another", "choose medklip");
        }
        try (var scope = Scope.open()) {
            Answers answers = asked.ask(texts(texts), patchesBND);
            scope.release(answers.outBQD());
            scope.release(answers.logitsBQ2());
            scope.release(answers.mapBQN());
            return answers;
        }
    }

    /** The tower's features through the heads. */
    public ImageSide joint(ImageFeatures seen) {
        return image.joint(seen);
    }

    /** Texts to vectors TD. */
    public Tensor texts(List<String> texts) {
        return Scope.returning(() -> textHead.forward(read(texts).pooledTF()));
    }

    /** Texts to vectors, with those of their tokens. */
    public TextSide tokens(List<String> texts) {
        try (var scope = Scope.open()) {
            TextSide side = joint(read(texts));
            scope.release(side.txtTD());
            scope.release(side.tokensTWD());
            scope.release(side.maskTW());
            return side;
        }
    }

    /** What the text tower itself says, before any head. */
    public TextRead read(List<String> texts) {
        return pooled(text.read(texts));
    }

    /** As {@link #read}, of token ids; only a tower that is trained reads them. */
    public TextRead readIds(List<int[]> ids) {
        return pooled(text.readIds(ids));
    }

    private boolean bySentence() {
        return spec.text().pool() == TextEncoder.Pool.SENTENCES;
    }

    private TextRead pooled(TextRead read) {
        if (textPool == null) {
            return read;
        }
        try (var scope = Scope.open()) {
            TextRead sentences = bySentences(read);
            Tensor pooledTF =
                    textPool.pool(sentences.tokensTWF(), sentences.maskTW()).pooledBD();
            return new TextRead(
                    scope.release(pooledTF),
                    scope.release(read.tokensTWF()),
                    scope.release(read.maskTW()),
                    read.ids(),
                    read.lookedTW() == null ? null : scope.release(read.lookedTW()));
        }
    }

    /** A text that was read, by the parts that are compared with patches: sentences where these are pooled, else words. */
    public TextRead byParts(TextRead read) {
        return bySentence() ? bySentences(read) : byWords(read);
    }

    /** A text that was read, with sentences in place of its tokens, each the greatest value of each feature; what is looked at are the sentences' weights in the pool, where there is one. */
    public TextRead bySentences(TextRead read) {
        try (var scope = Scope.open()) {
            Tensor sentencesTSW =
                    params.device().move(SentenceTokens.matrix(read.ids(), Shapes.size(read.maskTW(), 1), tokenizer));
            Tensor maskTS = sentencesTSW.sum(2).gt(new Scalar(0)).to(ScalarType.Long);
            Tensor sentencesTSF = Pooler.greatest(read.tokensTWF(), sentencesTSW);
            return new TextRead(
                    read.pooledTF(),
                    scope.release(sentencesTSF),
                    scope.release(maskTS),
                    read.ids(),
                    textPool == null
                            ? null
                            : scope.release(textPool.pool(sentencesTSF, maskTS).weightsBN()));
        }
    }

    /** The tower's words through the heads. */
    public TextSide joint(TextRead read) {
        try (var scope = Scope.open()) {
            return new TextSide(
                    scope.release(textHead.forward(read.pooledTF())),
                    scope.release(tokenHead.forward(read.tokensTWF())),
                    read.maskTW());
        }
    }

    /** A text that was read, with words in place of its tokens: the features of a word's pieces summed, as what the first token attends to is. */
    public TextRead byWords(TextRead read) {
        try (var scope = Scope.open()) {
            Tensor piecesTVW = words(read);
            Tensor looked = read.lookedTW();
            return new TextRead(
                    read.pooledTF(),
                    scope.release(piecesTVW.matmul(read.tokensTWF())),
                    scope.release(piecesTVW.sum(2).gt(new Scalar(0)).to(ScalarType.Long)),
                    read.ids(),
                    looked == null
                            ? null
                            : scope.release(
                                    piecesTVW.matmul(looked.unsqueeze(2)).squeeze(2)));
        }
    }

    /** Which tokens make up each word, for summing them: [T, V, W], see {@link Words}. */
    public Tensor words(TextRead read) {
        return params.device().move(Words.matrix(read.ids(), Shapes.size(read.maskTW(), 1), tokenizer));
    }

    /** Frees what the model holds beside its parameters. */
    @Override
    public void close() {
        text.close();
    }
}
