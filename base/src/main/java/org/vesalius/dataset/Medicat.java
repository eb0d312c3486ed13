package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Box;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.Report;
import org.vesalius.report.Section;
import tools.jackson.databind.JsonNode;

/** Subramanian et al., "MedICaT: A Dataset of Medical Images, Captions, and Textual References", Findings of EMNLP 2020: one study per figure. */
public final class Medicat implements Dataset {
    private static final String SPLITS = "subcaption_split_keys.json";

    private static final DatasetCard CARD = new DatasetCard(
            "medicat",
            1,
            "MedICaT",
            "S. Subramanian, L. L. Wang, S. Mehta, B. Bogin, M. van Zuylen, S. Parasa, S. Singh, M. Gardner, H. Hajishirzi, MedICaT: A Dataset of Medical Images, Captions, and Textual References, Findings of EMNLP 2020, arXiv 2010.06000",
            "non-commercial research only; per article, as oa_info says",
            false,
            DatasetCard.Access.OPEN,
            List.of("pretraining", "retrieval", "subfigure and subcaption alignment"),
            "figures of articles",
            "s2_full_figures_oa_nonroco_combined_medical_top4_public.jsonl (or another .jsonl of figures), figures/<pdf_hash>_<fig_uri>, optional subcaptions_public.jsonl and subcaption_split_keys.json; all also in release/",
            List.of(
                    "The caption of the publisher's PDF (s2_caption) counts; s2orc_caption only where that is empty.",
                    "Sentences of the article that speak of the figure may be null; they are the section MENTIONS, one a line.",
                    "The paper stands for the patient, so that its figures stay together; there is no published split.",
                    "A compound figure's parts are boxes around their points with the label 'subfigure'; 2,069 figures have them, with a split of their own that is the fact subfigure_split. Not checked on a copy: where the subfigure file keeps a part's caption (caption or subcaption is read as the box's phrase).",
                    "Licences differ between articles and are a fact of the study."),
            Map.of("images", 217_060, "patients", 131_410));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        try {
            return table(dir, false) != null;
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable Path table(Path dir, boolean subfigures) throws IOException {
        for (Path folder : List.of(dir, dir.resolve("release"))) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.filter(file -> file.toString().endsWith(".jsonl"))
                            .sorted()
                            .toList()) {
                        String head = Inside.head(file);
                        boolean parts = String.valueOf(file.getFileName()).contains("subcaption")
                                || head.contains("\"subfigures\"");
                        if (head.contains("\"pdf_hash\"") && parts == subfigures) {
                            return file;
                        }
                    }
                }
            }
        }
        return null;
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path file = table(dir, false);
        if (file == null) {
            throw InputException.of("MedICaT folder", "a .jsonl with pdf_hash and fig_uri", "none", "check the folder");
        }
        Map<String, Parts> parts = subfigures(table(dir, true), problems);
        Map<String, String> splits = splits(dir);
        List<Path> folders = List.of(dir.resolve("figures"), dir.resolve("release/figures"));
        JsonRows.lines(
                file,
                String.valueOf(file.getFileName()),
                (row, where) -> {
                    String name = key(row);
                    Path picture = Inside.first(folders, name, "");
                    if (picture == null) {
                        problems.accept(new Problem(Problem.Kind.MISSING, where, "its figure is not there"));
                        return;
                    }
                    Parts its = parts.getOrDefault(name, Parts.NONE);
                    Map<String, String> meta = meta(row);
                    String split = splits.get(JsonRows.text(row, "pdf_hash") + "_" + JsonRows.text(row, "fig_key"));
                    if (split != null) {
                        meta.put("subfigure_split", split);
                    }
                    studies.accept(Study.of(JsonRows.text(row, "pdf_hash"), Inside.stem(name))
                            .withImages(List.of(StudyImage.of(name, picture, View.UNKNOWN)
                                    .withBoxes(its.width(), its.height(), its.boxes())))
                            .withReport(report(row))
                            .withMeta(meta));
                },
                problems);
    }

    /** The subfigures of a compound figure, in a space of this size. */
    private record Parts(int width, int height, List<Box> boxes) {
        static final Parts NONE = new Parts(0, 0, List.of());
    }

    /** By paper and figure: {@code {"train": [{"pdf_hash": …, "fig_key": …}, …], …}}. */
    private static Map<String, String> splits(Path dir) throws IOException {
        Map<String, String> splits = new HashMap<>();
        Path file = Inside.first(List.of(dir, dir.resolve("release")), SPLITS, "");
        if (file != null) {
            JsonRows.entries(
                    file,
                    (split, figure) -> splits.put(
                            JsonRows.text(figure, "pdf_hash") + "_" + JsonRows.text(figure, "fig_key"), split));
        }
        return splits;
    }

    private static String key(JsonNode row) {
        return JsonRows.text(row, "pdf_hash") + "_" + JsonRows.text(row, "fig_uri");
    }

    private static Report report(JsonNode row) {
        Map<Section, String> sections = new EnumMap<>(Section.class);
        sections.put(Section.TEXT, JsonRows.first(row, "s2_caption", "s2orc_caption"));
        sections.put(
                Section.MENTIONS,
                row.path("s2orc_references")
                        .valueStream()
                        .map(mention -> mention.asString("").strip())
                        .filter(mention -> !mention.isEmpty())
                        .collect(Collectors.joining("\n")));
        return new Report(sections);
    }

    private static Map<String, String> meta(JsonNode row) {
        JsonNode access = row.path("oa_info");
        Map<String, String> meta = new TreeMap<>();
        meta.put("radiology", JsonRows.text(row, "radiology"));
        meta.put("kind", JsonRows.text(row, "predicted_type"));
        meta.put("doi", JsonRows.text(access, "doi"));
        meta.put("licence", JsonRows.text(access.path("oa"), "license"));
        meta.values().removeIf(String::isEmpty);
        return meta;
    }

    private static Map<String, Parts> subfigures(@Nullable Path file, Consumer<Problem> problems) throws IOException {
        Map<String, Parts> parts = new HashMap<>();
        if (file != null) {
            JsonRows.lines(
                    file,
                    String.valueOf(file.getFileName()),
                    (row, where) -> {
                        List<Box> boxes = new ArrayList<>();
                        for (JsonNode part : row.path("subfigures")) {
                            Box box = box(part);
                            if (box == null) {
                                problems.accept(new Problem(
                                        Problem.Kind.INCONSISTENT, where, "a subfigure without points; left out"));
                            } else {
                                boxes.add(box);
                            }
                        }
                        int width = row.path("width").asInt(0);
                        int height = row.path("height").asInt(0);
                        parts.put(key(row), new Parts(Math.max(0, width), Math.max(0, height), boxes));
                    },
                    problems);
        }
        return parts;
    }

    private static @Nullable Box box(JsonNode part) {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (JsonNode point : part.path("points")) {
            left = Math.min(left, point.path(0).asDouble(Double.NaN));
            top = Math.min(top, point.path(1).asDouble(Double.NaN));
            right = Math.max(right, point.path(0).asDouble(Double.NaN));
            bottom = Math.max(bottom, point.path(1).asDouble(Double.NaN));
        }
        if (!(right >= left && bottom >= top)) {
            return null;
        }
        String caption = JsonRows.first(part, "caption", "subcaption");
        return new Box(left, top, right - left, bottom - top, "subfigure", caption.isEmpty() ? null : caption, null);
    }
}
