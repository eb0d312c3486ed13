package org.vesalius.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.InputException;
import org.vesalius.nn.Params;
import org.vesalius.report.Sentences;
import org.vesalius.tensor.Device;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;
import org.vesalius.text.BertConfig;
import org.vesalius.text.BgeSmall;
import org.vesalius.text.TextFeatures;
import org.vesalius.text.TextTower;
import org.vesalius.text.TokenBatch;
import org.vesalius.tokenize.Tokenizer;

/**
 * A text tower that is never trained: each sentence is encoded once, on its own, and kept in Java memory; a longer text is its sentences one after the other, so that a report costs nothing new, in
 * whatever order its sentences stand. On its own, because the bits of a text's features would otherwise depend on the batch in which it
 * came first, and a resumed training on where it was interrupted.
 */
final class FrozenTexts implements TextReader {
    private static final long MOST_FLOATS = 1L << 26;

    /** A sentence's tokens, one vector after the other, their ids, and how much the first attends to each. */
    private static final class Coded {
        private final float[] tokens;
        private final int[] ids;
        private final float[] looked;

        private Coded(float[] tokens, int[] ids, float[] looked) {
            this.tokens = tokens;
            this.ids = ids;
            this.looked = looked;
        }

        /** One after the other. */
        private static Coded joined(List<Coded> parts) {
            return new Coded(
                    numbers(parts.stream().map(part -> part.tokens).toList()),
                    parts.stream().flatMapToInt(part -> IntStream.of(part.ids)).toArray(),
                    numbers(parts.stream().map(part -> part.looked).toList()));
        }

        private static float[] numbers(List<float[]> parts) {
            float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
            int at = 0;
            for (float[] part : parts) {
                System.arraycopy(part, 0, all, at, part.length);
                at += part.length;
            }
            return all;
        }
    }

    private final Params own;
    private final TextTower tower;
    private final ModelSpec spec;
    private final Tokenizer tokenizer;
    private final Map<String, Coded> kept = new LinkedHashMap<>();
    private long floats;

    private FrozenTexts(Params own, TextTower tower, ModelSpec spec, Tokenizer tokenizer) {
        this.own = own;
        this.tower = tower;
        this.spec = spec;
        this.tokenizer = tokenizer;
    }

    static FrozenTexts bgeSmall(ModelSpec spec, Tokenizer tokenizer, Device device) {
        if (tokenizer.vocabularySize() != BertConfig.bgeSmall().vocabulary()) {
            throw InputException.of(
                    "tokenizer of bge-small",
                    BertConfig.bgeSmall().vocabulary() + " ids",
                    tokenizer.vocabularySize() + "",
                    "leave it out: bge-small brings its own");
        }
        Params own = Params.create(0, device);
        TextTower tower = BgeSmall.load(own);
        own.training(false);
        return new FrozenTexts(own, tower, spec, tokenizer);
    }

    @Override
    public TextRead read(List<String> texts) {
        List<Coded> coded = texts.stream().map(this::sentences).toList();
        int size = size();
        int longest = coded.stream().mapToInt(text -> text.ids.length).max().orElse(1);
        float[] all = new float[Math.multiplyExact(coded.size(), longest * size)];
        float[] looked = new float[coded.size() * longest];
        long[] mask = new long[coded.size() * longest];
        for (int t = 0; t < coded.size(); t++) {
            Coded text = coded.get(t);
            System.arraycopy(text.tokens, 0, all, t * longest * size, text.tokens.length);
            System.arraycopy(text.looked, 0, looked, t * longest, text.looked.length);
            Arrays.fill(mask, t * longest, t * longest + text.ids.length, 1);
        }
        try (var scope = Scope.open()) {
            Tensor tokensTWF = own.device().move(Tensors.of(all, coded.size(), longest, size));
            Tensor maskTW = own.device().move(Tensors.ofLongs(mask, coded.size(), longest));
            Tensor pooledTF = Pooler.pool(spec.text().pool(), tokensTWF, maskTW);
            return new TextRead(
                    scope.release(pooledTF),
                    scope.release(tokensTWF),
                    scope.release(maskTW),
                    coded.stream().map(text -> text.ids).toList(),
                    scope.release(own.device().move(Tensors.of(looked, coded.size(), longest))));
        }
    }

    @Override
    public TextRead readIds(List<int[]> ids) {
        throw InputException.of(
                "model.text", "a tower that is trained, which can read masked tokens", "bge-small", "choose bert");
    }

    /** The tokens of all sentences of a text, one sentence after the other. */
    private Coded sentences(String text) {
        List<Coded> parts = Sentences.split(text).stream()
                .map(sentence ->
                        coded(sentence.strip().replaceFirst("[.;]$", "").toLowerCase(Locale.ROOT)))
                .toList();
        if (parts.size() <= 1) {
            return parts.isEmpty() ? coded(text) : parts.getFirst();
        }
        return Coded.joined(parts);
    }

    private Coded coded(String text) {
        Coded there = kept.get(text);
        if (there == null) {
            there = encode(text);
            makeRoom(there.tokens.length);
            kept.put(text, there);
        }
        return there;
    }

    private void makeRoom(int more) {
        floats += more;
        List<String> oldest = new ArrayList<>(kept.keySet());
        for (int i = 0; floats > MOST_FLOATS && i < oldest.size(); i++) {
            Coded gone = kept.remove(oldest.get(i));
            floats -= gone == null ? 0 : gone.tokens.length;
        }
    }

    private Coded encode(String text) {
        int[] ids = tokenizer.encode(text, spec.tokenizer().maxLength());
        try (var _ = Scope.open();
                var _ = Gradients.off()) {
            TokenBatch made = TokenBatch.of(List.of(ids), tokenizer.padId());
            TextFeatures seen = tower.encode(
                    new TokenBatch(own.device().move(made.idsBT()), own.device().move(made.maskBT())));
            Shapes.check("tokens", seen.tokensBTD(), 1, ids.length, size());
            return new Coded(
                    Tensors.floats(seen.tokensBTD()), ids, Tensors.floats(Objects.requireNonNull(seen.lookedBT())));
        }
    }

    @Override
    public int size() {
        return tower.size();
    }

    @Override
    public void close() {
        own.close();
    }
}
