package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

/**
 * The retrieval lists over CheXpert's training part: GLoRIA's 5x200 ({@code chexpert_5x200.csv}) and ConVIRT's 8x200 ({@code image-retrieval/candidate.csv} and {@code query.csv}, {@code
 * text-retrieval/query.csv} of yuhaozhang/convirt).
 *
 * @param films each listed film, as {@code train/patient00001/study1/view1_frontal.jpg}, with what it is there for
 * @param patients of those films
 */
record CheXpertLists(Map<String, Listed> films, Set<String> patients) {
    /** The names of the lists. */
    static final List<String> NAMES = List.of("5x200", "8x200");

    private static final String TEXTS = "text-retrieval/query.csv";
    private static final Map<String, List<String>> FILES = Map.of(
            "5x200", List.of("chexpert_5x200.csv"),
            "8x200", List.of("image-retrieval/candidate.csv", "image-retrieval/query.csv"));

    /** Whether a film is a query, and the class that it stands for where the list says so. */
    record Listed(boolean query, String type) {
        /** As facts of a study. */
        Map<String, String> facts() {
            Map<String, String> facts = new TreeMap<>();
            facts.put("retrieval_role", query ? "image query" : "candidate");
            if (!type.isEmpty()) {
                facts.put("retrieval_class", type);
            }
            return facts;
        }
    }

    /** Those of the lists that are in one of the folders. */
    static CheXpertLists read(List<Path> folders, List<String> names) throws IOException {
        CheXpertLists lists = new CheXpertLists(new HashMap<>(), new HashSet<>());
        for (String name : names) {
            for (String file : FILES.getOrDefault(name, List.of())) {
                Path found = find(folders, file);
                if (found != null) {
                    try (Table table = Table.open(found).require("Path")) {
                        boolean query = file.endsWith("query.csv");
                        table.forEach(row -> lists.add(inside(row.get("Path")), query, row.get("Variable")));
                    }
                }
            }
        }
        return lists;
    }

    private void add(String film, boolean query, String type) {
        films.put(film, new Listed(query, type));
        String[] parts = film.split("/");
        if (parts.length > 1) {
            patients.add(parts[1]);
        }
    }

    private static @Nullable Path find(List<Path> folders, String file) {
        for (Path folder : folders) {
            Path found = Table.find(folder, file);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** A film's path without what stands before {@code train/}, {@code valid/} or {@code test/}. */
    static String inside(String path) {
        return path.replaceFirst("^.*?(?=(train|valid|test)/patient)", "");
    }

    /** ConVIRT's text queries, as studies without a film. */
    static void texts(List<Path> folders, Consumer<Study> studies) throws IOException {
        Path found = find(folders, TEXTS);
        if (found != null) {
            try (Table table = Table.open(found, TEXTS).require("Variable", "Text")) {
                for (Table.Row row : table) {
                    String id = "text_query_" + row.number();
                    studies.accept(Study.of(id, id)
                            .withSplit(Split.TEST)
                            .withReport(Report.of(Section.TEXT, row.get("Text")))
                            .withLabels(Map.of(row.get("Variable"), LabelState.POSITIVE))
                            .withMeta(Map.of("retrieval_role", "text query", "retrieval_class", row.get("Variable"))));
                }
            }
        }
    }
}
