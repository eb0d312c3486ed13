package org.vesalius.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

/** Huang et al., "INSPECT: A Multimodal Dataset for Pulmonary Embolism Diagnosis and Prognosis", NeurIPS 2023 Datasets and Benchmarks: one study per CT angiogram. */
public final class Inspect implements Dataset {
    private static final String KEY = "impression_id";
    private static final Set<String> NO_LABELS = Set.of(
            KEY,
            "person_id",
            "patientid",
            "image_id",
            "note_id",
            "split",
            "studytime",
            "accession",
            "procedure_occurrence_id");

    private static final DatasetCard CARD = new DatasetCard(
            "inspect",
            1,
            "INSPECT: CT pulmonary angiograms, impressions and records",
            "S.-C. Huang, Z. Huo, E. Steinberg, C.-C. Chiang, M. P. Lungren, C. P. Langlotz, S. Yeung, N. H. Shah, J. A. Fries, INSPECT: A Multimodal Dataset for Pulmonary Embolism Diagnosis and Prognosis, NeurIPS 2023 Datasets and Benchmarks, arXiv 2311.10798",
            "Stanford research agreement, non-commercial",
            false,
            DatasetCard.Access.REGISTERED,
            List.of("classification", "prognosis", "retrieval"),
            "CT pulmonary angiograms with impressions",
            "labels*.tsv (or .csv), study_mapping*.tsv, splits*.tsv and impressions*.csv, all with impression_id, or one cohort_*_master_file_anon.csv; NIfTI files at any depth, named by image_id or impression_id",
            List.of(
                    "The tables are joined by impression_id; it is there twice in some, and the first counts.",
                    "A label is True, False or Censored: a censored one is blank, never negative.",
                    "Times and dates are not kept.",
                    "The records (OMOP tables) are another download and are not read.",
                    "Not checked on a copy: the columns are those that public code reads."),
            Map.of("studies", 23_248, "patients", 19_402));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        try {
            return find(dir, "cohort_") != null || (find(dir, "labels") != null && find(dir, "study_mapping") != null);
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable Path find(Path dir, String begins) throws IOException {
        if (!Files.isDirectory(dir)) {
            return null;
        }
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> String.valueOf(file.getFileName())
                            .toLowerCase(Locale.ROOT)
                            .matches(begins + ".*\\.[ct]sv"))
                    .sorted()
                    .findFirst()
                    .orElse(null);
        }
    }

    private static Table open(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        return Table.open(file, name, name.endsWith(".tsv") ? '\t' : ',', StandardCharsets.UTF_8);
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path labels = find(dir, "labels");
        Path whole = labels == null ? find(dir, "cohort_") : labels;
        if (whole == null) {
            throw InputException.of("INSPECT folder", "labels*.tsv or cohort_*.csv", "neither", "check the folder");
        }
        Map<String, Map<String, String>> known = new HashMap<>();
        for (String begins : List.of("study_mapping", "splits", "impressions")) {
            collect(find(dir, begins), known);
        }
        Map<String, Path> volumes = VolumeFiles.byName(dir);
        Set<String> seen = new HashSet<>();
        try (Table table = open(whole).require(KEY)) {
            for (Table.Row row : table) {
                String id = row.get(KEY);
                if (!seen.add(id)) {
                    problems.accept(new Problem(
                            Problem.Kind.INCONSISTENT, row.where(), "a row before it has the same impression_id"));
                    continue;
                }
                Map<String, String> facts = new TreeMap<>(known.getOrDefault(id, Map.of()));
                for (String column : List.of("person_id", "PatientID", "image_id", "split", "impressions")) {
                    if (!row.get(column).isEmpty()) {
                        facts.put(column.equals("PatientID") ? "person_id" : column, row.get(column));
                    }
                }
                one(id, facts, states(table, row), volumes, row.where(), studies, problems);
            }
        }
    }

    private static void collect(@Nullable Path file, Map<String, Map<String, String>> known) throws IOException {
        if (file != null) {
            try (Table table = open(file).require(KEY)) {
                for (Table.Row row : table) {
                    Map<String, String> facts = known.computeIfAbsent(row.get(KEY), _ -> new TreeMap<>());
                    row.facts(Map.of(
                                    "person_id", "person_id",
                                    "PatientID", "person_id",
                                    "image_id", "image_id",
                                    "split", "split",
                                    "impressions", "impressions",
                                    "impression", "impressions"))
                            .forEach(facts::putIfAbsent);
                }
            }
        }
    }

    private static Map<String, LabelState> states(Table table, Table.Row row) {
        Map<String, LabelState> states = new TreeMap<>();
        for (String column : table.header()) {
            String name = column.strip();
            String cell = row.get(name).toLowerCase(Locale.ROOT);
            boolean label = !NO_LABELS.contains(name.toLowerCase(Locale.ROOT))
                    && Set.of("true", "false", "censored", "1", "0", "").contains(cell)
                    && !name.isEmpty()
                    && !name.startsWith("tte_")
                    && !name.startsWith("is_censored");
            if (label) {
                states.put(
                        name,
                        switch (cell) {
                            case "true", "1" -> LabelState.POSITIVE;
                            case "false", "0" -> LabelState.NEGATIVE;
                            default -> LabelState.BLANK;
                        });
            }
        }
        return states;
    }

    private static void one(
            String id,
            Map<String, String> facts,
            Map<String, LabelState> states,
            Map<String, Path> volumes,
            String where,
            Consumer<Study> studies,
            Consumer<Problem> problems) {
        String patient = facts.getOrDefault("person_id", "");
        if (patient.isEmpty()) {
            problems.accept(new Problem(Problem.Kind.UNMATCHED, where, "no person_id for it in the mapping"));
            return;
        }
        Path volume = volumes.get(facts.getOrDefault("image_id", id));
        volume = volume == null ? volumes.get(id) : volume;
        if (volume == null && !volumes.isEmpty()) {
            problems.accept(new Problem(Problem.Kind.MISSING, where, "its volume is not there; the text is kept"));
        }
        Split split = null;
        try {
            split = Rows.split(facts.getOrDefault("split", ""));
        } catch (InputException e) {
            problems.accept(new Problem(Problem.Kind.INCONSISTENT, where, Pixels.reason(e)));
        }
        studies.accept(Study.of(patient, id)
                .withSplit(split)
                .withVolumes(volume == null ? List.of() : List.of(StudyVolume.of("0", volume, "ct")))
                .withReport(Report.of(Section.IMPRESSION, facts.getOrDefault("impressions", "")))
                .withLabels(states));
    }
}
