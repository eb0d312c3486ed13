package org.vesalius.tokenize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vesalius.io.InputException;

/** Which tokenizer a folder holds. */
final class TokenizerFiles {
    private TokenizerFiles() {}

    static Tokenizer load(Path folder) throws IOException {
        if (Files.exists(folder.resolve(WordPiece.VOCABULARY))) {
            return WordPiece.read(folder.resolve(WordPiece.VOCABULARY));
        }
        if (Files.exists(folder.resolve(ByteBpe.VOCABULARY)) && Files.exists(folder.resolve(ByteBpe.MERGES))) {
            return ByteBpe.read(folder.resolve(ByteBpe.VOCABULARY), folder.resolve(ByteBpe.MERGES));
        }
        throw InputException.of(
                "tokenizer folder",
                "vocab.txt, or vocab.json and merges.txt, or tokenizer.json",
                "none of them",
                "name the folder that the tokenizer was saved to");
    }
}
