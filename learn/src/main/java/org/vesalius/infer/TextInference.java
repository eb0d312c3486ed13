package org.vesalius.infer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.Digests;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.text.Bert;
import org.vesalius.text.BertConfig;
import org.vesalius.text.BgeSmall;
import org.vesalius.text.TokenBatch;
import org.vesalius.tokenize.Tokenizer;

/** A text encoder in use on its own, without a picture side. Not safe for several threads at once. */
public final class TextInference implements AutoCloseable {
    /** The name of {@link #bgeSmall} for people and on the command line. */
    public static final String BGE_SMALL = "bge-small";

    private static final int BATCH = 16;
    private static final int LONGEST = 512;

    private final Params params;
    private final Bert tower;
    private final Tokenizer tokenizer;
    private final String digest;

    private TextInference(Params params, Bert tower, Tokenizer tokenizer, String digest) {
        this.params = params;
        this.tower = tower;
        this.tokenizer = tokenizer;
        this.digest = digest;
        params.training(false);
    }

    /** {@link BgeSmall} as published: the vector of a text's first token, of at most 512. */
    public static TextInference bgeSmall() {
        Params params = Params.create(0);
        return new TextInference(params, BgeSmall.load(params), BgeSmall.tokenizer(), BgeSmall.digest());
    }

    /** The same architecture with random weights: what a trained encoder must beat. */
    public static TextInference untrained(long seed) {
        Params params = Params.create(seed);
        return new TextInference(
                params,
                new Bert(params, BertConfig.bgeSmall()),
                BgeSmall.tokenizer(),
                Digests.sha256("untrained " + BGE_SMALL + " " + seed));
    }

    /** SHA-256 of the weights. */
    public String digest() {
        return digest;
    }

    /** The tokens of a text as the model reads it, with its markers, at most 512. */
    public int[] tokens(String text) {
        return tokenizer.encode(text, LONGEST);
    }

    /** The number of a token. */
    public int token(String piece) {
        return tokenizer.id(piece);
    }

    /** A vector of length 1 for every token of each text, of the last layer. Shape of each: tokens x size. */
    public List<float[][]> tokenVectors(List<int[]> texts) {
        List<float[][]> found = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += BATCH) {
            List<int[]> some = texts.subList(from, Math.min(texts.size(), from + BATCH));
            try (var _ = Scope.open();
                    var _ = Gradients.off()) {
                Tensor tokensBTD =
                        tower.encode(TokenBatch.of(some, tokenizer.padId())).tokensBTD();
                int places = (int) tokensBTD.size(1);
                float[][] all = Tensors.rows(Tensors.normalize(tokensBTD).reshape(-1, tokensBTD.size(2)));
                for (int i = 0; i < some.size(); i++) {
                    found.add(Arrays.copyOfRange(all, i * places, i * places + some.get(i).length));
                }
            }
        }
        return found;
    }

    /** One vector of length 1 a text; what is longer than the model reads is cut. */
    public float[][] embedTexts(List<String> texts) {
        List<int[]> ids =
                texts.stream().map(text -> tokenizer.encode(text, LONGEST)).toList();
        // texts of like length together: padding is work for nothing
        List<Integer> order = IntStream.range(0, texts.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> ids.get(i).length))
                .toList();
        float[][] rows = new float[texts.size()][];
        for (int from = 0; from < rows.length; from += BATCH) {
            List<Integer> some = order.subList(from, Math.min(rows.length, from + BATCH));
            float[][] vectors = batch(some.stream().map(ids::get).toList());
            for (int i = 0; i < vectors.length; i++) {
                rows[some.get(i)] = vectors[i];
            }
        }
        return rows;
    }

    private float[][] batch(List<int[]> ids) {
        try (var _ = Scope.open();
                var _ = Gradients.off()) {
            Tensor globalBD =
                    tower.encode(TokenBatch.of(ids, tokenizer.padId())).globalBD();
            return Tensors.rows(Tensors.normalize(globalBD));
        }
    }

    @Override
    public void close() {
        params.close();
    }
}
