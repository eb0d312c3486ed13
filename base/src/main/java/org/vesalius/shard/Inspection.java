package org.vesalius.shard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyImage;
import org.vesalius.dataset.StudyVolume;
import org.vesalius.io.Problem;
import org.vesalius.io.Progress;

/** Reads all of a set, pictures included, and tells what is in it, writing nothing. */
public final class Inspection {
    private Inspection() {}

    /**
     * What a set holds.
     *
     * @param counts of what can be used
     * @param problems what cannot be, by kind
     * @param list the problems themselves
     */
    public record Findings(
            String dataset,
            int readerVersion,
            Counts counts,
            Map<Problem.Kind, Integer> problems,
            Manifest.Duplicates duplicates,
            List<Problem> list) {}

    /** Checks the studies in {@code dir}. */
    public static Findings run(Dataset dataset, Path dir, ReadOptions options, int threads, Progress progress)
            throws IOException {
        List<Problem> problems = new ArrayList<>();
        Census census = new Census();
        Duplicates duplicates = new Duplicates();
        int[] seen = {0};
        progress.start("check", 0);
        new Pipeline(threads, progress)
                .run(
                        dataset,
                        dir,
                        options,
                        Inspection::look,
                        made -> {
                            seen[0]++;
                            problems.addAll(made.problems());
                            Study study = made.study();
                            if (study != null) {
                                census.add(study);
                                duplicates.add("study " + seen[0], made.textDigest(), made.looks());
                            }
                        },
                        problems::add);
        progress.end(seen[0] + " studies");
        Map<Problem.Kind, Integer> kinds = new TreeMap<>();
        problems.forEach(problem -> kinds.merge(problem.kind(), 1, Integer::sum));
        return new Findings(
                dataset.card().id(),
                dataset.card().version(),
                census.counts(),
                kinds,
                Duplicates.summary(duplicates.groups(_ -> null)),
                problems);
    }

    /** What a study is and looks like, its pictures let go. */
    static Made look(int number, Study study) {
        List<Problem> problems = new ArrayList<>();
        List<Decoding.Picture> pictures = Decoding.pictures(study, "study " + number, problems::add);
        List<StudyVolume> volumes = Scans.sound(study, "study " + number, problems::add);
        if (StudyWork.nothingLeft(study, pictures.size() + volumes.size())) {
            problems.add(new Problem(Problem.Kind.SKIPPED, "study " + number, StudyWork.NOTHING));
            return new Made(
                    study.patientId(),
                    study.studyId(),
                    study.split(),
                    null,
                    Made.Bytes.NONE,
                    null,
                    List.of(),
                    problems);
        }
        List<StudyImage> about = pictures.stream().map(Decoding.Picture::about).toList();
        List<Look> looks =
                pictures.stream().map(picture -> Look.of(picture.pixels())).toList();
        return new Made(
                study.patientId(),
                study.studyId(),
                study.split(),
                study.withImages(about).withVolumes(volumes),
                Made.Bytes.NONE,
                Duplicates.textDigest(study.report()),
                looks,
                problems);
    }
}
