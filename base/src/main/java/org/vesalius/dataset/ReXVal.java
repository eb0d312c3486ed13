package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

/** Yu et al., "Evaluating progress in automatic chest X-ray radiology report generation", Patterns 2023: four candidate reports for each of 50 studies, with the errors that six radiologists counted; one study per candidate. */
public final class ReXVal implements Dataset {
    /** The question whose answer is the radiologist's own report. */
    public static final String REFERENCE = "reference report";

    private static final String REPORTS = "50_samples_gt_and_candidates.csv";
    private static final String ERRORS = "6_valid_raters_per_rater_error_categories.csv";
    private static final List<String> CANDIDATES = List.of("radgraph", "bertscore", "s_emb", "bleu");
    private static final List<String> TRUTHS = List.of("gt_report", "ground_truth", "gt", "reference");
    private static final Set<String> YES = Set.of("true", "1", "yes", "1.0");

    private static final DatasetCard CARD = new DatasetCard(
            "rexval",
            1,
            "ReXVal: radiologists' errors in generated reports",
            "F. Yu, M. Endo, R. Krishnan et al., Evaluating progress in automatic chest X-ray radiology report generation, Patterns 2023; ReXVal on PhysioNet, 2023",
            "PhysioNet Credentialed Health Data License 1.5.0 with its data use agreement",
            false,
            DatasetCard.Access.CREDENTIALED,
            List.of("report evaluation"),
            "pairs of reports with error counts",
            REPORTS
                    + " (study_id, the reference, then radgraph, bertscore, s_emb, bleu: the candidate that each metric retrieved); "
                    + ERRORS
                    + " (study_number, candidate_type, rater_index, error_category, clinically_significant, num_errors)",
            List.of(
                    "A candidate is the study's text, the radiologist's report the answer to the question '" + REFERENCE
                            + "'.",
                    "study_number counts the studies from 0 or from 1, or is their id: found out from the numbers that there are.",
                    "The fact errors is the mean over the raters of the sum over the categories, errors_significant the same of those that matter clinically, errors:RATER what each counted.",
                    "The heading of the reference was not seen here: a known name, else the second column.",
                    "It is made for evaluation: every study is of test."),
            Map.of("studies.test", 200));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        return Table.looksLike(dir.resolve(REPORTS), "study_id", "radgraph", "bleu");
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        if (!recognises(dir)) {
            throw InputException.of("ReXVal", REPORTS, "no such table", "name its folder");
        }
        Counts counts = Counts.read(Table.find(dir, ERRORS), problems);
        try (Table table = Table.open(dir.resolve(REPORTS)).require("study_id")) {
            String truth = TRUTHS.stream().filter(table::has).findFirst().orElse("");
            for (Table.Row row : table) {
                String id = row.get("study_id");
                String reference = truth.isEmpty() ? row.at(1) : row.get(truth);
                for (String candidate : CANDIDATES) {
                    String text = row.get(candidate);
                    if (text.isEmpty() || reference.isEmpty()) {
                        problems.accept(new Problem(
                                Problem.Kind.INCONSISTENT, row.where(), "no reference or no candidate " + candidate));
                        continue;
                    }
                    studies.accept(Study.of(id, id + "_" + candidate)
                            .withSplit(Split.TEST)
                            .withReport(Report.of(Section.TEXT, text))
                            .withQuestions(
                                    List.of(new Question(REFERENCE, null, REFERENCE, reference, false, "REFERENCE")))
                            .withMeta(counts.facts(row.number(), id, candidate)));
                }
            }
        }
    }

    /** What the raters counted, by study, candidate and rater. */
    private record Counts(Map<String, Map<String, double[]>> byPair, Set<String> numbers) {
        static Counts read(@Nullable Path file, Consumer<Problem> problems) throws IOException {
            Counts counts = new Counts(new TreeMap<>(), new TreeSet<>());
            if (file == null) {
                problems.accept(
                        new Problem(Problem.Kind.MISSING, ERRORS, "it is not there: the candidates have no counts"));
                return counts;
            }
            try (Table table =
                    Table.open(file).require("study_number", "candidate_type", "rater_index", "num_errors")) {
                for (Table.Row row : table) {
                    Double errors = row.number("num_errors");
                    if (errors == null) {
                        problems.accept(new Problem(Problem.Kind.INCONSISTENT, row.where(), "num_errors is no number"));
                        continue;
                    }
                    String number = row.get("study_number");
                    counts.numbers.add(number);
                    double[] sums = counts.byPair
                            .computeIfAbsent(number + "/" + row.get("candidate_type"), _ -> new TreeMap<>())
                            .computeIfAbsent(row.get("rater_index"), _ -> new double[2]);
                    sums[0] += errors;
                    boolean significant =
                            YES.contains(row.get("clinically_significant").toLowerCase(Locale.ROOT));
                    sums[1] += significant ? errors : 0;
                }
            }
            return counts;
        }

        Map<String, String> facts(long row, String id, String candidate) {
            String number = numbers.contains(id) ? id : Long.toString(numbers.contains("0") ? row - 1 : row);
            Map<String, String> facts = new TreeMap<>();
            facts.put("candidate", candidate);
            Map<String, double[]> raters = byPair.getOrDefault(number + "/" + candidate, Map.of());
            double all = 0;
            double significant = 0;
            for (Map.Entry<String, double[]> rater : raters.entrySet()) {
                all += rater.getValue()[0];
                significant += rater.getValue()[1];
                facts.put("errors:" + rater.getKey(), whole(rater.getValue()[0]));
            }
            if (!raters.isEmpty()) {
                facts.put("errors", whole(all / raters.size()));
                facts.put("errors_significant", whole(significant / raters.size()));
            }
            return facts;
        }

        private static String whole(double value) {
            return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.4f", value);
        }
    }
}
