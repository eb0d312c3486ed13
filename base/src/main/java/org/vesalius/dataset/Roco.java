package org.vesalius.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

/** Pelka et al., "Radiology Objects in COntext (ROCO): A Multimodal Image Dataset", LABELS 2018: one study per figure. */
public final class Roco implements Dataset {
    private static final Map<String, Split> PARTS = parts();
    private static final List<String> KINDS = List.of("radiology", "non-radiology");
    private static final String CAPTIONS = "captions.txt";
    private static final String LICENCES = "licences.txt";
    private static final String GROUP = "group";
    private static final String FIGURE = "figure";
    private static final String ARTICLE = "article";

    private static final DatasetCard CARD = new DatasetCard(
            "roco",
            1,
            "ROCO",
            "O. Pelka, S. Koitka, J. Rückert, F. Nensa, C. M. Friedrich, Radiology Objects in COntext (ROCO): A Multimodal Image Dataset, LABELS 2018",
            "per figure, as licences.txt says: about half CC BY, others non-commercial, without derivatives or unknown",
            false,
            DatasetCard.Access.OPEN,
            List.of("pretraining", "retrieval", "captioning"),
            "figures of articles: radiographs, CT, MR, ultrasound, angiography and others",
            "data/{train,validation,test}/{radiology,non-radiology}/ (also without data/), each with captions.txt, licences.txt, keywords.txt, cuis.txt, semtypes.txt and images/ROCO_<n>.jpg; or a <part>data.csv with id, name and caption instead of captions.txt",
            List.of(
                    "Figures are fetched from PubMed Central by a script and not all are there any more; without images/ the captions are read alone.",
                    "A caption begins with a blank. Files are joined by id and never by line; licences.txt has a header, the others have none.",
                    "Concepts, key words and semantic types follow an empty cell; semantic types alternate identifier and name.",
                    "The licence of each figure is a fact of its study: filter by it before passing anything on.",
                    "The published split parts figures, not articles. The figure stands for the patient, so that it can be used; 'group=article' keeps an article's figures together instead."),
            Map.of("texts.val", 8180 + 611, "figures (about)", 87_900));

