package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;

/** Johnson et al., "MIMIC-CXR-JPG, a large publicly available database of labeled chest radiographs", arXiv 1901.07042: JPEG films, views, split and labels, one study per {@code study_id}. */
public final class MimicCxrJpg implements Dataset {
    private static final String REPORTS = "reports";

    private static final DatasetCard CARD = new DatasetCard(
                    "mimic_cxr_jpg",
                    1,
                    "MIMIC-CXR-JPG: images and labels",
                    "A. E. W. Johnson, T. J. Pollard, N. R. Greenbaum et al., MIMIC-CXR-JPG, a large publicly available database of labeled chest radiographs, arXiv 1901.07042, 2019",
                    "PhysioNet Credentialed Health Data License 1.5.0 with its data use agreement: no passing on, no sending of text to services of others",
                    false,
                    DatasetCard.Access.CREDENTIALED,
                    List.of(
                            "pretraining",
                            "retrieval",
                            "report generation",
                            "zero-shot",
                            "linear-probe",
                            "longitudinal"),
                    "chest radiographs",
                    "mimic-cxr-2.0.0-metadata.csv[.gz], -split.csv[.gz], -chexpert.csv[.gz], -negbio.csv[.gz] (2.1.0 also mimic-cxr-2.1.0-test-set-labeled.csv); files/pNN/pSUBJECT/sSTUDY/<dicom_id>.jpg; reports of MIMIC-CXR in the same folder or that of the setting 'reports', as files/…/sSTUDY.txt, mimic-cxr-reports.zip or mimic_cxr_sectioned.csv",
                    List.of(
                            "The tables order their columns differently (the split has dicom_id, study_id, subject_id), and labels stand in alphabetical order: columns are addressed by name.",
                            "Labels belong to studies, views and splits to films; the split is one of patients.",
                            "Labels have four states, an empty cell is 'not mentioned'.",
                            "Films were stretched to 8 bits and histogram-equalised: they are not the pixels of MIMIC-CXR windowed.",
                            "Reports are not part of this set.",
                            "The radiologists' table of 2.1.0 is of 687 studies of the test part, has no subject_id, and calls Lung Opacity 'Airspace Opacity'."),
                    Map.of(
                            "studies", 227_835,
                            "images", 377_110,
                            "images.train", 368_960,
                            "images.val", 2_991,
                            "images.test", 5_159,
                            "studies.train", 222_758,
                            "studies.val", 1_808,
                            "studies.test", 3_269))
            .withSize("570 GB");

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                REPORTS,
                "folder of MIMIC-CXR with its reports; default: the same folder",
                MimicStudies.LABELS,
                MimicStudies.LABELS_HELP,
                ReportRule.SETTING,
                MimicStudies.SECTIONS_HELP);
    }

    @Override
    public boolean recognises(Path dir) {
        return Table.looksLike(MimicStudies.views(dir), "subject_id", "study_id", "dicom_id", "ViewPosition");
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path views = MimicStudies.views(dir);
        if (views == null) {
            throw InputException.of(
                    "MIMIC-CXR-JPG", "mimic-cxr-2.0.0-metadata.csv or .csv.gz", "neither", "name its folder");
        }
        String named = options.get(REPORTS, "");
        if (!named.isEmpty() && !Files.isDirectory(Path.of(named))) {
            throw InputException.of("setting " + REPORTS, "a folder", "none", "name the folder of the reports");
        }
        MimicTree tree = new MimicTree(named.isEmpty() ? List.of(dir) : List.of(dir, Path.of(named)));
        try (var all = new MimicStudies(views, dir, tree, options, problems)) {
            all.read(studies);
        }
    }
}
