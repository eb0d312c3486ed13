package org.vesalius.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.Datasets;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Study;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.Report;
import org.vesalius.report.Section;
import org.vesalius.report.label.RuleLabeler;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say which reports are read, and which of their sections. */
public final class ReportsInput {
    @Parameters(
            arity = "0..1",
            paramLabel = "INPUT",
            description =
                    "A text file, a folder of text files, a table with a column of reports, or the folder of any data set of 'vesalius data list'.")
    private @Nullable Path input;

    @Option(names = "--data", paramLabel = "DIR", description = "A prepared data set instead of INPUT.")
    private @Nullable Path data;

    @Option(
            names = "--as",
            paramLabel = "ID",
            description = "The layout of INPUT, as in 'vesalius data list'; found out when left out.")
    private @Nullable String as;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "A setting of the reader, as in 'vesalius data describe ID'; may be repeated. Of texts, sections=RULE chooses how reports are cut: vesalius, mit-lcp, repair, chexzero or r2gen.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--csv-caption-key",
            paramLabel = "COLUMN",
            description = "Column of the report in a table (default: report, or text).")
    private @Nullable String captionKey;

    @Option(
            names = "--sections",
            split = ",",
            paramLabel = "SECTION",
            description =
                    "What of a report is read, all of it where it has none of these (default: the impression, else the findings, else everything).")
    private List<Section> sections = List.of();

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public ReportsInput() {}

    /**
     * A report that was read.
     *
     * @param row its place in the input, from 1; what results call it
     * @param id its key in a prepared set, else what the reader calls it: for files that the user asked for only
     */
    record Given(int row, String id, Study study) {}

    /** Takes one report after the other. */
    @FunctionalInterface
    interface Taker {
        void take(Given given) throws IOException;
    }

    /** Reads all; what cannot be used is returned. */
    List<Problem> each(Taker taker) throws IOException {
        List<Problem> problems = new ArrayList<>();
        Path prepared = prepared();
        if (prepared != null) {
            try (PreparedData set = PreparedData.open(prepared)) {
                for (Entry entry : set.entries()) {
                    taker.take(new Given(entry.row() + 1, entry.key(), set.study(entry)));
                }
            }
            return problems;
        }
        Path dir = input();
        Dataset dataset = dataset(dir);
        ReadOptions options = options();
        options.check(dataset);
        int[] row = {0};
        Consumer<Study> each = study -> {
            try {
                taker.take(new Given(++row[0], study.studyId(), study));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        dataset.read(dir, options, each, problems::add);
        return problems;
    }

    private @Nullable Path prepared() {
        if (data != null && input != null) {
            throw InputException.of("input", "INPUT or --data", "both", "leave one of the two out");
        }
        if (data != null) {
            return data;
        }
        return as == null && Files.isRegularFile(input().resolve("manifest.json")) ? input : null;
    }

    private Path input() {
        if (input == null) {
            throw InputException.of("input", "INPUT or --data", "neither", "name a file or a folder");
        }
        if (!Files.exists(input)) {
            throw InputException.of("INPUT", "a file or a folder", "nothing at that place", "check the path");
        }
        return input;
    }

    private Dataset dataset(Path dir) {
        if (as != null) {
            return Datasets.byId(as);
        }
        if (Files.isRegularFile(dir)) {
            return Datasets.byId("texts");
        }
        List<Dataset> found = Datasets.recognising(dir);
        if (found.isEmpty()) {
            throw InputException.of(
                    "INPUT",
                    "text files, a table or a layout of 'vesalius data list'",
                    "none of them",
                    "name the reader with --as ID");
        }
        return found.getFirst();
    }

    private ReadOptions options() {
        Map<String, String> all = new LinkedHashMap<>(settings);
        if (captionKey != null) {
            all.put("csv-caption-key", captionKey);
        }
        return new ReadOptions(all);
    }

    /** What of a report is read. */
    String text(Report report) {
        if (sections.isEmpty()) {
            return RuleLabeler.textOf(report);
        }
        // a blank line between them: a section without a full stop does not run into the next
        String wanted = sections.stream().filter(report::has).map(report::text).collect(Collectors.joining("\n\n"));
        return wanted.isBlank() ? report.text() : wanted;
    }

    /** What of a report is read, in words. */
    String sections() {
        return sections.isEmpty()
                ? "impression, else findings, else all"
                : sections.stream()
                        .map(section -> section.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(","));
    }

    /** Refuses an input without a single report. */
    static void require(int reports, List<Problem> problems) {
        if (reports == 0) {
            throw InputException.of(
                    "input",
                    "at least one report with text",
                    "none, and " + problems.size() + " problems",
                    "check the file, or name the column with --csv-caption-key");
        }
    }

    /** Tells the user what was left out, ten of them by their place. */
    static void tell(List<Problem> problems, Output output) {
        problems.stream()
                .limit(10)
                .forEach(problem -> output.warn(problem.where() + " left out or changed: " + problem.reason()));
        if (problems.size() > 10) {
            output.warn("and " + (problems.size() - 10) + " more; 'vesalius data check' lists them");
        }
    }
}
