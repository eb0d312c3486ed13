package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

/** Bustos et al., "PadChest: A large chest x-ray image dataset with multi-label annotated reports", Medical Image Analysis 2020 (arXiv 1901.07441): Spanish reports, one study per StudyID. */
public final class PadChest implements Dataset {
    private static final String TABLE = "(?i)PADCHEST_chest_x_ray_images_labels.*\\.csv(\\.gz)?";
    private static final Map<String, String> FACTS = facts();

    private static final DatasetCard CARD = new DatasetCard(
                    "padchest",
                    1,
                    "PadChest",
                    "A. Bustos, A. Pertusa, J.-M. Salinas, M. de la Iglesia-Vayá, PadChest: A large chest x-ray image dataset with multi-label annotated reports, Medical Image Analysis 2020, arXiv 1901.07441",
                    "PadChest dataset research use agreement of BIMCV",
                    false,
                    DatasetCard.Access.REGISTERED,
                    List.of("pretraining", "zero-shot", "linear-probe", "other language"),
                    "chest radiographs with Spanish reports",
                    "PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv[.gz]; films flat, in images/, or in the folders 0 to 54 that ImageDir names",
                    List.of(
                            "Labels, localizations and their codes are printed Python lists; 'nan' among them means none. 27 % of the reports were labelled by physicians, the rest by a network: the fact label_method.",
                            "'exclude', 'unchanged' and 'suboptimal study' are in the list of labels and are no findings; they are kept under their names.",
                            "A label that is named is positive; what is not named is not in the labels.",
                            "Reports are stemmed: lower case, without accents and punctuation but full stops.",
                            "Projections are PA, L, AP, AP_horizontal, COSTAL and EXCLUDE.",
                            "Films are PNG of 16 bits, and a few dozen of them are cut short.",
                            "Age is the year of the study less that of birth, so it may be one too high."),
                    Map.of("images", 160_868, "studies", 109_931, "patients", 67_625))
            .withSize("1 TB");

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        try {
            return Table.looksLike(table(dir), "ImageID", "StudyID", "PatientID", "Labels");
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable Path table(Path dir) throws IOException {
        if (!Files.isDirectory(dir)) {
            return null;
        }
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches(TABLE))
                    .sorted()
                    .findFirst()
                    .orElse(null);
        }
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path file = table(dir);
        if (file == null) {
            throw InputException.of("PadChest", "its table of labels", "none in the folder", "name the folder");
        }
        try (Groups rows = Groups.open(
                file, row -> row.get("StudyID"), "ImageID", "StudyID", "PatientID", "Projection", "Labels")) {
            for (Groups.Group group = rows.next(); group != null; group = rows.next()) {
                Study study = study(dir, group, problems);
                if (study != null) {
                    studies.accept(study);
                }
            }
            rows.unmatched("StudyID", problems);
        }
    }

    private static @Nullable Study study(Path dir, Groups.Group group, Consumer<Problem> problems) {
        Table.Row first = group.rows().getFirst();
        List<StudyImage> images = new ArrayList<>();
        Map<String, LabelState> labels = new TreeMap<>();
        for (Table.Row row : group.rows()) {
            if (!row.get("PatientID").equals(first.get("PatientID"))) {
                problems.accept(new Problem(
                        Problem.Kind.INCONSISTENT, row.where(), "another patient than that of its study; left out"));
                continue;
            }
            Path film = film(dir, row);
            if (film == null) {
                problems.accept(new Problem(Problem.Kind.MISSING, row.where(), "its film is not there"));
                continue;
            }
            images.add(StudyImage.of(row.get("ImageID"), film, View.of(row.get("Projection"))));
            PythonList.strings(row.get("Labels")).forEach(label -> labels.put(label, LabelState.POSITIVE));
        }
        if (images.isEmpty()) {
            return null;
        }
        return Study.of(first.get("PatientID"), group.key())
                .withImages(images)
                .withReport(Report.of(Section.TEXT, first.get("Report")))
                .withLabels(labels)
                .withMeta(meta(first));
    }

    private static @Nullable Path film(Path dir, Table.Row row) {
        String name = row.get("ImageID");
        String folder = row.get("ImageDir").replaceFirst("\\.0$", "");
        for (Path place : List.of(
                dir,
                dir.resolve("images"),
                dir.resolve(folder),
                dir.resolve("images").resolve(folder))) {
            Path film = Inside.file(place, name);
            if (film != null) {
                return film;
            }
        }
        return null;
    }

    private static Map<String, String> meta(Table.Row row) {
        Map<String, String> meta = new TreeMap<>(row.facts(FACTS));
        Double birth = row.number("PatientBirth");
        String date = row.get("StudyDate_DICOM");
        if (birth != null && date.matches("\\d{8}.*")) {
            int age = Integer.parseInt(date.substring(0, 4)) - birth.intValue();
            if (age >= 0 && age <= 120) {
                meta.put("age", Integer.toString(age));
            }
        }
        String places = String.join("; ", PythonList.strings(row.get("Localizations")));
        if (!places.isEmpty()) {
            meta.put("localizations", places);
        }
        return meta;
    }

    private static Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("PatientSex_DICOM", "sex");
        facts.put("MethodLabel", "label_method");
        facts.put("Pediatric", "pediatric");
        facts.put("Manufacturer_DICOM", "manufacturer");
        facts.put("LabelsLocalizationsBySentence", "labels_by_sentence");
        return facts;
    }
}
