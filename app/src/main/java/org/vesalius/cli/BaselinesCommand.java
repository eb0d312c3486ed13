package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vesalius.evaluate.Bm25Scorer;
import org.vesalius.evaluate.ReportBaselines;
import org.vesalius.evaluate.ReportBaselines.Item;
import org.vesalius.evaluate.Scorer;
import org.vesalius.evaluate.TextScorer;
import org.vesalius.evaluate.TfIdfScorer;
import org.vesalius.infer.TextInference;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the reports of systems that see no film. */
@Command(
        name = "baselines",
        description = {
            "Write reports as a system would that sees no film: the most frequent one, another patient's, the nearest training study's by indication or by topic.",
            "Reads an annotation file of R2Gen's form. --out gets references.txt and NAME.txt, a cleaned report a line, in the order of the test part, for 'vesalius score'. These files hold report text.",
            "Names: constant, rotated, topics, tfidf, bm25, bge-small (by indication), oracle-tfidf, oracle-bge-small (by the reference itself: what retrieval could reach at best)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius baselines /data/openi/r2gen_annotation.json --openi /data/openi --out plain",
            "  vesalius baselines /data/openi/r2gen_annotation.json --openi /data/openi --truncated --out q1",
            "  vesalius score --references plain/references.txt --hypotheses plain/tfidf.txt"
        })
public final class BaselinesCommand implements Callable<Integer> {
    private static final String REFERENCES = "references";

    @Parameters(paramLabel = "ANNOTATION", description = "The annotation file, or its folder.")
    private Path annotation;

    @Option(
            names = "--openi",
            paramLabel = "DIR",
            description =
                    "Open-I's reports: where the indications and the topics of IU X-ray's studies stand, which the annotation file lacks.")
    private @Nullable Path openi;

    @Option(
            names = "--by",
            split = ",",
            paramLabel = "NAME",
            description = "Which ones (default: all that the files allow).")
    private List<String> names = List.of();

    @Option(
            names = "--truncated",
            description =
                    "Cut all texts to 59 tokens (99 of MIMIC-CXR) and replace rare words by <unk>, as R2Gen's tables do (quirk Q1).")
    private boolean truncated;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the files go.")
    private Path out;

    @Mixin
    private Output output;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public BaselinesCommand() {}

    /** A system. */
    private enum Baseline {
        CONSTANT("constant", false),
        ROTATED("rotated", false),
        TOPICS("topics", true),
        TFIDF("tfidf", true),
        BM25("bm25", true),
        BGE_SMALL("bge-small", true),
        ORACLE_TFIDF("oracle-tfidf", false),
        ORACLE_BGE_SMALL("oracle-bge-small", false);

        private final String id;
        private final boolean asksOpenI;

        Baseline(String id, boolean asksOpenI) {
            this.id = id;
            this.asksOpenI = asksOpenI;
        }

        static Baseline of(String id) {
            return Arrays.stream(values())
                    .filter(baseline -> baseline.id.equals(id))
                    .findFirst()
                    .orElseThrow(() -> InputException.unknown(
                            "baseline",
                            id,
                            Arrays.stream(values()).map(baseline -> baseline.id).toList()));
        }
    }

    /** A file that was written. */
    record Written(String name, int texts, int distinct) {}

    /** The result under {@code --json}. */
    record Result(
            String release,
            boolean truncated,
            int vocabulary,
            int train,
            int test,
            int withIndication,
            List<Written> files,
            int problems) {}

    @Override
    public Integer call() throws IOException {
        List<Baseline> wanted = wanted();
        AtomicFiles.requireFolder(out, "--out");
        if (!Files.exists(annotation)) {
            throw InputException.of("ANNOTATION", "a file or a folder", "nothing at that place", "check the path");
        }
        Annotation data = Annotation.read(annotation, openi, truncated);
        ReportsInput.tell(data.problems(), output);
        List<Written> files = new ArrayList<>();
        files.add(write(REFERENCES, data.test().stream().map(Item::report).toList()));
        for (Baseline baseline : wanted) {
            files.add(write(baseline.id, answers(baseline, data.train(), data.test())));
        }
        Result result = new Result(
                data.release(),
                truncated,
                data.words().size() + 1, // <unk> is a word of the model
                data.train().size(),
                data.test().size(),
                data.withIndication(),
                files,
                data.problems().size());
        output.result(result, text(result));
        return ExitCode.OK;
    }

    private List<Baseline> wanted() {
        List<Baseline> asked = names.isEmpty()
                ? Arrays.stream(Baseline.values())
                        .filter(baseline -> openi != null || !baseline.asksOpenI)
                        .toList()
                : names.stream().map(Baseline::of).toList();
        if (openi == null && asked.stream().anyMatch(baseline -> baseline.asksOpenI)) {
            throw InputException.of(
                    "--by", "--openi with it", "indications and topics from nowhere", "name the folder of Open-I");
        }
        return asked;
    }

    private static List<String> answers(Baseline baseline, List<Item> train, List<Item> test) {
        return switch (baseline) {
            case CONSTANT -> ReportBaselines.constant(train, test);
            case ROTATED -> ReportBaselines.rotated(test);
            case TOPICS -> ReportBaselines.byTopics(train, test);
            case TFIDF -> ReportBaselines.bySearch(train, test, Item::indication, new TfIdfScorer());
            case BM25 -> ReportBaselines.bySearch(train, test, Item::indication, new Bm25Scorer());
            case BGE_SMALL -> byTower(train, test, Item::indication);
            case ORACLE_TFIDF -> ReportBaselines.bySearch(train, test, Item::report, new TfIdfScorer());
            case ORACLE_BGE_SMALL -> byTower(train, test, Item::report);
        };
    }

    private static List<String> byTower(List<Item> train, List<Item> test, Function<Item, String> key) {
        try (TextInference tower = TextInference.bgeSmall()) {
            Scorer scorer = TextScorer.of(TextInference.BGE_SMALL, tower);
            return ReportBaselines.bySearch(train, test, key, scorer);
        }
    }

    private Written write(String name, List<String> texts) throws IOException {
        AtomicFiles.write(out.resolve(name + ".txt"), String.join("\n", texts) + "\n");
        return new Written(name, texts.size(), new HashSet<>(texts).size());
    }

    private String text(Result result) {
        Table table = new Table("file", "reports", "distinct");
        result.files.forEach(file -> table.row(file.name + ".txt", file.texts, file.distinct));
        return "%s, %d training and %d test reports, %d of these with an indication; vocabulary %d, %s%n%s%nWritten to %s%n"
                .formatted(
                        result.release,
                        result.train,
                        result.test,
                        result.withIndication,
                        result.vocabulary,
                        truncated ? "texts cut and rare words replaced (Q1)" : "texts whole",
                        table,
                        out);
    }
}
