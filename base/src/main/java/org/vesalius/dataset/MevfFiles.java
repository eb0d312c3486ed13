package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.archive.Npy;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.io.Problem;

/**
 * What the MEVF release of a VQA set (aioz-ai/MICCAI19-MedVQA, also used by QCR and PubMedCLIP) has beside its questions: the pictures, resized, as the rows of a pickled array that {@code imgid2idx.json}
 * numbers, and for each question the class of its answer.
 */
final class MevfFiles {
    private static final String ROWS = "imgid2idx.json";
    private static final String CLASSES = "cache/trainval_label2ans.pkl";
    private static final Map<Split, String> TARGETS =
            Map.of(Split.TRAIN, "cache/train_target.pkl", Split.TEST, "cache/test_target.pkl");
    /** Sides, the largest first. */
    private static final List<Integer> SIDES = List.of(288, 250, 128, 84);

    private MevfFiles() {}

    /** The pickle with the largest pictures; null when there is none, or nothing says which row is which. */
    static @Nullable Path pictures(Path dir) {
        if (!Files.isRegularFile(dir.resolve(ROWS))) {
            return null;
        }
        return SIDES.stream()
                .map(side -> dir.resolve("images%1$dx%1$d.pkl".formatted(side)))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }

    /** By the name of a picture, which one it is of those in the array, as {@link StudyImage#member()} names it. */
    static Map<String, String> members(Path dir) throws IOException {
        Map<String, String> members = new HashMap<>();
        Json.tree(dir.resolve(ROWS), ROWS).forEachEntry((name, row) -> {
            if (row.isIntegralNumber()) {
                members.put(name, Npy.ARRAY + "/" + row.asLong());
            }
        });
        return members;
    }

    /** By the id of a question, the class of its answer in words: the release's normalised answer. Questions of the test whose answer no training question has are in none. */
    static Map<String, String> classes(Path dir, Split part, Consumer<Problem> problems) throws IOException {
        String name = TARGETS.getOrDefault(part, "");
        if (!Files.isRegularFile(dir.resolve(name)) || !Files.isRegularFile(dir.resolve(CLASSES))) {
            return Map.of();
        }
        List<String> answers = new ArrayList<>();
        for (Object answer : list(dir, CLASSES)) {
            answers.add(String.valueOf(answer));
        }
        Map<String, String> classes = new HashMap<>();
        int beyond = 0;
        for (Object row : list(dir, name)) {
            if (row instanceof Map<?, ?> target
                    && target.get("qid") != null
                    && target.get("labels") instanceof List<?> labels
                    && !labels.isEmpty()
                    && labels.getFirst() instanceof Long label) {
                boolean known = label >= 0 && label < answers.size();
                beyond += known ? 0 : 1;
                if (known) {
                    classes.put(String.valueOf(target.get("qid")), answers.get(label.intValue()));
                }
            }
        }
        if (beyond > 0) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT, name, beyond + " questions of a class that is not in the list"));
        }
        return classes;
    }

    private static List<?> list(Path dir, String name) throws IOException {
        if (PlainPickle.value(dir.resolve(name), name) instanceof List<?> list) {
            return list;
        }
        throw InputException.of(name, "a list", "another value", "check the download");
    }
}
