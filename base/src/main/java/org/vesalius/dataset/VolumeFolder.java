package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;

/** The user's own volumes, with the masks of named structures where there are any: one study per volume. */
public final class VolumeFolder implements Dataset {
    private static final String MASKS = "segmentations";
    private static final String MODALITY = "modality";
    private static final int DEEP = 10;

    private static final DatasetCard CARD = new DatasetCard(
            "volumes",
            1,
            "Your own volumes",
            "none",
            "yours",
            false,
            DatasetCard.Access.OWN,
            List.of("pretraining", "segmentation"),
            "CT, MR, PET or other volumes",
            "NIfTI (.nii, .nii.gz) or NumPy (.npy) files at any depth; masks as PATIENT/segmentations/STRUCTURE.nii.gz beside the one volume of the folder, as TotalSegmentator's set has them",
            List.of(
                    "The first folder stands for the patient; volumes directly in the folder count as one patient each.",
                    "A file named ct, mri, mr or pet says the modality; of others the setting does.",
                    "A DICOM series is read by the reader 'dicom', a volume with a text of the same name by 'ct_reports'."),
            Map.of());

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(MODALITY, "of volumes whose name does not say it: ct, mr, pet, …; default none");
    }

    @Override
    public boolean recognises(Path dir) {
        return VolumeFiles.any(dir, _ -> true);
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Map<Path, List<Path>> volumes = new TreeMap<>();
        Map<Path, List<Path>> masks = new TreeMap<>();
        if (Files.isDirectory(dir)) {
            try (Stream<Path> all = Files.walk(dir, DEEP)) {
                all.filter(Files::isRegularFile)
                        .filter(file -> VolumeFiles.isVolume(String.valueOf(file.getFileName())))
                        .sorted()
                        .forEach(file -> sort(dir, file, volumes, masks));
            }
        }
        if (volumes.isEmpty()) {
            throw InputException.of("folder", "NIfTI or NumPy volumes", "none", "check the folder");
        }
        int number = 0;
        for (Map.Entry<Path, List<Path>> folder : volumes.entrySet()) {
            List<Path> drawn = masks.getOrDefault(folder.getKey(), List.of());
            if (!drawn.isEmpty() && folder.getValue().size() > 1) {
                problems.accept(new Problem(
                        Problem.Kind.UNMATCHED,
                        "volume " + (number + 1),
                        "masks beside several volumes: nothing says whose they are; left out"));
                drawn = List.of();
            }
            for (Path volume : folder.getValue()) {
                number++;
                studies.accept(study(dir, volume, drawn, options.get(MODALITY, "")));
            }
        }
    }

    /** Files of a folder for masks are listed under the folder above it. */
    private static void sort(Path dir, Path file, Map<Path, List<Path>> volumes, Map<Path, List<Path>> masks) {
        Path folder = Objects.requireNonNullElse(file.getParent(), dir);
        Path above = folder.getParent();
        boolean mask = above != null && !folder.equals(dir) && folder.endsWith(MASKS);
        (mask ? masks : volumes)
                .computeIfAbsent(mask ? above : folder, _ -> new ArrayList<>())
                .add(file);
    }

    private static Study study(Path dir, Path volume, List<Path> drawn, String modality) {
        Path inside = dir.relativize(volume);
        String id = VolumeFiles.bare(inside.toString());
        String name = VolumeFiles.bare(String.valueOf(volume.getFileName())).toLowerCase(Locale.ROOT);
        String kind = switch (name) {
            case "ct", "mr", "pet" -> name;
            case "mri" -> "mr";
            default -> modality.toLowerCase(Locale.ROOT);
        };
        List<StudyMask> masks = drawn.stream()
                .map(file -> StudyMask.file(
                        VolumeFiles.bare(String.valueOf(file.getFileName())).replace('_', ' '), file))
                .toList();
        return Study.of(inside.getNameCount() > 1 ? inside.getName(0).toString() : id, id)
                .withVolumes(List.of(StudyVolume.of("0", volume, kind).withMasks(masks)));
    }
}
