package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vesalius.io.Problem;

/** Everything that a reader says about a folder. */
record ReadAll(List<Study> studies, List<Problem> problems) {
    static ReadAll of(Dataset dataset, Path dir) throws IOException {
        return of(dataset, dir, ReadOptions.defaults());
    }

    static ReadAll of(Dataset dataset, Path dir, ReadOptions options) throws IOException {
        List<Study> studies = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        dataset.read(dir, options, studies::add, problems::add);
        return new ReadAll(studies, problems);
    }

    List<Problem.Kind> kinds() {
        return problems.stream().map(Problem::kind).toList();
    }

    long questions(Split split) {
        return studies.stream()
                .filter(study -> study.split() == split)
                .mapToLong(study -> study.questions().size())
                .sum();
    }
}
