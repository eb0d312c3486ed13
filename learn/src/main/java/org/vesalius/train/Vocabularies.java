package org.vesalius.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.text.BgeSmall;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.tokenize.TokenizerTrainer;

/** The tokenizer of a new run. */
final class Vocabularies {
    private Vocabularies() {}

    /** From a folder where one is given, else the one that the model brings, else trained on {@code texts}. */
    static Tokenizer of(ModelSpec model, @Nullable Path folder, List<String> texts) throws IOException {
        if (folder != null) {
            return Tokenizer.load(folder);
        }
        int size = model.tokenizer().vocabularySize();
        return switch (model.tokenizer().kind()) {
            case WORD_PIECE -> TokenizerTrainer.wordPiece(texts, size);
            case BYTE_BPE -> TokenizerTrainer.byteBpe(texts, size);
            case BGE -> BgeSmall.tokenizer();
        };
    }

    /** The specification with the number of ids that the tokenizer really has. */
    static ModelSpec fitted(ModelSpec model, Tokenizer tokenizer) {
        TokenizerSpec old = model.tokenizer();
        return model.withTokenizer(new TokenizerSpec(old.kind(), tokenizer.vocabularySize(), old.maxLength()));
    }
}
