package org.vesalius.tokenize;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vesalius.io.InputException;

/**
 * BERT's tokenizer (Devlin et al., NAACL 2019): words by {@link BertWords}, each cut into the longest pieces that the vocabulary has; a piece within a word is spelled {@code ##piece}. A word of more than
 * 100 characters, or with a part that no piece covers, is {@code [UNK]}. Ids equal those of Hugging Face's {@code BertTokenizerFast}; as there, a special token that is spelled out in a text is that
 * token.
 */
public final class WordPiece implements Tokenizer {
    static final String PAD = "[PAD]";
    static final String UNKNOWN = "[UNK]";
    static final String BEGIN = "[CLS]";
    static final String END = "[SEP]";
    static final String MASK = "[MASK]";
    static final List<String> SPECIAL = List.of(PAD, UNKNOWN, BEGIN, END, MASK);
    static final String INNER = "##";
    static final int LONGEST_WORD = 100;

    private final List<String> vocabulary;
    private final boolean lowerCase;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Trie first = new Trie();
    private final Trie inner = new Trie();
    private final SpecialTokens special;
    private final int unknownId;

    private WordPiece(List<String> vocabulary, boolean lowerCase) {
        this.vocabulary = List.copyOf(vocabulary);
        this.lowerCase = lowerCase;
        for (int id = 0; id < vocabulary.size(); id++) {
            String token = vocabulary.get(id);
            ids.put(token, id);
            first.put(token, 0, id);
            if (token.startsWith(INNER)) {
                inner.put(token, INNER.length(), id);
            }
        }
        this.special = new SpecialTokens(SPECIAL, this::id);
        this.unknownId = id(UNKNOWN);
    }

    /**
     * From the tokens in the order of their ids.
     *
     * @param lowerCase letters become small and accents go, as in BERT's uncased models
     * @throws InputException when {@code [PAD] [UNK] [CLS] [SEP] [MASK]} are not all among them
     */
    public static WordPiece of(List<String> vocabulary, boolean lowerCase) {
        List<String> missing = new ArrayList<>(SPECIAL);
        missing.removeAll(vocabulary);
        if (!missing.isEmpty()) {
            throw InputException.of(
                    "WordPiece vocabulary",
                    "the tokens " + SPECIAL,
                    vocabulary.size() + " tokens without " + missing,
                    "is this a BERT vocabulary?");
        }
        return new WordPiece(vocabulary, lowerCase);
    }

    /** From a {@code vocab.txt} or a {@code tokenizer.json}; lower-casing unless the {@code tokenizer.json} or a {@code tokenizer_config.json} beside it says otherwise. */
    public static WordPiece read(Path vocabulary) throws IOException {
        return WordPieceFiles.read(vocabulary);
    }

    /** From the text of a Hugging Face {@code tokenizer.json}; {@code what} names it in errors. */
    public static WordPiece ofTokenizerJson(String json, String what) {
        return WordPieceFiles.ofTokenizerJson(json, what);
    }

    @Override
    public int[] encode(String text, int maxLength) {
        SpecialTokens.checkLength(maxLength);
        var out = new Ids();
        out.add(beginId());
        special.each(text, (piece, id) -> {
            if (id >= 0) {
                out.add(id);
            } else {
                BertWords.each(piece, lowerCase, (buffer, from, to) -> {
                    pieces(buffer, from, to, out);
                    return out.size() < maxLength;
                });
            }
            return out.size() < maxLength;
        });
        out.cut(maxLength - 1);
        out.add(endId());
        return out.toArray();
    }

    private void pieces(char[] buffer, int from, int to, Ids out) {
        int before = out.size();
        if (to - from > LONGEST_WORD && Character.codePointCount(buffer, from, to - from) > LONGEST_WORD) {
            out.add(unknownId);
            return;
        }
        int start = from;
        while (start < to) {
            Trie trie = start == from ? first : inner;
            int node = 0;
            int found = -1;
            int end = start;
            for (int i = start; i < to; i++) {
                node = trie.next(node, buffer[i]);
                if (node < 0) {
                    break;
                }
                if (trie.id(node) >= 0) {
                    found = trie.id(node);
                    end = i + 1;
                }
            }
            if (found < 0) {
                out.cut(before);
                out.add(unknownId);
                return;
            }
            out.add(found);
            start = end;
        }
    }

    @Override
    public String decode(int[] tokens) {
        var text = new StringBuilder();
        for (int id : tokens) {
            String token = token(id);
            if (token.startsWith(INNER)) {
                text.append(token, INNER.length(), token.length());
            } else if (!SPECIAL.contains(token) || token.equals(UNKNOWN)) {
                boolean closing = token.length() == 1 && ".,;:!?)%".contains(token);
                text.append(text.isEmpty() || closing ? "" : " ").append(token);
            }
        }
        return text.toString();
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
        return id(PAD);
    }

    @Override
    public int endId() {
        return id(END);
    }

    /** {@code [CLS]}: its output is the text's feature. */
    public int beginId() {
        return id(BEGIN);
    }

    /** {@code [MASK]}. */
    public int maskId() {
        return id(MASK);
    }

    @Override
    public int id(String token) {
        return ids.getOrDefault(token, -1);
    }

    @Override
    public String token(int id) {
        return vocabulary.get(id);
    }

    /** The tokens in the order of their ids. */
    public List<String> vocabulary() {
        return vocabulary;
    }

    @Override
    public void save(Path folder) throws IOException {
        WordPieceFiles.save(this, folder);
    }
}
