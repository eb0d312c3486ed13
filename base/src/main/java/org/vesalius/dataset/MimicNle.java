package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;
import org.vesalius.report.Section;
import tools.jackson.databind.JsonNode;

/** Kayser et al., "Explaining Chest X-ray Pathologies in Natural Language", MICCAI 2022 (arXiv 2207.04343): sentences of MIMIC-CXR's reports that explain a diagnosis by evidence; one study per sentence. */
public final class MimicNle implements Dataset {
    /** In the order of the lists of a record. */
    static final List<String> CLASSES = List.of(
            "Atelectasis",
            "Consolidation",
            "Edema",
            "Enlarged Cardiomediastinum",
            "Lung Lesion",
            "Lung Opacity",
            "Pleural Effusion",
            "Pleural Other",
            "Pneumonia",
            "Pneumothorax");

    private static final Map<String, Split> FILES = files();

    private static final DatasetCard CARD = new DatasetCard(
            "mimic_nle",
            1,
            "MIMIC-NLE: explanations in natural language",
            "M. Kayser, C. Emde, O.-M. Camburu, G. Parsons, B. Papiez, T. Lukasiewicz, Explaining Chest X-ray Pathologies in Natural Language, MICCAI 2022, arXiv 2207.04343",
            "texts of MIMIC-CXR: PhysioNet Credentialed Health Data License 1.5.0; the queries that make them: none stated",
            false,
            DatasetCard.Access.CREDENTIALED,
            List.of("explanation", "report generation"),
            "sentences of reports of MIMIC-CXR",
            "mimic-nle-train.json, mimic-nle-dev.json, mimic-nle-test.json (one JSON object a line), made by the authors' script from the reports; films of MIMIC-CXR-JPG under files/ in the same folder or that of the setting 'mimic', if wanted",
            List.of(
                    "A sentence is named by its report and its number, so another sentence splitter than the authors' gives other texts under the same names: the counts and the texts have to be those of their script.",
                    "img_labels hold negative, uncertain, positive in this order, and diagnosis and evidence are lists of ten: the diagnoses and pieces of evidence are the facts diagnosis and evidence, the states of the film the labels.",
                    "Films belong to the report, not to the sentence: those of the fact study_id are joined when they are there."),
            Map.of("studies", 38_003));

    private static Map<String, Split> files() {
        Map<String, Split> files = new LinkedHashMap<>();
        files.put("mimic-nle-train.json", Split.TRAIN);
        files.put("mimic-nle-dev.json", Split.VAL);
        files.put("mimic-nle-test.json", Split.TEST);
        return files;
    }

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
        return FILES.keySet().stream().anyMatch(name -> Files.isRegularFile(dir.resolve(name)));
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        if (!recognises(dir)) {
            throw InputException.of("MIMIC-NLE", "mimic-nle-train.json and others", "none", "name their folder");
        }
        try (MimicTree tree = MimicTree.of(dir, options)) {
            for (Map.Entry<String, Split> file : FILES.entrySet()) {
                Path path = dir.resolve(file.getKey());
                if (Files.isRegularFile(path)) {
                    JsonRows.lines(
                            path,
                            file.getKey(),
                            (record, where) -> {
                                Study study = study(record, where, problems);
                                if (study != null) {
                                    studies.accept(
                                            filmed(study, tree, where, problems).withSplit(file.getValue()));
                                }
                            },
                            problems);
                }
            }
        }
    }

    private static Study filmed(Study study, MimicTree tree, String where, Consumer<Problem> problems) {
        List<StudyImage> films = tree.films(study.patientId(), study.meta().getOrDefault("study_id", ""));
        if (films.isEmpty() && tree.there()) {
            problems.accept(new Problem(Problem.Kind.UNMATCHED, where, "its films are not there; its text is kept"));
        }
        return study.withImages(films);
    }

    private static @Nullable Study study(JsonNode record, String where, Consumer<Problem> problems) {
        String id = JsonRows.text(record, "sentence_ID");
        String said = JsonRows.text(record, "nle");
        JsonNode states = record.path("img_labels");
        if (id.isEmpty() || said.isEmpty() || states.size() != CLASSES.size()) {
            problems.accept(
                    new Problem(Problem.Kind.BROKEN, where, "a record without sentence_ID, nle or ten img_labels"));
            return null;
        }
        Map<String, LabelState> labels = new TreeMap<>();
        for (int i = 0; i < CLASSES.size(); i++) {
            labels.put(CLASSES.get(i), state(states.path(i)));
        }
        Map<String, String> meta = new TreeMap<>();
        meta.put("study_id", JsonRows.text(record, "report_ID").replaceFirst("^s", ""));
        named(record.path("diagnosis_label"), "diagnosis", meta);
        named(record.path("evidence_label"), "evidence", meta);
        return Study.of(JsonRows.text(record, "patient_ID").replaceFirst("^p", ""), id)
                .withReport(Report.of(Section.TEXT, said))
                .withLabels(labels)
                .withMeta(meta);
    }

    private static LabelState state(JsonNode oneOfThree) {
        if (oneOfThree.path(2).asDouble(0) == 1) {
            return LabelState.POSITIVE;
        }
        return oneOfThree.path(1).asDouble(0) == 1 ? LabelState.UNCERTAIN : LabelState.NEGATIVE;
    }

    private static void named(JsonNode list, String fact, Map<String, String> meta) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < CLASSES.size(); i++) {
            if (list.path(i).asDouble(0) == 1) {
                names.add(CLASSES.get(i));
            }
        }
        if (!names.isEmpty()) {
            meta.put(fact, String.join("; ", names));
        }
    }
}
