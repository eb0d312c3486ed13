package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;
import org.vesalius.report.Section;
import tools.jackson.databind.JsonNode;

/** Tang et al., "Deep learning segmentation model for automated detection of the opacity regions in the chest X-rays of the Covid-19 positive patients", medRxiv 2020: the films of TCIA's COVID-19-AR with outlines of opacities; one study per film. */
public final class CovidRural implements Dataset {
    private static final String FOLDER = "covid_rural_annot";
    private static final String INFO = "covid_rural_patient_info.csv";
    private static final String NOTES = "covid_rural_radiologist_notes.csv";
    private static final Pattern NAME = Pattern.compile("(COVID-19-AR-\\d+)_(\\d\\d-\\d\\d-\\d{4})-.*");
    private static final Pattern PATIENT = Pattern.compile("COVID-19-AR-\\d+");

    private static final DatasetCard CARD = new DatasetCard(
                    "covid_rural",
                    1,
                    "COVID-Rural: chest X-rays with opacity outlines",
                    "H. Tang, N. Sun, Y. Li, H. Xia, Deep learning segmentation model for automated detection of the opacity regions in the chest X-rays of the Covid-19 positive patients and the application for disease severity, medRxiv 2020; films: S. Desai, A. Baghal, T. Wongsurawat et al., Scientific Data 2020",
                    "films CC BY 4.0 (TCIA COVID-19-AR); outlines: not stated",
                    false,
                    DatasetCard.Access.OPEN,
                    List.of("segmentation", "grounding", "retrieval"),
                    "chest radiographs with outlines and notes",
                    "covid_rural_annot/ with jpgs/*.jpg, pngs_masks/*.png (0 and 1), jsons/ or jpgs/jsons/*.json (labelme: lungs and opacities), covid_rural_patient_info.csv, covid_rural_radiologist_notes.csv; that folder or the one above",
                    List.of(
                            "Masks hold 0 and 1, not 0 and 255: they look black.",
                            "Patient and date are in the film's name, COVID-19-AR-PATIENT_MM-DD-YYYY-XR; dates are shifted.",
                            "All patients had COVID-19. A film without an opacity has an empty mask.",
                            "The headings of the two tables were not seen here: the column that holds the patient's id is found by its form, the longest text of a row of notes is the note of its patient and of the date when a cell has it."),
                    Map.of("images", 221))
            .withSize("0.3 GB");

    @Override
    public DatasetCard card() {
        return CARD;
    }

    private static Path folder(Path dir) {
        return Files.isDirectory(dir.resolve(FOLDER)) ? dir.resolve(FOLDER) : dir;
    }

    @Override
    public boolean recognises(Path dir) {
        Path folder = folder(dir);
        return Files.isDirectory(folder.resolve("jpgs"))
                && (Files.isDirectory(folder.resolve("pngs_masks")) || Files.isRegularFile(folder.resolve(INFO)));
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        if (!recognises(dir)) {
            throw InputException.of("COVID-Rural", "jpgs/ and pngs_masks/", "neither", "name covid_rural_annot");
        }
        Path folder = folder(dir);
        Map<String, Map<String, String>> facts = facts(folder.resolve(INFO));
        Map<String, String> notes = notes(folder.resolve(NOTES));
        try (Stream<Path> files = Files.list(folder.resolve("jpgs"))) {
            for (Path film : files.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .toList()) {
                String name = Inside.stem(String.valueOf(film.getFileName()));
                Matcher parts = NAME.matcher(name);
                if (!parts.matches()) {
                    problems.accept(new Problem(
                            Problem.Kind.INCONSISTENT, name, "a name not of the form COVID-19-AR-PATIENT_DATE-XR"));
                    continue;
                }
                String patient = parts.group(1);
                Map<String, String> meta = new TreeMap<>(facts.getOrDefault(patient, Map.of()));
                meta.put("study_date_shifted", parts.group(2));
                studies.accept(Study.of(patient, name)
                        .withImages(List.of(
                                StudyImage.of(name, film, View.UNKNOWN).withMasks(masks(folder, name, problems))))
                        .withReport(Report.of(
                                Section.TEXT,
                                notes.getOrDefault(patient + " " + parts.group(2), notes.getOrDefault(patient, ""))))
                        .withLabels(Map.of("COVID-19", LabelState.POSITIVE))
                        .withMeta(meta));
            }
        }
    }

