package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Box;
import org.vesalius.io.Problem;

/** "COVID-19 Chest X-ray Segmentations Dataset" (General Blockchain and 13 radiologists, 2020): masks on films of the COVID-19 image data collection, one study per film. */
public final class CovidSeg implements Dataset {
    /** Which makes the folder this set, and not the collection whose table lies beside it. */
    static final String TABLE = "structure.csv";

    private static final String FILMS = "metadata.csv";
    private static final String PREFIX = "COVID-19 ";
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    private static final DatasetCard CARD = new DatasetCard(
            "covid_seg",
            1,
            "COVID-19 chest X-ray segmentations",
            "General Blockchain, Inc., COVID-19 Chest X-ray Segmentations Dataset, 2020; films: J. P. Cohen, P. Morrison, L. Dao, COVID-19 Image Data Collection, arXiv 2003.11597",
            "CC BY 4.0 on the masks; films under a licence each",
            false,
            DatasetCard.Access.OPEN,
            List.of("segmentation from text", "grounding"),
            "chest radiographs",
            "structure.csv (a row a structure: Class, Filename, Mask, Resolution, Left, Top, Width, Height), images/, masks/; optional metadata.csv of the COVID-19 image data collection",
            List.of(
                    "A mask is a crop: it lies at (Left, Top) of a film of the size Resolution, in which the boxes are given too, also where the film was resampled.",
                    "Some rows have no mask (twelve monitoring probes); the box alone is kept.",
                    "In some copies the masks of lungs and tubes have lost their pixels; those are reported when the set is prepared and left out there.",
                    "Films are those of covid-chestxray: the patient is the same where metadata.csv is there, and the film itself where not.",
                    "A structure that is not drawn may still be there."),
            Map.of());

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        return Table.looksLike(dir.resolve(TABLE), "Class", "Filename", "Mask", "Resolution", "Left", "Top");
    }

    /** What was drawn on a film. */
    private record Drawn(int width, int height, List<Box> boxes, List<StudyMask> masks) {}

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Map<String, Drawn> films = new LinkedHashMap<>();
        try (Table table = Table.open(dir.resolve(TABLE), TABLE)
                .require("Class", "Filename", "Mask", "Resolution", "Left", "Top", "Width", "Height")) {
            for (Table.Row row : table) {
                structure(dir, row, films, problems);
            }
        }
        Map<String, Map<String, String>> known = facts(dir.resolve(FILMS));
        films.forEach((name, drawn) -> {
            Path file = Inside.file(dir.resolve("images"), name);
            if (file == null) {
                problems.accept(new Problem(
                        Problem.Kind.MISSING,
                        TABLE,
                        "a film with " + drawn.boxes().size() + " structures is not there"));
                return;
            }
            Map<String, String> facts = new TreeMap<>(known.getOrDefault(name, Map.of()));
            String patient = facts.remove("patient");
            String view = facts.remove("view");
            studies.accept(Study.of(patient == null ? Inside.stem(name) : patient, Inside.stem(name))
                    .withImages(List.of(StudyImage.of(name, file, View.of(view == null ? "" : view))
                            .withBoxes(drawn.width(), drawn.height(), drawn.boxes())
                            .withMasks(drawn.masks())))
                    .withMeta(facts));
        });
    }

    private static void structure(Path dir, Table.Row row, Map<String, Drawn> films, Consumer<Problem> problems) {
        Matcher size = SIZE.matcher(row.get("Resolution"));
        Box place = place(row);
        if (!size.matches() || place == null || row.get("Filename").isEmpty()) {
            problems.accept(new Problem(Problem.Kind.INCONSISTENT, row.where(), "no film, size or place in it"));
            return;
        }
        Drawn drawn = films.computeIfAbsent(
                row.get("Filename"),
                _ -> new Drawn(
                        Integer.parseInt(size.group(1)),
                        Integer.parseInt(size.group(2)),
                        new ArrayList<>(),
                        new ArrayList<>()));
        drawn.boxes().add(place);
        Path mask = Inside.file(dir, row.get("Mask"));
        if (mask == null) {
            problems.accept(new Problem(Problem.Kind.MISSING, row.where(), "its mask is not there; the box is kept"));
        } else {
            drawn.masks()
                    .add(new StudyMask(
                            place.label(),
                            null,
                            new MaskSource.Crop(
                                    mask,
                                    (int) Math.round(place.x()),
                                    (int) Math.round(place.y()),
                                    drawn.width(),
                                    drawn.height())));
        }
    }

    private static @Nullable Box place(Table.Row row) {
        Double left = row.number("Left");
        Double top = row.number("Top");
        Double width = row.number("Width");
        Double height = row.number("Height");
        if (left == null || top == null || width == null || height == null) {
            return null;
        }
        boolean sound = Double.isFinite(left + top + width + height) && width >= 0 && height >= 0;
        String named = row.get("Class");
        String label = named.startsWith(PREFIX) ? named.substring(PREFIX.length()) : named;
        return sound ? new Box(left, top, width, height, label) : null;
    }

    /** By the name of the film. */
    private static Map<String, Map<String, String>> facts(Path file) throws IOException {
        Map<String, Map<String, String>> known = new HashMap<>();
        if (Files.isRegularFile(file)) {
            try (Table table = Table.open(file, FILMS).require("patientid", "filename")) {
                for (Table.Row row : table) {
                    known.putIfAbsent(
                            row.get("filename"),
                            row.facts(Map.of(
                                    "patientid", "patient",
                                    "view", "view",
                                    "sex", "sex",
                                    "age", "age",
                                    "finding", "finding",
                                    "offset", "offset_days",
                                    "license", "licence")));
                }
            }
        }
        return known;
    }
}
