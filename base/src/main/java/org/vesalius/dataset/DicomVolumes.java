package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.vesalius.dicom.DicomAttributes;
import org.vesalius.dicom.SliceStack;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;

/** Which files of a study are slices of volumes. */
final class DicomVolumes {
    private static final int LEAST = 3;
    private static final Map<String, String> KINDS = Map.of("CT", "ct", "MR", "mr", "PT", "pet");

    private final Map<String, SliceStack.Sorter> byStudy = new HashMap<>();

    /** The volumes of a study, and the files that they are made of. */
    record Found(List<StudyVolume> volumes, Set<Path> files) {}

    /** Whether a file may be a slice of a volume. */
    static boolean mayBeSlice(DicomAttributes about) {
        return KINDS.containsKey(about.modality());
    }

    /** Looks at where a file of a study lies. */
    void add(String study, Path file, DicomAttributes about, String where, Consumer<Problem> problems)
            throws IOException {
        if (!mayBeSlice(about)) {
            return;
        }
        try {
            byStudy.computeIfAbsent(study, _ -> new SliceStack.Sorter()).add(file);
        } catch (InputException e) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT, where, Pixels.reason(e) + "; it counts as a picture, not as a slice"));
        }
    }

    /** Takes what is known of a study. */
    Found of(String study, String where, Consumer<Problem> problems) {
        SliceStack.Sorter sorter = byStudy.remove(study);
        List<StudyVolume> volumes = new ArrayList<>();
        Set<Path> files = new HashSet<>();
        for (SliceStack stack : sorter == null ? List.<SliceStack>of() : sorter.stacks()) {
            if (stack.size() < LEAST) {
                continue;
            }
            Optional<String> obstacle = stack.obstacle();
            if (obstacle.isPresent()) {
                problems.accept(new Problem(
                        Problem.Kind.INCONSISTENT,
                        where,
                        "%d slices are kept as pictures, not as a volume: %s".formatted(stack.size(), obstacle.get())));
                continue;
            }
            String id = Integer.toString(volumes.size());
            for (String remark : stack.remarks()) {
                problems.accept(new Problem(Problem.Kind.INCONSISTENT, where + ", volume " + id, remark));
            }
            volumes.add(new StudyVolume(
                    id,
                    new VolumeSource.Series(stack.files()),
                    KINDS.getOrDefault(stack.modality().toUpperCase(Locale.ROOT), ""),
                    List.of()));
            files.addAll(stack.files());
            files.addAll(stack.leftOut());
        }
        return new Found(volumes, files);
    }
}
