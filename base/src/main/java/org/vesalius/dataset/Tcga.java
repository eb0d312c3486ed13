package org.vesalius.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.vesalius.io.Problem;

/** The Cancer Genome Atlas, as the Genomic Data Commons (portal.gdc.cancer.gov) gives it: one study per case. */
public final class Tcga implements Dataset {
    private static final Pattern BARCODE = Pattern.compile("(TCGA-[A-Z0-9]{2}-[A-Z0-9]{4}).*");
    private static final String CLINICAL = "clinical.tsv";
    private static final String NONE = "'--";

    private static final DatasetCard CARD = new DatasetCard(
            "tcga",
            1,
            "TCGA: slides, clinical data and omics",
            "The Cancer Genome Atlas Research Network, J. N. Weinstein, E. A. Collisson, G. B. Mills et al., The Cancer Genome Atlas Pan-Cancer analysis project, Nature Genetics 2013",
            "NIH genomic data sharing policy: slides and clinical data open, sequences controlled",
            false,
            DatasetCard.Access.REGISTERED,
            List.of("survival", "classification", "pretraining"),
            "histology slides, clinical data, omics",
            "gdc_manifest*.txt (id, filename, md5, size, state), files at <id>/<filename> or <filename>; optional clinical.tsv and gdc_sample_sheet*.tsv",
            List.of(
                    "The first twelve characters of a barcode, TCGA-XX-XXXX, are the patient; a file without a barcode in its name needs the sample sheet.",
                    "clinical.tsv has a row for each treatment of a case: the first counts. Its mark for missing is '--, which is left out.",
                    "Slides (.svs, .tif) are pictures of the study; they are pyramids of many gigapixels, so cut tiles from them first. Other files are counted as facts.",
                    "Frozen (-BS, -TS) and diagnostic (-DX) slides are told apart by their names."),
            Map.of("cases (about)", 11_000));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        try {
            return find(dir, "gdc_manifest.*\\.(txt|tsv)") != null;
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable Path find(Path dir, String pattern) throws IOException {
        if (!Files.isDirectory(dir)) {
            return null;
        }
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> String.valueOf(file.getFileName())
                            .toLowerCase(Locale.ROOT)
                            .matches(pattern))
                    .sorted()
                    .findFirst()
                    .orElse(null);
        }
    }

    private static Table tabs(Path file, String name) throws IOException {
        return Table.open(file, name, '\t', StandardCharsets.UTF_8);
    }

    /** What a case has. */
    private record Case(List<StudyImage> slides, Map<String, Integer> others) {}

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path manifest = find(dir, "gdc_manifest.*\\.(txt|tsv)");
        if (manifest == null) {
            throw InputException.of("TCGA folder", "gdc_manifest*.txt", "none", "check the folder");
        }
        Map<String, String> caseOfFile = sampleSheet(find(dir, "gdc_sample_sheet.*\\.tsv"));
        Map<String, Case> cases = new TreeMap<>();
        String name = String.valueOf(manifest.getFileName());
        try (Table table = tabs(manifest, name).require("id", "filename")) {
            for (Table.Row row : table) {
                file(dir, row, caseOfFile, cases, problems);
            }
        }
        Map<String, Map<String, String>> clinical = clinical(dir.resolve(CLINICAL));
        cases.forEach((barcode, his) -> {
            Map<String, String> meta = new TreeMap<>(clinical.getOrDefault(barcode, Map.of()));
            his.others().forEach((kind, n) -> meta.put("files_" + kind, n.toString()));
            studies.accept(Study.of(barcode, barcode).withImages(his.slides()).withMeta(meta));
        });
    }

    private static void file(
            Path dir,
            Table.Row row,
            Map<String, String> caseOfFile,
            Map<String, Case> cases,
            Consumer<Problem> problems) {
        String filename = row.get("filename");
        Matcher barcode = BARCODE.matcher(caseOfFile.getOrDefault(row.get("id"), filename));
        Path found = Inside.first(List.of(dir.resolve(row.get("id")), dir), filename, "");
        if (!barcode.matches()) {
            problems.accept(new Problem(
                    Problem.Kind.UNMATCHED,
                    row.where(),
                    "no barcode in its name, and no sample sheet that names its case"));
        } else if (found == null) {
            problems.accept(new Problem(Problem.Kind.MISSING, row.where(), "its file is not there"));
        } else {
            Case his = cases.computeIfAbsent(barcode.group(1), _ -> new Case(new ArrayList<>(), new TreeMap<>()));
            String ending = filename.substring(filename.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            if (List.of("svs", "tif", "tiff", "png", "jpg").contains(ending)) {
                his.slides().add(StudyImage.of(filename, found, View.UNKNOWN));
            } else {
                his.others().merge(ending, 1, Integer::sum);
            }
        }
    }

    private static Map<String, String> sampleSheet(@Nullable Path file) throws IOException {
        Map<String, String> caseOfFile = new HashMap<>();
        if (file != null) {
            try (Table table = tabs(file, String.valueOf(file.getFileName())).require("File ID", "Case ID")) {
                for (Table.Row row : table) {
                    caseOfFile.put(row.get("File ID"), row.get("Case ID"));
                }
            }
        }
        return caseOfFile;
    }

    private static Map<String, Map<String, String>> clinical(Path file) throws IOException {
        Map<String, Map<String, String>> known = new HashMap<>();
        if (Files.isRegularFile(file)) {
            try (Table table = tabs(file, CLINICAL).require("case_submitter_id")) {
                for (Table.Row row : table) {
                    Map<String, String> facts = new TreeMap<>(row.facts(Map.of(
                            "gender", "sex",
                            "age_at_index", "age",
                            "vital_status", "vital_status",
                            "days_to_death", "days_to_death",
                            "days_to_last_follow_up", "days_to_last_follow_up",
                            "primary_diagnosis", "diagnosis",
                            "ajcc_pathologic_stage", "stage",
                            "project_id", "project")));
                    facts.values().removeIf(NONE::equals);
                    known.putIfAbsent(row.get("case_submitter_id"), facts);
                }
            }
        }
        return known;
    }
}