    private static List<StudyMask> masks(Path folder, String name, Consumer<Problem> problems) throws IOException {
        List<StudyMask> masks = new ArrayList<>();
        Path drawn = Inside.file(folder.resolve("pngs_masks"), name + ".png");
        if (drawn != null) {
            masks.add(new StudyMask("opacity", null, new MaskSource.Value(drawn, 1)));
        } else {
            problems.accept(new Problem(Problem.Kind.MISSING, name, "its mask is not there"));
        }
        Path shapes = json(folder, name);
        if (shapes != null) {
            try {
                masks.addAll(lungs(Json.tree(shapes, name), drawn == null));
            } catch (InputException e) {
                problems.accept(new Problem(Problem.Kind.BROKEN, name, Pixels.reason(e)));
            }
        }
        return masks;
    }

    private static @Nullable Path json(Path folder, String name) {
        Path file = Inside.file(folder.resolve("jsons"), name + ".json");
        return file != null ? file : Inside.file(folder.resolve("jpgs").resolve("jsons"), name + ".json");
    }

    /** Labelme's polygons by their labels, opacities only when there is no mask of them. */
    private static List<StudyMask> lungs(JsonNode file, boolean opacities) {
        int width = file.path("imageWidth").asInt(0);
        int height = file.path("imageHeight").asInt(0);
        Map<String, List<List<MaskSource.Point>>> lines = new LinkedHashMap<>();
        for (JsonNode shape : file.path("shapes")) {
            String label = JsonRows.text(shape, "label");
            List<MaskSource.Point> points = new ArrayList<>();
            shape.path("points")
                    .forEach(point -> points.add(new MaskSource.Point(
                            point.path(0).asDouble(0), point.path(1).asDouble(0))));
            if (points.size() > 2
                    && (opacities || label.toLowerCase(Locale.ROOT).contains("lung"))) {
                lines.computeIfAbsent(label, _ -> new ArrayList<>()).add(points);
            }
        }
        List<StudyMask> masks = new ArrayList<>();
        if (width > 0 && height > 0) {
            lines.forEach((label, drawn) ->
                    masks.add(new StudyMask(label, null, new MaskSource.Polygons(width, height, drawn))));
        }
        return masks;
    }

    private static Map<String, Map<String, String>> facts(Path file) throws IOException {
        Map<String, Map<String, String>> facts = new TreeMap<>();
        if (Files.isRegularFile(file)) {
            try (Table table = Table.open(file)) {
                for (Table.Row row : table) {
                    String patient = cell(table, row, PATIENT);
                    Map<String, String> said = facts.computeIfAbsent(patient, _ -> new TreeMap<>());
                    for (String column : table.header()) {
                        String value = row.get(column.strip());
                        if (!value.isEmpty() && !value.equals(patient) && !column.isBlank()) {
                            said.putIfAbsent(column.strip().toLowerCase(Locale.ROOT), value);
                        }
                    }
                }
            }
        }
        return facts;
    }

    private static Map<String, String> notes(Path file) throws IOException {
        Map<String, String> notes = new TreeMap<>();
        if (Files.isRegularFile(file)) {
            try (Table table = Table.open(file)) {
                for (Table.Row row : table) {
                    String patient = cell(table, row, PATIENT);
                    String date = cell(table, row, Pattern.compile("\\d\\d-\\d\\d-\\d{4}"));
                    String longest = "";
                    for (String column : table.header()) {
                        String value = row.get(column.strip());
                        longest = value.length() > longest.length() ? value : longest;
                    }
                    if (!patient.isEmpty()) {
                        notes.put(date.isEmpty() ? patient : patient + " " + date, longest);
                    }
                }
            }
        }
        return notes;
    }

    /** What of a row's cells has this form; empty when none has. */
    private static String cell(Table table, Table.Row row, Pattern form) {
        for (String column : table.header()) {
            Matcher found = form.matcher(row.get(column.strip()));
            if (found.find()) {
                return found.group();
            }
        }
        return "";
    }
}
