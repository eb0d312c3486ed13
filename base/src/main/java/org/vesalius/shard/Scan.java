package org.vesalius.shard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Study;
import org.vesalius.io.Problem;

/** The first of two passes over a set: how many studies the reader gives and what it cannot use, without decoding. */
record Scan(int studies, List<Problem> problems) {

    static Scan of(Dataset dataset, Path dir, ReadOptions options) throws IOException {
        int[] studies = {0};
        List<Problem> problems = new ArrayList<>();
        read(dataset, dir, options, _ -> studies[0]++, problems::add);
        return new Scan(studies[0], problems);
    }

    /** Streams the studies of a set, each id once: a second study of the same id is a problem, and so are counts that differ from those of the complete set. */
    static void read(
            Dataset dataset, Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        options.check(dataset);
        Set<String> seen = new HashSet<>();
        int[] number = {0};
        Tally tally = new Tally();
        dataset.read(
                dir,
                options,
                study -> {
                    number[0]++;
                    if (seen.add(study.studyId())) {
                        tally.add(study);
                        studies.accept(study);
                    } else {
                        problems.accept(new Problem(
                                Problem.Kind.INCONSISTENT,
                                "study " + number[0],
                                "a study before it has the same id; only the first is kept"));
                    }
                },
                problems);
        tally.compare(dataset.expected(dir, options), problems);
    }
}
