package org.vesalius.model;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.InputException;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.text.TextFeatures;
import org.vesalius.text.TextTower;
import org.vesalius.text.TokenBatch;
import org.vesalius.tokenize.Tokenizer;

/** Texts through a text tower. Shapes: T texts, W tokens, F the tower's size. */
interface TextReader extends AutoCloseable {
    /** Features of texts; they belong to the open scope. */
    TextRead read(List<String> texts);

    /**
     * Features of texts given as token ids, special ones included (masked, say).
     *
     * @throws InputException when the tower is not trained
     */
    TextRead readIds(List<int[]> ids);

    /** F. */
    int size();

    @Override
    void close();

    /** The reader of a specification; what is trained is registered in {@code params}. */
    static TextReader of(Params params, ModelSpec spec, Tokenizer tokenizer, Supplier<List<Tensor>> prompts) {
        return switch (spec.text()) {
            case TextEncoder.BgeSmall _ -> FrozenTexts.bgeSmall(spec, tokenizer, params.device());
            case TextEncoder.None() -> new Absent.Texts(spec.jointSize());
            case TextEncoder.Bert _, TextEncoder.ClipText _ ->
                new Trained(TextTowers.build(params, spec, prompts), spec, tokenizer, params);
        };
    }

    /** A tower that is trained: each call runs it. */
    record Trained(TextTower tower, ModelSpec spec, Tokenizer tokenizer, Params params) implements TextReader {
        @Override
        public TextRead read(List<String> texts) {
            int longest = spec.textTokens();
            return readIds(
                    texts.stream().map(text -> tokenizer.encode(text, longest)).toList());
        }

        @Override
        public TextRead readIds(List<int[]> ids) {
            try (var scope = Scope.open()) {
                TokenBatch made = TokenBatch.of(ids, tokenizer.padId());
                TokenBatch batch = new TokenBatch(
                        params.device().move(made.idsBT()), params.device().move(made.maskBT()));
                TextFeatures seen = tower.encode(batch);
                Tensor tokensTWF = seen.tokensBTD();
                Tensor pooledTF = Pooler.pool(spec.text().pool(), tokensTWF, batch.maskBT());
                return new TextRead(
                        scope.release(pooledTF),
                        scope.release(tokensTWF),
                        scope.release(batch.maskBT()),
                        ids,
                        seen.lookedBT() == null ? null : scope.release(seen.lookedBT()));
            }
        }

        @Override
        public int size() {
            return tower.size();
        }

        @Override
        public void close() {
            // the parameters belong to the tree that they were registered in
        }
    }
}
