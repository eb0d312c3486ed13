package org.vesalius.recipe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.model.DualEncoder;
import org.vesalius.nn.Params;
import org.vesalius.objective.NextToken;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.text.CaptionDecoder;
import org.vesalius.text.Decoding;
import org.vesalius.text.Generation;
import org.vesalius.text.TokenBatch;
import org.vesalius.tokenize.Tokenizer;

/**
 * What methods share that caption images: a decoder for each direction of reading, over the tokens of the model. Keys: {@code textual.*}, and {@code backward_textual.*} for the layers of the other direction, which are VirTex's. Shapes: B texts, T tokens, M cells that
 * are looked at, S their size.
 */
public final class Captioner {
    /** In which direction a text is read. */
    public enum Way {
        /** From the start token to the end token. */
        FORWARD,
        /** From the end token to the start token. */
        BACKWARD
    }

    /**
     * How large a decoder is.
     *
     * @param width of a token's vector
     * @param intermediate the width inside the feed-forward part
     */
    public record Size(int layers, int width, int heads, int intermediate, double dropout) {
        /** VirTex's L1_H1024_A16_F4096. */
        public static final Size VIRTEX = new Size(1, 1024, 16, 4096, 0.1);

        /** What two processor cores train. */
        static final Size SMALL = new Size(1, 128, 4, 512, 0);
    }

    private final DualEncoder model;
    private final Map<Way, CaptionDecoder> decoders = new EnumMap<>(Way.class);

    private Captioner(DualEncoder model) {
        this.model = model;
    }

    /** That reads forward only, of cells of {@code memory} numbers. */
    static Captioner forward(Params own, DualEncoder model, int memory, Size size) {
        Captioner captioner = new Captioner(model);
        CaptionDecoder.Config config = new CaptionDecoder.Config(
                model.spec().tokenizer().vocabularySize(),
                memory,
                size.width(),
                size.layers(),
                size.heads(),
                size.intermediate(),
                model.spec().tokenizer().maxLength(),
                size.dropout());
        captioner.decoders.put(Way.FORWARD, new CaptionDecoder(own.at("textual"), config));
        return captioner;
    }

    /** That reads both ways. */
    static Captioner bothWays(Params own, DualEncoder model, int memory, Size size) {
        Captioner captioner = forward(own, model, memory, size);
        captioner.decoders.put(Way.BACKWARD, captioner.decoder(Way.FORWARD).other(own.at("backward_textual")));
        return captioner;
    }

    private CaptionDecoder decoder(Way way) {
        CaptionDecoder decoder = decoders.get(way);
        if (decoder == null) {
            throw new IllegalStateException("no decoder reads " + way);
        }
        return decoder;
    }

    /** The mean cross-entropy of the next token. */
    Tensor loss(Way way, Tensor memoryBMS, List<String> texts) {
        return Scope.returning(() -> {
            TokenBatch read = read(way, texts);
            Tensor logits = decoder(way).forward(read.idsBT(), memoryBMS);
            return NextToken.loss(logits, read.idsBT(), read.maskBT());
        });
    }

    /** The log-probability of each text before its own cells: [B]. */
    Tensor logLikelihood(Way way, Tensor memoryBMS, List<String> texts) {
        return Scope.returning(() -> {
            TokenBatch read = read(way, texts);
            Tensor logits = decoder(way).forward(read.idsBT(), memoryBMS);
            return NextToken.logLikelihood(logits, read.idsBT(), read.maskBT());
        });
    }

    /** The log-probability of each text before each one's cells: [texts, B]. */
    Tensor logLikelihoods(Way way, Tensor memoryBMS, List<String> texts) {
        return Scope.returning(() -> {
            List<Tensor> columns = new ArrayList<>();
            for (long b = 0; b < memoryBMS.size(0); b++) {
                columns.add(logLikelihood(way, memoryBMS.narrow(0, b, 1).expand(texts.size(), -1, -1), texts));
            }
            return Tensors.stack(columns, 1);
        });
    }

    /** The text that the likeliest token each time makes of each one's cells, in reading order whatever the way. */
    List<String> write(Way way, Tensor memoryBMS) {
        Tokenizer tokenizer = model.tokenizer();
        int[] empty = ids(way, "");
        Generation.Limits limits = new Generation.Limits(
                empty[0], empty[1], model.spec().tokenizer().maxLength() - 1);
        try (Decoding decoding = decoder(way).begin(memoryBMS)) {
            return Generation.greedy(decoding, limits).stream()
                    .map(said -> tokenizer.decode(ordered(way, said.ids())))
                    .toList();
        }
    }

    private static int[] ordered(Way way, List<Integer> ids) {
        List<Integer> order = new ArrayList<>(ids);
        if (way == Way.BACKWARD) {
            Collections.reverse(order);
        }
        return order.stream().mapToInt(i -> i).toArray();
    }

    private TokenBatch read(Way way, List<String> texts) {
        TokenBatch made = TokenBatch.of(
                texts.stream().map(text -> ids(way, text)).toList(),
                model.tokenizer().padId());
        return new TokenBatch(
                model.params().device().move(made.idsBT()),
                model.params().device().move(made.maskBT()));
    }

    /** The ids of a text as they are read; padding always comes last. */
    private int[] ids(Way way, String text) {
        int[] ids = model.tokenizer().encode(text, model.spec().tokenizer().maxLength());
        return way == Way.FORWARD
                ? ids
                : IntStream.range(0, ids.length)
                        .map(i -> ids[ids.length - 1 - i])
                        .toArray();
    }
}
