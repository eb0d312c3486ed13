package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.vesalius.io.Problem;

/** Jaeger et al., "Two public chest X-ray datasets for computer-aided screening of pulmonary diseases", Quantitative Imaging in Medicine and Surgery 2014: the films of Shenzhen, one study each. */
public final class Shenzhen implements Dataset {
    private static final String PREFIX = "CHNCXR";
    private static final int FEW = 10;

    private static final DatasetCard CARD = new DatasetCard(
                    "shenzhen",
                    1,
                    "Shenzhen tuberculosis set",
                    "S. Jaeger, S. Candemir, S. Antani, Y.-X. J. Wáng, P.-X. Lu, G. Thoma, Two public chest X-ray datasets for computer-aided screening of pulmonary diseases, Quantitative Imaging in Medicine and Surgery 2014",
                    "US public domain (National Library of Medicine); citation requested",
                    true,
                    DatasetCard.Access.OPEN,
                    List.of("zero-shot", "linear-probe", "segmentation", "retrieval"),
                    "chest radiographs with short readings",
                    "ChinaSet_AllFiles/CXR_png/CHNCXR_NNNN_L.png, ClinicalReadings/CHNCXR_NNNN_L.txt (L is the label); optional mask/CHNCXR_NNNN_L_mask.png; the folder itself or the one above",
                    List.of(
                            "The first line of a reading is sex and age in many spellings ('Male Patient's 24yrs', 'female 24yrs', months for infants); what cannot be understood there is kept as text.",
                            "326 films are normal, 336 have tuberculosis.",
                            "Lung masks are of others (S. Stirenko et al. 2018) and of 566 films only."),
                    Map.of("images", 662))
            .withSize("3.6 GB");

    @Override
    public DatasetCard card() {
        return CARD;
    }

    private static Path folder(Path dir) {
        Path below = dir.resolve("ChinaSet_AllFiles");
        return Files.isDirectory(below) ? below : dir;
    }

    @Override
    public boolean recognises(Path dir) {
        Path films = folder(dir).resolve("CXR_png");
        if (!Files.isDirectory(films)) {
            return false;
        }
        try (Stream<Path> files = Files.list(films)) {
            return files.limit(FEW)
                    .anyMatch(file -> String.valueOf(file.getFileName()).startsWith(PREFIX));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path folder = folder(dir);
        Path masks = folder.resolve("mask");
        Tuberculosis.read(
                folder.resolve("CXR_png"),
                folder.resolve("ClinicalReadings"),
                PREFIX,
                name -> {
                    Path mask = Inside.file(masks, name + "_mask.png");
                    return mask == null ? List.of() : List.of(StudyMask.file("lungs", mask));
                },
                studies,
                problems);
    }
}
