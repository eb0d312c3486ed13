package org.vesalius.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

/** Di Martino et al., "The Autism Brain Imaging Data Exchange", Molecular Psychiatry 2014, and ABIDE II, Scientific Data 2017: one study per participant. */
public final class Abide implements Dataset {
    /** The label of all participants. */
    static final String LABEL = "Autism spectrum disorder";

    private static final String NONE = "-9999";

    private static final DatasetCard CARD = new DatasetCard(
            "abide",
            1,
            "ABIDE I and II: Autism Brain Imaging Data Exchange",
            "A. Di Martino, C.-G. Yan, Q. Li et al., The Autism Brain Imaging Data Exchange, Molecular Psychiatry 2014; ABIDE II: A. Di Martino, D. O'Connor, B. Chen et al., Scientific Data 2017",
            "CC BY-NC-SA 3.0, after registration",
            false,
            DatasetCard.Access.REGISTERED,
            List.of("classification"),
            "structural and functional MR of the head, phenotypes; no PET",
            "Phenotypic_V1_0b_preprocessed1.csv (or another Phenotypic*.csv, or ABIDEII_Composite_Phenotypic.csv), and NIfTI files at any depth whose names begin with FILE_ID or with SUB_ID",
            List.of(
                    "DX_GROUP is 1 for autism and 2 for controls; SEX is 1 for male and 2 for female.",
                    "-9999 means missing, and so does an empty cell: those facts are left out.",
                    "FILE_ID is 'no_filename' where preprocessing failed: the participant has no volume.",
                    "Participants of one site were scanned alike: the site is a fact, to split or test by.",
                    "ABIDE II's table is not UTF-8.",
                    "The scans of a head may show the face: deface them before passing anything on."),
            Map.of("participants of ABIDE I", 1112, "participants of ABIDE II", 1114));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        try {
            return table(dir) != null;
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable Path table(Path dir) throws IOException {
        if (!Files.isDirectory(dir)) {
            return null;
        }
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> String.valueOf(file.getFileName())
                            .toLowerCase(Locale.ROOT)
                            .matches("(phenotypic.*|abideii.*phenotypic.*)\\.csv"))
                    .sorted()
                    .findFirst()
                    .orElse(null);
        }
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path file = table(dir);
        if (file == null) {
            throw InputException.of("ABIDE folder", "a phenotypic .csv", "none", "check the folder");
        }
        NavigableMap<String, Path> volumes = new TreeMap<>(VolumeFiles.byName(dir));
        try (Table table = Table.open(file, String.valueOf(file.getFileName()), ',', StandardCharsets.ISO_8859_1)
                .require("SITE_ID", "SUB_ID", "DX_GROUP")) {
            for (Table.Row row : table) {
                String subject = row.get("SUB_ID");
                if (subject.isEmpty()) {
                    problems.accept(new Problem(Problem.Kind.INCONSISTENT, row.where(), "no SUB_ID"));
                    continue;
                }
                List<StudyVolume> his = volumes(volumes, row.get("FILE_ID"), subject);
                if (his.isEmpty() && !volumes.isEmpty()) {
                    problems.accept(new Problem(
                            Problem.Kind.MISSING, row.where(), "no volume of this participant; the facts are kept"));
                }
                studies.accept(Study.of(subject, subject)
                        .withVolumes(his)
                        .withLabels(Map.of(LABEL, label(row.get("DX_GROUP"))))
                        .withMeta(meta(row)));
            }
        }
    }

    private static LabelState label(String group) {
        return switch (group) {
            case "1" -> LabelState.POSITIVE;
            case "2" -> LabelState.NEGATIVE;
            default -> LabelState.BLANK;
        };
    }

    private static List<StudyVolume> volumes(NavigableMap<String, Path> all, String fileId, String subject) {
        List<StudyVolume> his = new ArrayList<>();
        String begins = fileId.isEmpty() ? subject : fileId;
        for (Map.Entry<String, Path> one : all.tailMap(begins, true).entrySet()) {
            String name = one.getKey();
            if (!name.startsWith(begins)) {
                break;
            }
            if (name.length() == begins.length() || !Character.isLetterOrDigit(name.charAt(begins.length()))) {
                his.add(StudyVolume.of(name, one.getValue(), "mr"));
            }
        }
        return his;
    }

    private static Map<String, String> meta(Table.Row row) {
        Map<String, String> meta =
                new TreeMap<>(row.facts(Map.of("SITE_ID", "site", "AGE_AT_SCAN", "age", "FIQ", "iq", "SEX", "sex")));
        meta.values().removeIf(value -> value.equals(NONE) || value.equals(NONE + ".0"));
        meta.computeIfPresent("sex", (_, code) -> switch (code) {
            case "1" -> "M";
            case "2" -> "F";
            default -> code;
        });
        return meta;
    }
}
