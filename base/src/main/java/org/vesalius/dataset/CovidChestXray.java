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
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

/** Cohen et al., "COVID-19 Image Data Collection: Prospective Predictions Are the Future", MELBA 2020 (arXiv 2006.11988): one study per row of {@code metadata.csv}. */
public final class CovidChestXray implements Dataset {
    private static final String TABLE = "metadata.csv";
    private static final Map<String, String> FACTS = facts();

    private static final DatasetCard CARD = new DatasetCard(
            "covid-chestxray",
            1,
            "COVID-19 Image Data Collection",
            "J. P. Cohen, P. Morrison, L. Dao et al., COVID-19 Image Data Collection: Prospective Predictions Are the Future, MELBA 2020, arXiv 2006.11988",
            "per image: Apache-2.0, CC BY, CC BY-NC-SA and others, see the fact 'licence' of each study",
            false,
            DatasetCard.Access.OPEN,
            List.of("pretraining", "retrieval", "zero-shot", "longitudinal"),
            "chest radiographs, some CT slices",
            "metadata.csv, images/, annotations/lungVAE-masks/",
            List.of(
                    "Two releases: an older one with findings such as 'COVID-19, ARDS', a later one with hierarchies such as 'Pneumonia/Viral/COVID-19'; every part is a label.",
                    "Rows of folder 'volumes' name CT volumes and are left out.",
                    "Some rows name a file that is not there, and some films are listed for two patients; who shares a film stays in one split.",
                    "The table is not all UTF-8; such bytes become the replacement character.",
                    "Findings 'todo' and 'Unknown' mean that nobody looked and give no label."),
            Map.of());

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        Path file = dir.resolve(TABLE);
        if (!Files.isRegularFile(file) || Files.isRegularFile(dir.resolve(CovidSeg.TABLE))) {
            return false;
        }
        try (Table table = Table.open(file, TABLE)) {
            return table.has("patientid") && table.has("filename") && table.has("clinical_notes");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        try (Table table = Table.open(dir.resolve(TABLE), TABLE)
                .require("patientid", "finding", "view", "folder", "filename", "clinical_notes")) {
            for (Table.Row row : table) {
                Study study = study(dir, row, problems);
                if (study != null) {
                    studies.accept(study);
                }
            }
        }
    }

    private static @Nullable Study study(Path dir, Table.Row row, Consumer<Problem> problems) {
        if (row.get("folder").equals("volumes")) {
            problems.accept(new Problem(Problem.Kind.SKIPPED, row.where(), "a CT volume, not a picture"));
            return null;
        }
        String patient = row.get("patientid");
        Path file = Inside.file(dir.resolve("images"), row.get("filename"));
        if (patient.isEmpty() || !row.whole()) {
            problems.accept(
                    new Problem(Problem.Kind.INCONSISTENT, row.where(), "no patient, or fewer cells than the header"));
            return null;
        }
        if (file == null) {
            problems.accept(new Problem(Problem.Kind.MISSING, row.where(), "its picture is not in images/"));
            return null;
        }
        String name = String.valueOf(file.getFileName());
        StudyImage image = StudyImage.of(name, file, View.of(row.get("view"))).withMasks(lungMask(dir, name));
        return Study.of(patient, patient + "_" + row.number())
                .withImages(List.of(image))
                .withReport(Report.of(Section.TEXT, row.get("clinical_notes")))
                .withLabels(labels(row.get("finding")))
                .withMeta(row.facts(FACTS));
    }

    private static List<StudyMask> lungMask(Path dir, String image) {
        Path mask = Inside.file(dir.resolve("annotations").resolve("lungVAE-masks"), Inside.stem(image) + "_mask.png");
        return mask == null ? List.of() : List.of(StudyMask.file("lungs", mask));
    }

    private static Map<String, LabelState> labels(String finding) {
        Map<String, LabelState> labels = new TreeMap<>();
        for (String part : finding.split("[,/]")) {
            String name = part.strip();
            if (!name.isEmpty() && !name.equalsIgnoreCase("todo") && !name.equalsIgnoreCase("unknown")) {
                labels.put(name, LabelState.POSITIVE);
            }
        }
        return labels;
    }

    private static Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        for (String same : List.of(
                "sex", "age", "modality", "survival", "intubated", "went_icu", "in_icu", "extubated", "temperature")) {
            facts.put(same, same);
        }
        facts.put("offset", "offset_days");
        facts.put("intubation_present", "intubation_present");
        facts.put("needed_supplemental_O2", "needed_supplemental_o2");
        facts.put("pO2_saturation", "po2_saturation");
        facts.put("leukocyte_count", "leukocyte_count");
        facts.put("neutrophil_count", "neutrophil_count");
        facts.put("lymphocyte_count", "lymphocyte_count");
        facts.put("RT_PCR_positive", "rt_pcr_positive");
        facts.put("license", "licence");
        return facts;
    }
}
