package org.vesalius.tokenize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.Json;

/** BERT's tokenizer. */
public final class WordPiece implements Tokenizer {
    static final String VOCABULARY = "vocab.txt";

    private final List<String> vocabulary;
    private final boolean lowerCase;
    private final Map<String, Integer> ids = new HashMap<>();

    private WordPiece(List<String> vocabulary, boolean lowerCase) {
        this.vocabulary = List.copyOf(vocabulary);
        this.lowerCase = lowerCase;
        for (int i = 0; i < vocabulary.size(); i++) {
            ids.put(vocabulary.get(i), i);
        }
    }

    /** From the tokens in the order of their ids; {@code [PAD] [UNK] [CLS] [SEP] [MASK]} must be among them. */
    public static WordPiece of(List<String> vocabulary, boolean lowerCase) {
        return new WordPiece(vocabulary, lowerCase);
    }

    /** From a {@code vocab.txt}, lower-casing. */
    public static WordPiece read(Path vocabulary) throws IOException {
        return of(Files.readAllLines(vocabulary), true);
    }

    /** From the text of a Hugging Face {@code tokenizer.json}; {@code what} names it in errors. */
    public static WordPiece ofTokenizerJson(String json, String what) {
        return of(List.copyOf(Json.tree(json, what).at("/model/vocab").propertyNames()), true);
    }

    @Override
    public int[] encode(String text, int maxLength) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String decode(int[] tokens) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int vocabularySize() {
        return vocabulary.size();
    }

    /** Whether texts are lower-cased and their accents stripped. */
    public boolean lowerCase() {
        return lowerCase;
    }

    @Override
    public int padId() {
        return id("[PAD]");
    }

    @Override
    public int endId() {
        return id("[SEP]");
    }

    /** {@code [CLS]}: its output is the text's feature. */
    public int beginId() {
        return id("[CLS]");
    }

    /** {@code [MASK]}. */
    public int maskId() {
        return id("[MASK]");
    }

    @Override
    public int id(String token) {
        return ids.getOrDefault(token, -1);
    }

    @Override
    public String token(int id) {
        return vocabulary.get(id);
    }

    @Override
    public void save(Path folder) throws IOException {
        AtomicFiles.write(folder.resolve(VOCABULARY), String.join("\n", vocabulary) + "\n");
    }
}
