package org.vesalius.published;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.vesalius.checkpoint.KeyMap;
import org.vesalius.model.ModelSpec;

/**
 * One kind of published weights.
 *
 * @param marks patterns of which each names a tensor in every file of the kind
 * @param fit from the names and shapes of a file to the model it was made for; may say that a size is not one of ours
 */
public record Kind(Card card, List<String> marks, Function<WeightFiles, Fitted> fit) {
    /** Copies the list. */
    public Kind {
        marks = List.copyOf(marks);
    }

    /** How a model reads text. */
    public enum Reads {
        /** No text. */
        NOTHING("none"),
        /** BERT's pieces. */
        WORD_PIECE("vocab.txt or tokenizer.json of BERT"),
        /** CLIP's bytes. */
        BYTE_BPE("vocab.json and merges.txt, or tokenizer.json, of CLIP");

        private final String files;

        Reads(String files) {
            this.files = files;
        }

        /** What the folder of the tokenizer holds. */
        public String files() {
            return files;
        }
    }

    /**
     * What it is and where it comes from.
     *
     * @param id for {@code --as}
     * @param code the authors' model code that the names and shapes were taken from: repository, file, commit
     * @param where the user gets the files, which are not part of this program
     * @param licence of the weights as far as their authors say
     */
    public record Card(String id, String what, String code, String where, String licence, Reads reads) {}

    /** A model and where the file's names go in it. */
    public record Fitted(ModelSpec model, KeyMap keys) {}

    /** Whether all marks are there. */
    boolean recognises(Iterable<String> names) {
        return marks.stream().allMatch(mark -> has(names, mark));
    }

    private static boolean has(Iterable<String> names, String mark) {
        Pattern pattern = Pattern.compile(mark);
        for (String name : names) {
            if (pattern.matcher(name).matches()) {
                return true;
            }
        }
        return false;
    }
}
