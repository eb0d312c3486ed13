package org.vesalius.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.InputException;
import org.vesalius.tensor.Tensors;
import org.vesalius.tokenize.Tokenizer;

/**
 * Tokens hidden for a masked language model to find (Devlin et al. 2019). Special tokens are never hidden. Shapes: T texts, W tokens of the longest.
 *
 * @param share of the units that are asked for
 * @param masked the share of those that become {@code [MASK]}
 * @param random the share of those that become any ordinary token; the rest stay as they are
 */
public record Masking(double share, double masked, double random, Unit unit) {
    /** What is drawn. */
    public enum Unit {
        /** Each token by itself. */
        TOKEN,
        /** Whole words, whose pieces share the draw, so that no piece gives away the next. */
        WORD
    }

    /** BERT's: 15 % of the tokens, of which 80 % are masked and 10 % replaced. */
    public static final Masking BERT = new Masking(0.15, 0.8, 0.1, Unit.TOKEN);

    private static final String MASK = "[MASK]";
    private static final int NOT_ASKED = -1;

    /**
     * Texts with hidden tokens.
     *
     * @param targetsTW int64, what stood there, or -1 where nothing is asked
     */
    public record Masked(List<int[]> ids, Tensor targetsTW) {}

    public Masking {
        if (!(share >= 0 && share <= 1 && masked >= 0 && random >= 0 && masked + random <= 1)) {
            throw InputException.of(
                    "masking",
                    "shares of 0 to 1, of which masked and random together at most 1",
                    share + ", " + masked + ", " + random,
                    "lower them");
        }
    }

    /** BERT's rule on whole words. */
    public static Masking words() {
        return new Masking(BERT.share, BERT.masked, BERT.random, Unit.WORD);
    }

    /** The same with another share. */
    public Masking withShare(double other) {
        return new Masking(other, masked, random, unit);
    }

    /** Texts given as ids, special ones included; the targets belong to the open scope. */
    public Masked of(List<int[]> ids, Tokenizer tokenizer, RandomGenerator from) {
        int mask = tokenizer.id(MASK);
        if (mask < 0) {
            throw InputException.of("tokenizer", "one with the token " + MASK, "none", "choose WORD_PIECE");
        }
        int longest = ids.stream().mapToInt(text -> text.length).max().orElse(0);
        long[] targets = new long[ids.size() * longest];
        Arrays.fill(targets, NOT_ASKED);
        List<int[]> hidden = new ArrayList<>();
        for (int t = 0; t < ids.size(); t++) {
            int[] text = ids.get(t).clone();
            boolean[] asked = asked(text, tokenizer, from);
            for (int w = 0; w < text.length; w++) {
                if (asked[w]) {
                    targets[t * longest + w] = text[w];
                    text[w] = replaced(text[w], mask, tokenizer, from);
                }
            }
            hidden.add(text);
        }
        return new Masked(List.copyOf(hidden), Tensors.ofLongs(targets, ids.size(), longest));
    }

    private boolean[] asked(int[] text, Tokenizer tokenizer, RandomGenerator from) {
        int[] words = Words.of(text, tokenizer);
        boolean[] asked = new boolean[text.length];
        for (int w = 0; w < text.length; w++) {
            boolean again = unit == Unit.WORD && w > 0 && words[w] >= 0 && words[w] == words[w - 1];
            asked[w] = again ? asked[w - 1] : words[w] >= 0 && from.nextDouble() < share;
        }
        return asked;
    }

    private int replaced(int id, int mask, Tokenizer tokenizer, RandomGenerator from) {
        double draw = from.nextDouble();
        if (draw < masked) {
            return mask;
        }
        return draw < masked + random ? ordinary(tokenizer, from) : id;
    }

    private static int ordinary(Tokenizer tokenizer, RandomGenerator from) {
        int id;
        do {
            id = from.nextInt(tokenizer.vocabularySize());
        } while (Words.special(tokenizer.token(id)));
        return id;
    }
}
