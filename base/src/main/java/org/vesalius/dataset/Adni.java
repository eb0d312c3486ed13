package org.vesalius.dataset;

import java.io.IOException;
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
import org.vesalius.io.Problem;

/** The Alzheimer's Disease Neuroimaging Initiative (adni.loni.usc.edu): one study per participant and visit of ADNIMERGE.csv, joined with the images of a LONI download. */
public final class Adni implements Dataset {
    private static final String TABLE = "ADNIMERGE.csv";
    private static final Pattern IMAGE = Pattern.compile("(?:.*_)?I(\\d+)");
    private static final List<String> DIAGNOSES = List.of("CN", "MCI", "Dementia");
    private static final Map<String, String> FACTS = Map.of(
            "AGE", "age_at_baseline",
            "PTGENDER", "sex",
            "PTEDUCAT", "education_years",
            "APOE4", "apoe4",
            "MMSE", "mmse",
            "CDRSB", "cdr_sum",
            "DX_bl", "diagnosis_at_baseline",
            "COLPROT", "protocol");

    private static final DatasetCard CARD = new DatasetCard(
            "adni",
            1,
            "ADNI: Alzheimer's Disease Neuroimaging Initiative",
            "R. C. Petersen, P. S. Aisen, L. A. Beckett et al., Alzheimer's Disease Neuroimaging Initiative (ADNI): clinical characterization, Neurology 2010",
            "ADNI data use agreement",
            false,
            DatasetCard.Access.REGISTERED,
            List.of("classification", "longitudinal change"),
            "MR and PET of the head, clinical scores, genotypes",
            "ADNIMERGE.csv; optional the image search's .csv (Image Data ID, Subject, Visit) and the downloaded tree with NIfTI files ending in _I<number>.nii or folders I<number> of DICOM",
            List.of(
                    "A row is a visit: RID and VISCODE together are its key; the baseline is bl, and images call the screening visit sc, which is read as bl.",
                    "Images are joined by the search's .csv; without it none is, and that is a problem.",
                    "A visit without an examination has no diagnosis (DX is empty): those labels are left out, not negative. Changes such as 'MCI to Dementia' count as what they end in.",
                    "AGE is that of the baseline at every visit; 'months' since then is a fact of its own. Dates are not kept.",
                    "The scans of a head show the face: deface them before passing anything on."),
            Map.of("participants (about)", 2400));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        return Files.isRegularFile(dir.resolve(TABLE));
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Map<String, List<StudyVolume>> volumes = volumes(dir, problems);
        try (Table table = Table.open(dir.resolve(TABLE), TABLE).require("RID", "PTID", "VISCODE", "DX")) {
            for (Table.Row row : table) {
                String visit = visit(row.get("VISCODE"));
                if (row.get("RID").isEmpty() || visit.isEmpty()) {
                    problems.accept(new Problem(Problem.Kind.INCONSISTENT, row.where(), "no RID or no VISCODE"));
                    continue;
                }
                List<StudyVolume> his = volumes.remove(row.get("PTID") + "\0" + visit);
                studies.accept(Study.of(row.get("RID"), row.get("RID") + "_" + visit)
                        .withVolumes(his == null ? List.of() : his)
                        .withLabels(Rows.oneOf(DIAGNOSES, diagnosis(row.get("DX"))))
                        .withMeta(meta(row, visit)));
            }
        }
        int left = volumes.values().stream().mapToInt(List::size).sum();
        if (left > 0) {
            problems.accept(new Problem(
                    Problem.Kind.UNMATCHED, "images", left + " images of visits that " + TABLE + " does not have"));
        }
    }

    private static String visit(String code) {
        String lower = code.toLowerCase(Locale.ROOT);
        return lower.equals("sc") || lower.equals("scmri") ? "bl" : lower;
    }

    private static String diagnosis(String cell) {
        String end = cell.substring(cell.lastIndexOf(" to ") < 0 ? 0 : cell.lastIndexOf(" to ") + 4);
        return switch (end) {
            case "NL" -> "CN";
            case "AD" -> "Dementia";
            default -> end;
        };
    }

    private static Map<String, String> meta(Table.Row row, String visit) {
        Map<String, String> meta = new TreeMap<>(row.facts(FACTS));
        meta.put("visit", visit);
        meta.put(
                "months",
                visit.equals("bl") ? "0" : visit.matches("m\\d{1,4}") ? "" + Integer.parseInt(visit.substring(1)) : "");
        meta.values().removeIf(String::isEmpty);
        return meta;
    }

    /** By PTID and visit. */
    private static Map<String, List<StudyVolume>> volumes(Path dir, Consumer<Problem> problems) throws IOException {
        Map<String, Path> found = images(dir);
        Map<String, List<StudyVolume>> volumes = new HashMap<>();
        boolean searched = false;
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList()) {
                try (Table table = Table.open(file, String.valueOf(file.getFileName()))) {
                    if (table.has("Image Data ID") && table.has("Subject") && table.has("Visit")) {
                        searched = true;
                        join(table, found, volumes, problems);
                    }
                }
            }
        }
        if (!found.isEmpty()) {
            problems.accept(new Problem(
                    Problem.Kind.UNMATCHED,
                    "images",
                    found.size()
                            + (searched
                                    ? " images that the search's .csv does not name"
                                    : " images, and no search's .csv that joins them")));
        }
        return volumes;
    }

    private static void join(
            Table table, Map<String, Path> found, Map<String, List<StudyVolume>> volumes, Consumer<Problem> problems) {
        for (Table.Row row : table) {
            String id = row.get("Image Data ID").replaceFirst("^[ID]", "");
            Path image = found.remove(id);
            if (image == null) {
                problems.accept(new Problem(Problem.Kind.MISSING, row.where(), "its image is not there"));
            } else {
                volumes.computeIfAbsent(row.get("Subject") + "\0" + visit(row.get("Visit")), _ -> new ArrayList<>())
                        .add(StudyVolume.of("I" + id, image, row.get("Modality").toLowerCase(Locale.ROOT)));
            }
        }
    }

    /** NIfTI files and folders of DICOM, by the number of their image. */
    private static Map<String, Path> images(Path dir) throws IOException {
        Map<String, Path> images = new TreeMap<>();
        try (Stream<Path> all = Files.walk(dir)) {
            all.sorted().forEach(path -> {
                String name = String.valueOf(path.getFileName());
                String bare = VolumeFiles.bare(name);
                Matcher matcher = IMAGE.matcher(bare);
                if (matcher.matches() && (Files.isDirectory(path) || !bare.equals(name))) {
                    images.merge(matcher.group(1), path, (folder, file) -> Files.isDirectory(folder) ? file : folder);
                }
            });
        }
        return images;
    }
}
