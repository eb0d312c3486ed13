package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vesalius.io.Problem;

/** Jaeger et al., "Two public chest X-ray datasets for computer-aided screening of pulmonary diseases", Quantitative Imaging in Medicine and Surgery 2014: the films of Montgomery County, one study each. */
public final class Montgomery implements Dataset {
    private static final DatasetCard CARD = new DatasetCard(
                    "montgomery",
                    1,
                    "Montgomery County tuberculosis set",
                    "S. Jaeger, S. Candemir, S. Antani, Y.-X. J. Wáng, P.-X. Lu, G. Thoma, Two public chest X-ray datasets for computer-aided screening of pulmonary diseases, Quantitative Imaging in Medicine and Surgery 2014",
                    "US public domain (National Library of Medicine); citation requested",
                    true,
                    DatasetCard.Access.OPEN,
                    List.of("segmentation", "zero-shot", "linear-probe"),
                    "chest radiographs with short readings and lung masks",
                    "MontgomerySet/CXR_png/MCUCXR_NNNN_L.png, ClinicalReadings/MCUCXR_NNNN_L.txt (L is the label), ManualMask/leftMask/ and rightMask/ with the film's name; the folder itself or the one above",
                    List.of(
                            "A reading is 'Patient's Sex: F', 'Patient's Age: 040Y' and free text.",
                            "Left and right are the patient's: the left lung stands at the right of the film.",
                            "80 films are normal, 58 have tuberculosis.",
                            "Films are 4,020 x 4,892 or turned, 12 bits in 8."),
                    Map.of("images", 138, "masks", 276))
            .withSize("600 MB");

    @Override
    public DatasetCard card() {
        return CARD;
    }

    private static Path folder(Path dir) {
        Path below = dir.resolve("MontgomerySet");
        return Files.isDirectory(below) ? below : dir;
    }

    @Override
    public boolean recognises(Path dir) {
        return Files.isDirectory(folder(dir).resolve("ManualMask"))
                && Files.isDirectory(folder(dir).resolve("CXR_png"));
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path folder = folder(dir);
        Tuberculosis.read(
                folder.resolve("CXR_png"),
                folder.resolve("ClinicalReadings"),
                "MCUCXR",
                name -> masks(folder.resolve("ManualMask"), name, problems),
                studies,
                problems);
    }

    private static List<StudyMask> masks(Path folder, String name, Consumer<Problem> problems) {
        List<StudyMask> masks = new ArrayList<>();
        for (String side : List.of("left", "right")) {
            Path mask = Inside.file(folder.resolve(side + "Mask"), name + ".png");
            if (mask == null) {
                problems.accept(
                        new Problem(Problem.Kind.MISSING, name, "the mask of its " + side + " lung is not there"));
            } else {
                masks.add(StudyMask.file(side + " lung", mask));
            }
        }
        return masks;
    }
}