    private static Map<String, Split> parts() {
        Map<String, Split> parts = new LinkedHashMap<>();
        parts.put("train", Split.TRAIN);
        parts.put("validation", Split.VAL);
        parts.put("test", Split.TEST);
        return parts;
    }

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(GROUP, "what stands for the patient: 'figure' (default) or 'article'");
    }

    @Override
    public boolean recognises(Path dir) {
        Path root = root(dir);
        return PARTS.keySet().stream()
                .anyMatch(part -> KINDS.stream()
                        .anyMatch(kind -> Files.isRegularFile(
                                        root.resolve(part).resolve(kind).resolve(CAPTIONS))
                                || Files.isRegularFile(repack(root, part, kind))));
    }

    private static Path root(Path dir) {
        return Files.isDirectory(dir.resolve("data")) ? dir.resolve("data") : dir;
    }

    private static Path repack(Path root, String part, String kind) {
        String name = part.equals("validation") ? "valdata.csv" : part + "data.csv";
        return root.resolve(part).resolve(kind).resolve(name);
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        String group = options.get(GROUP, FIGURE);
        if (!group.equals(FIGURE) && !group.equals(ARTICLE)) {
            throw InputException.unknown("group of ROCO", group, List.of(FIGURE, ARTICLE));
        }
        Path root = root(dir);
        for (Map.Entry<String, Split> part : PARTS.entrySet()) {
            for (String kind : KINDS) {
                Path folder = root.resolve(part.getKey()).resolve(kind);
                Path table = repack(root, part.getKey(), kind);
                if (!Files.isRegularFile(folder.resolve(CAPTIONS)) && !Files.isRegularFile(table)) {
                    problems.accept(new Problem(
                            Problem.Kind.MISSING, part.getKey() + "/" + kind, "this part of the set is not there"));
                    continue;
                }
                Figures figures = Figures.of(
                        folder, part.getKey() + "/" + kind, part.getValue(), group.equals(ARTICLE), studies, problems);
                if (Files.isRegularFile(folder.resolve(CAPTIONS))) {
                    figures.captions();
                } else {
                    figures.repack(table);
                }
            }
        }
    }

    /** The figures of one folder, and what is known of them by id. */
    private record Figures(
            Path folder,
            String name,
            Split split,
            boolean byArticle,
            boolean pictures,
            Map<String, Map<String, String>> facts,
            Consumer<Study> studies,
            Consumer<Problem> problems) {

        static Figures of(
                Path folder,
                String name,
                Split split,
                boolean byArticle,
                Consumer<Study> studies,
                Consumer<Problem> problems)
                throws IOException {
            Map<String, Map<String, String>> facts = new HashMap<>();
            licences(folder.resolve(LICENCES), name, facts);
            for (String what : List.of("keywords", "cuis", "semtypes")) {
                tabs(folder.resolve(what + ".txt"), (cells, _) -> {
                    String values = cells.stream()
                            .skip(1)
                            .map(String::strip)
                            .filter(value -> !value.isEmpty())
                            .collect(Collectors.joining("; "));
                    if (!values.isEmpty()) {
                        facts.computeIfAbsent(cells.getFirst(), _ -> new TreeMap<>())
                                .put(what, values);
                    }
                });
            }
            boolean pictures = Files.isDirectory(folder.resolve("images"));
            if (!pictures) {
                problems.accept(new Problem(
                        Problem.Kind.MISSING, name + "/images", "the folder is not there: captions are read alone"));
            }
            return new Figures(folder, name, split, byArticle, pictures, facts, studies, problems);
        }

        private static void licences(Path file, String name, Map<String, Map<String, String>> facts)
                throws IOException {
            if (Files.isRegularFile(file)) {
                try (Table table = Table.open(file, name + "/" + LICENCES).require("ROCO_ID", "PMC_ID", "CC")) {
                    for (Table.Row row : table) {
                        Map<String, String> known = facts.computeIfAbsent(row.get("ROCO_ID"), _ -> new TreeMap<>());
                        known.putAll(row.facts(Map.of("CC", "licence", "PMC_ID", "pmc_file")));
                    }
                }
            }
        }

        private static void tabs(Path file, VqaMedFiles.Visit visit) throws IOException {
            if (Files.isRegularFile(file)) {
                try (BufferedReader in =
                        new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
                    int number = 0;
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                        number++;
                        if (!line.isBlank()) {
                            visit.at(Arrays.asList(line.split("\t", -1)), "line " + number);
                        }
                    }
                }
            }
        }

        void captions() throws IOException {
            tabs(folder.resolve(CAPTIONS), (cells, where) -> {
                String caption = cells.size() < 2 ? "" : String.join(" ", cells.subList(1, cells.size()));
                figure(cells.getFirst().strip(), caption.strip(), name + "/" + CAPTIONS + ", " + where);
            });
        }

        void repack(Path file) throws IOException {
            try (Table table = Table.open(file, name + "/" + file.getFileName()).require("id", "name", "caption")) {
                for (Table.Row row : table) {
                    figure(row.get("id"), row.get("caption"), row.where());
                }
            }
        }

        private void figure(String id, String caption, String where) {
            if (id.isEmpty() || caption.isEmpty()) {
                problems.accept(new Problem(Problem.Kind.INCONSISTENT, where, "no id or no caption in it"));
                return;
            }
            Path file = pictures ? Inside.first(List.of(folder.resolve("images")), id, ".jpg", ".png", "") : null;
            if (pictures && file == null) {
                problems.accept(new Problem(Problem.Kind.MISSING, where, "its picture is not there"));
                return;
            }
            Map<String, String> meta = new TreeMap<>(facts.getOrDefault(id, Map.of()));
            String pmc = Objects.requireNonNullElse(meta.get("pmc_file"), "");
            String article = pmc.startsWith("PMC") && pmc.indexOf('_') > 0 ? pmc.substring(0, pmc.indexOf('_')) : "";
            meta.put("kind", name.substring(name.indexOf('/') + 1));
            studies.accept(Study.of(byArticle && !article.isEmpty() ? article : id, id)
                    .withSplit(split)
                    .withImages(file == null ? List.of() : List.of(StudyImage.of(id, file, View.UNKNOWN)))
                    .withReport(Report.of(Section.TEXT, caption))
                    .withMeta(meta));
        }
    }
}
