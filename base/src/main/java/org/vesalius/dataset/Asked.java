package org.vesalius.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.Problem;

/** Questions gathered under the picture and the part of the set that they belong to, in the order in which these first appear. */
final class Asked {
    private final Map<String, Group> groups = new LinkedHashMap<>();

    /**
     * The questions about one picture in one part.
     *
     * @param image as the set names it
     * @param where the first question stands
     * @param meta facts of the picture
     */
    record Group(
            String image, @Nullable Split split, String where, List<Question> questions, Map<String, String> meta) {

        /** The picture's name without folder and type, which is unique in its set; with the part, the study's id. */
        String key() {
            return Asked.key(image);
        }

        /** A study of these questions without the picture. */
        Study study() {
            return Study.of(key(), split == null ? key() : key() + "_" + split.lower())
                    .withSplit(split)
                    .withQuestions(questions)
                    .withMeta(meta);
        }
    }

    private static String key(String image) {
        return Inside.stem(image.substring(image.lastIndexOf('/') + 1));
    }

    /** Adds a question; an empty fact is left out, and the first of two counts. */
    void add(String image, @Nullable Split split, String where, Question question, Map<String, String> facts) {
        Group group = groups.computeIfAbsent(
                image + "\0" + split, _ -> new Group(image, split, where, new ArrayList<>(), new TreeMap<>()));
        group.questions.add(question);
        facts.forEach((name, value) -> {
            if (!value.isEmpty()) {
                group.meta.putIfAbsent(name, value);
            }
        });
    }

    /** Whether a question can be used; one that cannot is a problem. */
    static boolean complete(String image, Question question, String where, Consumer<Problem> problems) {
        boolean complete = !image.isEmpty()
                && !question.question().isEmpty()
                && !question.answer().isEmpty();
        if (!complete) {
            problems.accept(new Problem(Problem.Kind.INCONSISTENT, where, "no image, no question or no answer in it"));
        }
        return complete;
    }

    /** Whether an answer is one of two, so that the question is closed. */
    static boolean yesOrNo(String answer) {
        String plain = answer.toLowerCase(Locale.ROOT);
        return plain.equals("yes") || plain.equals("no");
    }

    /** The pictures that were asked about, with their questions. */
    List<Group> groups() {
        return List.copyOf(groups.values());
    }

    /** Pictures that have questions in both of two parts. */
    int shared(Split one, Split other) {
        int shared = 0;
        for (Group group : groups.values()) {
            if (group.split == one && groups.containsKey(group.image + "\0" + other)) {
                shared++;
            }
        }
        return shared;
    }

    /**
     * Hands on a study for each picture and part; questions about a picture that is not there are a problem.
     *
     * @param file where a picture lies, or null
     * @param complete makes the study of the questions and the picture
     */
    void studies(
            Function<Group, @Nullable Path> file,
            Joined complete,
            Consumer<Study> studies,
            Consumer<Problem> problems) {
        for (Group group : groups.values()) {
            Path found = file.apply(group);
            if (found == null) {
                problems.accept(new Problem(
                        Problem.Kind.MISSING,
                        group.where,
                        "its image is not there; the %d questions about it in this part are left out"
                                .formatted(group.questions.size())));
            } else {
                studies.accept(complete.study(group, StudyImage.of(group.image, found, View.UNKNOWN)));
            }
        }
    }

    /** Puts picture and questions together. */
    @FunctionalInterface
    interface Joined {
        Study study(Group group, StudyImage image);
    }
}
