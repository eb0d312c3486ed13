package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Datasets;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.evaluate.ReportBaselines;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.metric.text.ReferenceVocabulary;
import org.vesalius.report.Section;

/**
 * An annotation file of R2Gen's form as report generation uses it: cleaned, and cut with rare words replaced where that is asked for.
 *
 * @param release which known file it is, {@code unknown} otherwise
 * @param words the vocabulary of the training part
 */
record Annotation(
        String release,
        ReferenceVocabulary words,
        List<ReportBaselines.Item> train,
        List<ReportBaselines.Item> test,
        List<Problem> problems) {
    private static final String MIMIC = "mimic-r2gen";
    /** What is left of a word that Open-I's authors took out. */
    private static final String REMOVED = "(?i)x{4,}";

    /** Reads a file; with Open-I's reports its indications and topics too. */
    static Annotation read(Path file, @Nullable Path openi, boolean truncated) throws IOException {
        List<Problem> problems = new ArrayList<>();
        List<Study> studies = studies("r2gen_annotation", file, problems);
        Map<String, Study> reports = new LinkedHashMap<>();
        if (openi != null) {
            studies("openi", openi, problems).forEach(study -> reports.put(study.patientId(), study));
        }
        String release =
                studies.isEmpty() ? "unknown" : studies.getFirst().meta().getOrDefault("release", "unknown");
        ReferenceVocabulary.Rule rule =
                release.equals(MIMIC) ? ReferenceVocabulary.Rule.MIMIC : ReferenceVocabulary.Rule.IU;
        ReferenceVocabulary words = ReferenceVocabulary.of(
                rule,
                studies.stream()
                        .filter(study -> study.split() == Split.TRAIN)
                        .map(Annotation::text)
                        .toList());
        Map<Split, List<ReportBaselines.Item>> items = new LinkedHashMap<>();
        for (Study study : studies) {
            String text =
                    truncated ? words.decoded(text(study)) : rule.cleaning().clean(text(study));
            items.computeIfAbsent(study.split(), _ -> new ArrayList<>())
                    .add(item(reports.get(study.patientId()), text));
        }
        List<ReportBaselines.Item> train = items.getOrDefault(Split.TRAIN, List.of());
        List<ReportBaselines.Item> test = items.getOrDefault(Split.TEST, List.of());
        if (train.isEmpty() || test.isEmpty()) {
            throw InputException.of(
                    "annotation", "reports of train and of test", "none of one of them", "get the file again");
        }
        return new Annotation(release, words, train, test, problems);
    }

    private static String text(Study study) {
        return study.report().text(Section.FINDINGS);
    }

    private static List<Study> studies(String reader, Path place, List<Problem> problems) throws IOException {
        List<Study> studies = new ArrayList<>();
        Datasets.byId(reader).read(place, new ReadOptions(Map.of()), studies::add, problems::add);
        return studies;
    }

    private static ReportBaselines.Item item(@Nullable Study report, String text) {
        String indication =
                report == null ? "" : report.report().text(Section.INDICATION).replaceAll(REMOVED, " ");
        return report == null
                ? new ReportBaselines.Item("", Set.of(), text)
                : ReportBaselines.Item.of(indication, report, text);
    }

    /** How many of the test items say why the study was made. */
    int withIndication() {
        return (int) test.stream().filter(item -> !item.indication().isBlank()).count();
    }
}
