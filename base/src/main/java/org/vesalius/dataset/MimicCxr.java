package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;

/** Johnson et al., "MIMIC-CXR, a de-identified publicly available database of chest radiographs with free-text reports", Scientific Data 2019: DICOM films and reports, one study per {@code study_id}. */
public final class MimicCxr implements Dataset {
    /** The table of films. */
    static final String RECORDS = "cxr-record-list.csv";

    private static final String TABLES = "tables";

    private static final DatasetCard CARD = new DatasetCard(
                    "mimic_cxr",
                    1,
                    "MIMIC-CXR: DICOM and reports",
                    "A. E. W. Johnson, T. J. Pollard, S. J. Berkowitz et al., MIMIC-CXR, a de-identified publicly available database of chest radiographs with free-text reports, Scientific Data 2019",
                    "PhysioNet Credentialed Health Data License 1.5.0 with its data use agreement: no passing on, no sending of text to services of others",
                    false,
                    DatasetCard.Access.CREDENTIALED,
                    List.of("pretraining", "retrieval", "report generation", "zero-shot", "longitudinal"),
                    "chest radiographs with reports",
                    "cxr-record-list.csv[.gz]; files/pNN/pSUBJECT/sSTUDY/<dicom_id>.dcm; reports as files/pNN/pSUBJECT/sSTUDY.txt or mimic-cxr-reports.zip; beside them, or in the folder of the setting 'tables', the tables of MIMIC-CXR-JPG",
                    List.of(
                            "Split, view and labels are not part of this set: they come from the tables of MIMIC-CXR-JPG; without them a film has no view and a study no split.",
                            "Lines of a report begin with a blank, names are three underscores, addenda stand above the report behind a line of underscores, and a WET READ may come first.",
                            "Many studies have several films and some reports speak of films that are not there.",
                            "54 studies cannot be cut by the rules and were looked up by hand by MIT-LCP; their text stands without a section, and eight of them have none.",
                            "With mimic-cxr-reports.zip and without files/ it is a set of texts.",
                            "Dates are shifted by a span of each patient's own: differences within a patient hold, nothing else.",
                            "64,588 patients says the set's page, 65,379 the paper."),
                    Map.of(
                            "studies", 227_835,
                            "images", 377_110,
                            "studies.train", 222_758,
                            "studies.val", 1_808,
                            "studies.test", 3_269))
            .withSize("4.7 TB");

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                TABLES,
                "folder of the tables of MIMIC-CXR-JPG; default: the same folder",
                MimicStudies.LABELS,
                MimicStudies.LABELS_HELP,
                ReportRule.SETTING,
                MimicStudies.SECTIONS_HELP);
    }

    @Override
    public boolean recognises(Path dir) {
        return Table.looksLike(Table.find(dir, RECORDS), "subject_id", "study_id", "dicom_id")
                && MimicStudies.views(dir) == null;
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path records = Table.find(dir, RECORDS);
        if (records == null) {
            throw InputException.of("MIMIC-CXR", RECORDS + " or " + RECORDS + ".gz", "neither", "name its folder");
        }
        String named = options.get(TABLES, "");
        Path tables = named.isEmpty() ? dir : Path.of(named);
        if (!Files.isDirectory(tables)) {
            throw InputException.of("setting " + TABLES, "a folder", "none", "name the folder of the tables");
        }
        try (var all = new MimicStudies(records, tables, new MimicTree(List.of(dir)), options, problems)) {
            all.read(studies);
        }
    }
}
