package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.Report;
import org.vesalius.report.Section;
import tools.jackson.databind.JsonNode;

/** Jain et al., "RadGraph: Extracting Clinical Entities and Relations from Radiology Reports", NeurIPS Datasets and Benchmarks 2021 (arXiv 2106.14463): one study per report and labeler. */
public final class RadGraph implements Dataset {
    /** The fact that holds a report's entities as the set's own JSON. */
    public static final String ENTITIES = "radgraph_entities";

    private static final Map<String, Split> FILES = files();
    private static final List<String> LABELERS = List.of("labeler_1", "labeler_2");

    private static final DatasetCard CARD = new DatasetCard(
            "radgraph",
            1,
            "RadGraph: entities and relations of reports",
            "S. Jain, A. Agrawal, A. Saporta et al., RadGraph: Extracting Clinical Entities and Relations from Radiology Reports, NeurIPS Datasets and Benchmarks 2021, arXiv 2106.14463",
            "PhysioNet Credentialed Health Data License 1.5.0 with its data use agreement",
            false,
            DatasetCard.Access.CREDENTIALED,
            List.of("entity and relation extraction", "report evaluation"),
            "report texts of MIMIC-CXR and CheXpert",
            "train.json, dev.json, test.json; optional MIMIC-CXR_graphs.json and CheXpert_graphs.json (found by a model)",
            List.of(
                    "A text is its tokens with blanks between them, cut at / - , : . ! ? ( ); start_ix and end_ix count tokens, end_ix included.",
                    "A report of the test part was labelled twice: it is two studies, LABELER in their id; those of CheXpert in it are another hospital's (the fact data_source).",
                    "Keys are paths pNN/pSUBJECT/sSTUDY.txt, in some releases with the part before them; keys of another form are CheXpert's.",
                    "The graphs of MIMIC-CXR_graphs.json and CheXpert_graphs.json were found by a model: the fact source is 'inferred', and they have no split.",
                    "Entities stay the set's own JSON, the fact " + ENTITIES + "."),
            Map.of("studies.train", 425, "studies.val", 75));

    private static Map<String, Split> files() {
        Map<String, Split> files = new LinkedHashMap<>();
        files.put("train.json", Split.TRAIN);
        files.put("dev.json", Split.VAL);
        files.put("test.json", Split.TEST);
        return files;
    }

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        return Files.isRegularFile(dir.resolve("MIMIC-CXR_graphs.json"))
                || FILES.keySet().stream().allMatch(name -> begins(dir.resolve(name)));
    }

    private static boolean begins(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (var in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(1 << 16), java.nio.charset.StandardCharsets.UTF_8);
            return head.contains("\"entities\"");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        int found = 0;
        for (Map.Entry<String, Split> file : FILES.entrySet()) {
            found += file(dir, file.getKey(), file.getValue(), "gold", studies, problems);
        }
        found += file(dir, "MIMIC-CXR_graphs.json", null, "inferred", studies, problems);
        found += file(dir, "CheXpert_graphs.json", null, "inferred", studies, problems);
        if (found == 0) {
            throw InputException.of("RadGraph", "train.json, dev.json, test.json", "none of them", "name their folder");
        }
    }

    private static int file(
            Path dir,
            String name,
            @Nullable Split split,
            String source,
            Consumer<Study> studies,
            Consumer<Problem> problems)
            throws IOException {
        Path file = dir.resolve(name);
        if (!Files.isRegularFile(file)) {
            return 0;
        }
        int[] number = {0};
        JsonRows.entries(file, (key, graph) -> {
            String where = name + ", report " + ++number[0];
            String text = JsonRows.text(graph, "text");
            if (text.isEmpty()) {
                problems.accept(new Problem(Problem.Kind.INCONSISTENT, where, "it has no text"));
                return;
            }
            boolean twice = LABELERS.stream().anyMatch(graph::has);
            for (String labeler : twice ? LABELERS : List.of("")) {
                JsonNode entities = twice ? graph.path(labeler).path("entities") : graph.path("entities");
                if (entities.isObject()) {
                    String suffix = source.equals("gold") ? labeler : "inferred";
                    studies.accept(study(key, text, suffix, split, graph, entities, source));
                } else {
                    problems.accept(new Problem(Problem.Kind.INCONSISTENT, where, "no entities " + labeler));
                }
            }
        });
        return 1;
    }

    private static Study study(
            String key,
            String text,
            String suffix,
            @Nullable Split split,
            JsonNode graph,
            JsonNode entities,
            String source) {
        MimicTree.Place place = MimicTree.place(key);
        String study = place == null ? Inside.stem(key) : place.study();
        Map<String, String> meta = new TreeMap<>();
        meta.put("source", source);
        String from = JsonRows.text(graph, "data_source");
        if (!from.isEmpty()) {
            meta.put("data_source", from);
        }
        meta.put(ENTITIES, entities.toString());
        return Study.of(place == null ? study : place.subject(), suffix.isEmpty() ? study : study + "_" + suffix)
                .withSplit(split)
                .withReport(Report.of(Section.TEXT, text))
                .withMeta(meta);
    }
}
