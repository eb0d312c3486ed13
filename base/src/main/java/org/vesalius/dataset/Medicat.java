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
            "a .jsonl of figures (also in release/), figures/<pdf_hash>_<fig_uri>; optional a .jsonl of subfigures",
            List.of(
                    "The caption of the publisher's PDF (s2_caption) counts; s2orc_caption only where that is empty.",
                    "Sentences of the article that speak of the figure may be null; they are the section MENTIONS, one a line.",
                    "The paper stands for the patient, so that its figures stay together; there is no published split.",
                    "A compound figure's parts are boxes with the label 'subfigure' and the part's caption as their phrase. Not checked on a copy: the keys of the subfigure file (subfigures with points or box, and caption).",
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
                        if (head.contains("\"pdf_hash\"") && head.contains("\"subfigures\"") == subfigures) {
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
        Map<String, List<Box>> parts = subfigures(table(dir, true), problems);
        Path figures = dir.resolve("figures");
        JsonRows.lines(
                file,
                String.valueOf(file.getFileName()),
                (row, where) -> {
                    String name = key(row);
                    Path picture = Inside.file(figures, name);
                    if (picture == null) {
                        problems.accept(new Problem(Problem.Kind.MISSING, where, "its figure is not there"));
                        return;
                    }
                    StudyImage image = StudyImage.of(name, picture, View.UNKNOWN)
                            .withBoxes(0, 0, parts.getOrDefault(name, List.of()));
                    studies.accept(Study.of(JsonRows.text(row, "pdf_hash"), Inside.stem(name))
                            .withImages(List.of(image))
                            .withReport(report(row))
                            .withMeta(meta(row)));
                },
                problems);
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

    private static Map<String, List<Box>> subfigures(@Nullable Path file, Consumer<Problem> problems)
            throws IOException {
        Map<String, List<Box>> parts = new HashMap<>();
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
                        parts.put(key(row), boxes);
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
