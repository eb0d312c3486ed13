package org.vesalius.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.nn.Params;
import org.vesalius.report.Sentences;
import org.vesalius.tensor.Device;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;
import org.vesalius.text.BertConfig;
import org.vesalius.text.BgeSmall;
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

    private final Params own;
    private final TextTower tower;
    private final ModelSpec spec;
    private final Tokenizer tokenizer;
    private final Map<String, float[]> kept = new LinkedHashMap<>();
    private long floats;

    private FrozenTexts(Params own, TextTower tower, ModelSpec spec, Tokenizer tokenizer) {
        this.own = own;
        this.tower = tower;
        this.spec = spec;
        this.tokenizer = tokenizer;
    }

    static FrozenTexts bgeSmall(ModelSpec spec, Tokenizer tokenizer, Device device) {
        if (tokenizer.vocabularySize() != BertConfig.bgeSmall().vocabulary()) {
            throw org.vesalius.io.InputException.of(
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
    public Read read(List<String> texts) {
        List<float[]> tokens = texts.stream().map(this::sentences).toList();
        int size = size();
        int longest = tokens.stream().mapToInt(t -> t.length / size).max().orElse(1);
        float[] all = new float[Math.multiplyExact(tokens.size(), longest * size)];
        long[] mask = new long[tokens.size() * longest];
        for (int t = 0; t < tokens.size(); t++) {
            System.arraycopy(tokens.get(t), 0, all, t * longest * size, tokens.get(t).length);
            java.util.Arrays.fill(mask, t * longest, t * longest + tokens.get(t).length / size, 1);
        }
        try (var scope = Scope.open()) {
            Tensor tokensTWF = own.device().move(Tensors.of(all, tokens.size(), longest, size));
            Tensor maskTW = own.device().move(Tensors.ofLongs(mask, tokens.size(), longest));
            Tensor pooledTF = Pooler.pool(spec.text().pool(), tokensTWF, maskTW);
            return new Read(scope.release(pooledTF), scope.release(tokensTWF), scope.release(maskTW));
        }
    }

    /** The tokens of all sentences of a text, one sentence after the other. */
    private float[] sentences(String text) {
        List<float[]> parts = Sentences.split(text).stream()
                .map(sentence ->
                        tokens(sentence.strip().replaceFirst("[.;]$", "").toLowerCase(Locale.ROOT)))
                .toList();
        if (parts.size() <= 1) {
            return parts.isEmpty() ? tokens(text) : parts.getFirst();
        }
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private float[] tokens(String text) {
        float[] there = kept.get(text);
        if (there == null) {
            there = encode(text);
            makeRoom(there.length);
            kept.put(text, there);
        }
        return there;
    }

    private void makeRoom(int more) {
        floats += more;
        List<String> oldest = new ArrayList<>(kept.keySet());
        for (int i = 0; floats > MOST_FLOATS && i < oldest.size(); i++) {
            float[] gone = kept.remove(oldest.get(i));
            floats -= gone == null ? 0 : gone.length;
        }
    }

    private float[] encode(String text) {
        int[] ids = tokenizer.encode(text, spec.tokenizer().maxLength());
        try (var _ = Scope.open();
                var _ = Gradients.off()) {
            TokenBatch made = TokenBatch.of(List.of(ids), tokenizer.padId());
            Tensor tokens1WF = tower.encode(new TokenBatch(
                            own.device().move(made.idsBT()), own.device().move(made.maskBT())))
                    .tokensBTD();
            Shapes.check("tokens", tokens1WF, 1, ids.length, size());
            return Tensors.floats(tokens1WF);
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
