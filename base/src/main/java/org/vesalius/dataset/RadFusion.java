package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

/** Zhou et al., "RadFusion: Benchmarking Performance and Fairness for Multimodal Pulmonary Embolism Detection from CT and EHR", arXiv 2111.11665: one study per CT angiogram. */
public final class RadFusion implements Dataset {
    /** The label of all studies. */
    static final String LABEL = "Pulmonary embolism";

    private static final String TABLE = "Labels.csv";
    private static final String DEMOGRAPHICS = "Demographics.csv";

    private static final DatasetCard CARD = new DatasetCard(
            "radfusion",
            1,
            "RadFusion: CT pulmonary angiograms and records",
            "Y. Zhou, S.-C. Huang, J. A. Fries et al., RadFusion: Benchmarking Performance and Fairness for Multimodal Pulmonary Embolism Detection from CT and EHR, arXiv 2111.11665",
            "Stanford AIMI research agreement",
            false,
            DatasetCard.Access.REGISTERED,
            List.of("classification", "fairness"),
            "CT pulmonary angiograms with records",
            "Labels.csv (idx, label, pe_type, split), optional Demographics.csv (idx and one column a fact), volumes <idx>.npy at any depth",
            List.of(
                    "idx is an examination, and nothing here says which are of the same patient; each counts as its own, and the published split counts.",
                    "pe_type is central, segmental or subsegmental, and empty without embolism.",
                    "Of the tables of records only Demographics.csv is read; codes, medication, laboratory values and vital signs are left as they are.",
                    "Not checked on a copy: headings are read whatever their case."),
            Map.of("volumes", 1837));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        if (!Files.isRegularFile(dir.resolve(TABLE))) {
            return false;
        }
        try (Table table = Table.open(dir.resolve(TABLE), TABLE)) {
            return table.has("idx") && table.has("label");
        } catch (IOException | InputException e) {
            return false;
        }
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Map<String, Path> volumes = VolumeFiles.byName(dir);
        Map<String, Map<String, String>> demographics = demographics(dir.resolve(DEMOGRAPHICS));
        try (Table table = Table.open(dir.resolve(TABLE), TABLE).require("idx", "label", "split")) {
            for (Table.Row row : table) {
                String id = row.get("idx").replaceFirst("\\.0$", "");
                Path volume = volumes.get(id);
                if (volume == null) {
                    problems.accept(new Problem(Problem.Kind.MISSING, row.where(), "its volume is not there"));
                    continue;
                }
                Split split;
                try {
                    split = Rows.split(row.get("split"));
                } catch (InputException e) {
                    problems.accept(new Problem(Problem.Kind.INCONSISTENT, row.where(), Pixels.reason(e)));
                    continue;
                }
                Map<String, String> meta = new TreeMap<>(demographics.getOrDefault(id, Map.of()));
                meta.putAll(row.facts(Map.of("pe_type", "pe_type")));
                studies.accept(Study.of(id, id)
                        .withSplit(split)
                        .withVolumes(List.of(StudyVolume.of("0", volume, "ct")))
                        .withLabels(Map.of(LABEL, state(row.get("label"))))
                        .withMeta(meta));
            }
        }
    }

    private static LabelState state(String cell) {
        return switch (cell.replaceFirst("\\.0$", "")) {
            case "1" -> LabelState.POSITIVE;
            case "0" -> LabelState.NEGATIVE;
            default -> LabelState.BLANK;
        };
    }

    private static Map<String, Map<String, String>> demographics(Path file) throws IOException {
        Map<String, Map<String, String>> known = new HashMap<>();
        if (Files.isRegularFile(file)) {
            try (Table table = Table.open(file, DEMOGRAPHICS).require("idx")) {
                for (Table.Row row : table) {
                    Map<String, String> facts = new TreeMap<>();
                    for (String column : table.header()) {
                        String value = row.get(column.strip());
                        if (!column.isBlank() && !column.strip().equals("idx") && !value.isEmpty()) {
                            facts.put(column.strip().toLowerCase(Locale.ROOT).replace(' ', '_'), value);
                        }
                    }
                    known.put(row.get("idx").replaceFirst("\\.0$", ""), facts);
                }
            }
        }
        return known;
    }
}
