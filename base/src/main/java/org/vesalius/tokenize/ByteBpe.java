package org.vesalius.tokenize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.vesalius.io.InputException;

/**
 * CLIP's tokenizer (Radford et al., ICML 2021): words by {@link ClipWords}, each word's bytes joined by learnt merges, best first; the last piece of a word ends in {@code </w>}. Ids equal those of
 * Hugging Face's {@code CLIPTokenizerFast}; as there, a special token that is spelled out in a text is that token.
 */
public final class ByteBpe implements Tokenizer {
    static final String BEGIN = "<|startoftext|>";
    static final String END = "<|endoftext|>";
    static final String WORD_END = "</w>";

    private static final int CACHED_WORDS = 1 << 16;
    private static final int CACHED_LENGTH = 32;
    private static final int[] POSITIONS = ByteAlphabet.positions();

    private final List<String> vocabulary;
    private final List<String> merges;
    private final Map<String, Integer> ids;
    private final Map<Long, Merge> merged = new HashMap<>();
    private final int[] inner = new int[256];
    private final int[] last = new int[256];
    private final SpecialTokens special;
    private final Map<String, int[]> cache = new ConcurrentHashMap<>();

    private record Merge(int rank, int id) {}

    private record Candidate(int rank, int at, int left, int right, int joined) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            return rank != other.rank ? Integer.compare(rank, other.rank) : Integer.compare(at, other.at);
        }
    }

    private ByteBpe(List<String> vocabulary, List<String> merges, Map<String, Integer> ids) {
        this.vocabulary = List.copyOf(vocabulary);
        this.merges = List.copyOf(merges);
        this.ids = ids;
        List<String> letters = ByteAlphabet.letters("");
        for (int b = 0; b < inner.length; b++) {
            inner[b] = known(letters.get(POSITIONS[b]));
            last[b] = known(letters.get(POSITIONS[b]) + WORD_END);
        }
        for (int rank = 0; rank < merges.size(); rank++) {
            String merge = merges.get(rank);
            int blank = merge.indexOf(' ');
            String left = merge.substring(0, Math.max(0, blank));
            String right = merge.substring(blank + 1);
            merged.putIfAbsent(pair(known(left), known(right)), new Merge(rank, known(left + right)));
        }
        this.special = new SpecialTokens(List.of(BEGIN, END), this::known);
    }

    /**
     * From merges alone (two tokens with a blank between, best first). The ids are those that OpenAI's CLIP gives: 256 bytes, 256 bytes at a word's end, the merges, the begin and the end token.
     */
    public static ByteBpe ofMerges(List<String> merges) {
        Set<String> tokens = new LinkedHashSet<>(ByteAlphabet.letters(""));
        tokens.addAll(ByteAlphabet.letters(WORD_END));
        merges.forEach(merge -> tokens.add(merge.replace(" ", "")));
        tokens.add(BEGIN);
        tokens.add(END);
        return of(List.copyOf(tokens), merges);
    }

    /**
     * From the tokens in the order of their ids, and the merges.
     *
     * @throws InputException when a byte, a part of a merge or a special token is not among the tokens
     */
    public static ByteBpe of(List<String> vocabulary, List<String> merges) {
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < vocabulary.size(); id++) {
            ids.put(vocabulary.get(id), id);
        }
        return new ByteBpe(vocabulary, merges, ids);
    }

    /** From Hugging Face's {@code vocab.json} and {@code merges.txt}. */
    public static ByteBpe read(Path vocabulary, Path merges) throws IOException {
        return ByteBpeFiles.read(vocabulary, merges);
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
                ClipWords.each(piece, word -> {
                    for (int token : pieces(word)) {
                        out.add(token);
                    }
                    return out.size() < maxLength;
                });
            }
            return out.size() < maxLength;
        });
        out.cut(maxLength - 1);
        out.add(endId());
        return out.toArray();
    }

    private int[] pieces(String word) {
        int[] known = cache.get(word);
        if (known != null) {
            return known;
        }
        int[] pieces = merge(word.getBytes(StandardCharsets.UTF_8));
        if (word.length() <= CACHED_LENGTH && cache.size() < CACHED_WORDS) {
            cache.put(word, pieces);
        }
        return pieces;
    }

    /** Joins the pair of lowest rank, the leftmost first, until none is left; {@code next} and {@code previous} link the pieces that live. */
    private int[] merge(byte[] bytes) {
        int n = bytes.length;
        int[] pieces = new int[n];
        int[] next = new int[n];
        int[] previous = new int[n];
        for (int i = 0; i < n; i++) {
            pieces[i] = (i == n - 1 ? last : inner)[bytes[i] & 0xFF];
            next[i] = i + 1;
            previous[i] = i - 1;
        }
        var queue = new PriorityQueue<Candidate>();
        for (int i = 0; i + 1 < n; i++) {
            offer(queue, pieces, i, i + 1);
        }
        for (Candidate best = queue.poll(); best != null; best = queue.poll()) {
            int left = best.at;
            int right = next[left];
            if (right >= n || pieces[left] != best.left || pieces[right] != best.right) {
                continue; // one of the two was joined meanwhile
            }
            pieces[left] = best.joined;
            pieces[right] = -1;
            next[left] = next[right];
            if (next[left] < n) {
                previous[next[left]] = left;
                offer(queue, pieces, left, next[left]);
            }
            if (previous[left] >= 0) {
                offer(queue, pieces, previous[left], left);
            }
        }
        var out = new Ids();
        for (int i = 0; i < n; i = next[i]) {
            out.add(pieces[i]);
        }
        return out.toArray();
    }

    private void offer(PriorityQueue<Candidate> queue, int[] pieces, int left, int right) {
        Merge merge = merged.get(pair(pieces[left], pieces[right]));
        if (merge != null) {
            queue.add(new Candidate(merge.rank, left, pieces[left], pieces[right], merge.id));
        }
    }

    private static long pair(int left, int right) {
        return (long) left << 32 | right;
    }

    private int known(String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw InputException.of(
                    "byte-level vocabulary",
                    "every byte, every part of a merge, " + BEGIN + " and " + END,
                    "none for '" + token + "'",
                    "do the merges belong to this vocabulary, and is it CLIP's kind?");
        }
        return id;
    }

    @Override
    public String decode(int[] tokens) {
        List<String> spelled = new ArrayList<>();
        for (int id : tokens) {
            if (id != beginId() && id != endId()) {
                spelled.add(token(id));
            }
        }
        var text = new StringBuilder();
        for (String word : String.join("", spelled).split(WORD_END, 0)) {
            text.append(text.isEmpty() ? "" : " ").append(ByteAlphabet.text(word));
        }
        return text.toString();
    }

    @Override
    public int vocabularySize() {
        return vocabulary.size();
    }

    /** 0, as OpenAI's CLIP and open_clip pad; the text tower looks no further than the end token. */
    @Override
    public int padId() {
        return 0;
    }

    /** {@code <|startoftext|>}. */
    public int beginId() {
        return known(BEGIN);
    }

    /** {@code <|endoftext|>}: in CLIP's own numbering the highest id. */
    @Override
    public int endId() {
        return known(END);
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

    /** Two tokens with a blank between, best first. */
    public List<String> merges() {
        return merges;
    }

    @Override
    public void save(Path folder) throws IOException {
        ByteBpeFiles.save(this, folder);
    }
}
