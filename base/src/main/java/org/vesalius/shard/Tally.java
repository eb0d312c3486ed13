package org.vesalius.shard;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyImage;
import org.vesalius.io.Problem;

/**
 * Counts what a reader gives and compares it with what {@link org.vesalius.dataset.Dataset#expected} says of the complete set. A count may be of one part, as in {@code questions.test}; a picture that several studies show counts once.
 * What the folder has nothing of is not compared: reports without their films are a way to use a set.
 */
final class Tally {
    private final Map<String, Integer> counts = new HashMap<>();
    private final Set<String> patients = new HashSet<>();
    private final Set<Long> pictures = new HashSet<>();

    void add(Study study) {
        @Nullable Split part = study.split();
        count("studies", 1, part);
        count("texts", study.report().isEmpty() ? 0 : 1, part);
        count("labelled", study.labels().isEmpty() ? 0 : 1, part);
        count("questions", study.questions().size(), part);
        count("volumes", study.volumes().size(), part);
        for (StudyImage image : study.images()) {
            count("boxes", image.boxes().size(), part);
            count("masks", image.masks().size(), part);
            String name = image.path() + "\0" + image.member();
            once("images", pictures.add(digest(name)));
            if (part != null) {
                once("images." + part.lower(), pictures.add(digest(part + name)));
            }
        }
        once("patients", patients.add(study.patientId()));
        if (part != null) {
            once("patients." + part.lower(), patients.add(part + "\0" + study.patientId()));
        }
    }

    private void count(String what, int n, @Nullable Split part) {
        counts.merge(what, n, Integer::sum);
        if (part != null) {
            counts.merge(what + "." + part.lower(), n, Integer::sum);
        }
    }

    private void once(String what, boolean isNew) {
        counts.merge(what, isNew ? 1 : 0, Integer::sum);
    }

    /** 64 bits tell names apart well enough for a count, and a set of a million pictures stays small. */
    private static long digest(String name) {
        long hash = 1125899906842597L;
        for (int i = 0; i < name.length(); i++) {
            hash = 31 * hash + name.charAt(i);
        }
        return hash;
    }

    /** Reports at most one problem: the counts of the complete set that are known here, there, and not met. */
    void compare(Map<String, Integer> expected, Consumer<Problem> problems) {
        Map<String, String> unmet = new TreeMap<>();
        expected.forEach((what, complete) -> {
            int read = counts.getOrDefault(what, 0);
            if (read != 0 && read != complete) {
                unmet.put(what, read + " of " + complete);
            }
        });
        if (!unmet.isEmpty()) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT,
                    "counts",
                    "not the complete set, or another release of it, so that results compare with no published ones: "
                            + unmet));
        }
    }
}
