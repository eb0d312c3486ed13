package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

/** Ramesh, Chi, Rajpurkar, "Improving Radiology Report Generation Systems by Removing Hallucinated References to Non-existent Priors" (CXR-ReDonE), ML4H 2022 (arXiv 2210.06340): impressions of MIMIC-CXR without what refers to earlier films. */
public final class CxrPro implements Dataset {
    private static final String TRAIN = "mimic_train_impressions.csv";
    private static final String TEST = "mimic_test_impressions.csv";

    private static final DatasetCard CARD = new DatasetCard(
            "cxr_pro",
            1,
            "CXR-PRO: impressions without references to priors",
            "V. Ramesh, N. A. Chi, P. Rajpurkar, Improving Radiology Report Generation Systems by Removing Hallucinated References to Non-existent Priors, ML4H 2022, arXiv 2210.06340",
            "PhysioNet Credentialed Health Data License 1.5.0 with its data use agreement",
            false,
            DatasetCard.Access.CREDENTIALED,
            List.of("report generation", "retrieval"),
            "impressions of MIMIC-CXR",
            TRAIN + ", " + TEST
                    + " with dicom_id, study_id, subject_id, report; films of MIMIC-CXR-JPG under files/ in the same folder or that of the setting 'mimic', if wanted",
            List.of(
                    "The training part was rewritten by a model (GILBERT), the test part by experts.",
                    "The set has the films in cxr.h5, which is not read: rows are joined with MIMIC-CXR-JPG by their ids; without it the set is one of texts.",
                    "An impression from which nothing was left is empty: it is reported and left out.",
                    "One row is one film: studies with several films repeat their text."),
            Map.of());

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(MimicTree.SETTING, MimicTree.HELP);
    }

    @Override
    public boolean recognises(Path dir) {
        return Table.looksLike(Table.find(dir, TRAIN), "study_id", "report")
                || Table.looksLike(Table.find(dir, TEST), "study_id", "report");
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        if (!recognises(dir)) {
            throw InputException.of("CXR-PRO", TRAIN + " or " + TEST, "neither", "name their folder");
        }
        try (MimicTree tree = MimicTree.of(dir, options)) {
            part(dir, TRAIN, Split.TRAIN, tree, studies, problems);
            part(dir, TEST, Split.TEST, tree, studies, problems);
        }
    }

    private static void part(
            Path dir, String name, Split split, MimicTree tree, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path file = Table.find(dir, name);
        if (file == null) {
            problems.accept(new Problem(Problem.Kind.MISSING, name, "this part is not there"));
            return;
        }
        try (Table table = Table.open(file).require("study_id", "report")) {
            for (Table.Row row : table) {
                if (row.get("report").isEmpty()) {
                    problems.accept(
                            new Problem(Problem.Kind.SKIPPED, row.where(), "nothing is left of its impression"));
                } else {
                    studies.accept(study(row, name, split, tree, problems));
                }
            }
        }
    }

    private static Study study(Table.Row row, String name, Split split, MimicTree tree, Consumer<Problem> problems) {
        String study = digits(row.get("study_id"), 's');
        String subject = digits(row.get("subject_id"), 'p');
        String dicom = row.get("dicom_id");
        String id = dicom.isEmpty() ? study : dicom;
        @Nullable Path film = dicom.isEmpty() || !tree.there() ? null : tree.film(subject, study, dicom);
        if (film == null && tree.there()) {
            problems.accept(
                    new Problem(Problem.Kind.UNMATCHED, row.where(), "its film is not there; its text is kept"));
        }
        return Study.of(subject.isEmpty() ? study : subject, id.isEmpty() ? name + "_" + row.number() : id)
                .withSplit(split)
                .withImages(film == null ? List.of() : List.of(StudyImage.of(dicom, film, View.UNKNOWN)))
                .withReport(Report.of(Section.IMPRESSION, row.get("report")))
                .withMeta(Map.of("study_id", study));
    }

    private static String digits(String id, char prefix) {
        String bare = id.endsWith(".0") ? id.substring(0, id.length() - 2) : id;
        return !bare.isEmpty() && bare.charAt(0) == prefix ? bare.substring(1) : bare;
    }
}
