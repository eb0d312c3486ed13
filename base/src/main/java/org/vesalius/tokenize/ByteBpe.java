package org.vesalius.tokenize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** CLIP's tokenizer. */
public final class ByteBpe implements Tokenizer {
    static final String VOCABULARY = "vocab.json";
    static final String MERGES = "merges.txt";

    private final List<String> vocabulary;

    private ByteBpe(List<String> vocabulary) {
        this.vocabulary = List.copyOf(vocabulary);
    }

    /** From merges alone (pairs with a blank between, best first): the ids are those that OpenAI's CLIP gives them. */
    public static ByteBpe ofMerges(List<String> merges) {
        return new ByteBpe(merges);
    }

    /** From Hugging Face's {@code vocab.json} and {@code merges.txt}. */
    public static ByteBpe read(Path vocabulary, Path merges) throws IOException {
        return ofMerges(Files.readAllLines(merges));
    }

    @Override
    public int[] encode(String text, int maxLength) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String decode(int[] ids) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int vocabularySize() {
        return vocabulary.size();
    }

    /** 0, as OpenAI's CLIP and open_clip pad; the text tower reads the end token only. */
    @Override
    public int padId() {
        return 0;
    }

    /** {@code <|endoftext|>}, the highest id. */
    @Override
    public int endId() {
        return vocabulary.size() - 1;
    }

    @Override
    public int id(String token) {
        return vocabulary.indexOf(token);
    }

    @Override
    public String token(int id) {
        return vocabulary.get(id);
    }

    @Override
    public void save(Path folder) throws IOException {
        throw new UnsupportedOperationException();
    }
}
