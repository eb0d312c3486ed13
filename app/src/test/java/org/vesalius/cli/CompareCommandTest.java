package org.vesalius.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.evaluate.Evaluation;
import org.vesalius.evaluate.EvaluationOptions;
import org.vesalius.evaluate.Protocol;
import org.vesalius.evaluate.ProtocolDigest;
import org.vesalius.evaluate.Provenance;
import org.vesalius.evaluate.Result;
import org.vesalius.evaluate.SampleTable;
import org.vesalius.evaluate.StudySet;
import org.vesalius.evaluate.Subject;
import org.vesalius.evaluate.ZeroShotProtocol;
import org.vesalius.io.Digests;
import org.vesalius.shard.Entry;
import picocli.CommandLine;

/** {@code compare} and {@code verify} on results that need no model. */
class CompareCommandTest {
    private static final int STUDIES = 40;
    private static final EvaluationOptions OPTIONS =
            EvaluationOptions.defaults().withMinPositives(3).withResamples(100, 1);

    private final StringWriter printed = new StringWriter();

    private int vesalius(Object... args) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(printed, true));
        line.setErr(new PrintWriter(printed, true));
        return line.execute(Arrays.stream(args).map(String::valueOf).toArray(String[]::new));
    }

    /** A run that was evaluated: positives score {@code margin} higher. */
    private static Path run(Path run, String splitIds, double margin) throws IOException {
        return run(run, splitIds, margin, 0);
    }

    /** The same with studies and patients counted from {@code first}. */
    private static Path run(Path run, String splitIds, double margin, int first) throws IOException {
        SampleTable table = new SampleTable("split", "label", "truth", "score", "severity");
        for (int i = 0; i < STUDIES; i++) {
            int truth = i % 4 == 0 ? 1 : 0;
            Entry entry = new Entry(i, "k" + (first + i), Split.TEST, "p" + (first + i), "none.tar", 0, 0, 0, 1);
            table.add(
                    new StudySet.Row(i, entry, Study.of("-", "-")),
                    "test",
                    "nodule",
                    truth,
                    i * 7 % 10 + margin * truth,
                    "");
        }
        Protocol.Estimated estimated = new ZeroShotProtocol().estimate(table, OPTIONS);
        ProtocolDigest digest = ProtocolDigest.of(Map.of("split-ids", splitIds));
        Result result = new Result(
                Result.FORMAT,
                "zero-shot",
                digest.hex(),
                digest.terms(),
                new Subject(String.valueOf(run.getFileName()), "0"),
                splitIds,
                OPTIONS,
                estimated.measures(),
                List.of(),
                List.of(),
                Digests.sha256(table.csv()),
                Provenance.here("test"));
        Evaluation.write(run.resolve("evaluation"), new Protocol.Outcome(result, table));
        return run;
    }

    @Test
    void runsOfOneProtocolStandSideBySideWithATest(@TempDir Path dir) throws IOException {
        Path weak = run(dir.resolve("weak"), "a", 0);
        Path strong = run(dir.resolve("strong"), "a", 20);
        assertThat(vesalius("compare", weak, strong)).isEqualTo(ExitCode.OK);
        assertThat(printed.toString())
                .contains("1 weak", "2 strong", "auroc, nodule", "1.000", "difference from 1", "0.0");
    }

    @Test
    void thePageHoldsTheTestsAndOfRefusedRunsTheTermInPlaceOfTheNumbers(@TempDir Path dir) throws IOException {
        Path weak = run(dir.resolve("weak"), "a", 0);
        Path strong = run(dir.resolve("strong"), "a", 20);
        Path other = run(dir.resolve("other"), "b", 20);
        Path page = dir.resolve("pages/compared.html");
        assertThat(vesalius("compare", weak, strong, "--page", page)).isEqualTo(ExitCode.OK);
        assertThat(printed.toString()).contains("page: ");
        assertThat(Files.readString(page))
                .contains("1 weak", "2 strong", "Difference from 1", "1.000", "auroc, nodule");
        assertThat(vesalius("compare", weak, other, "--page", page)).isEqualTo(ExitCode.NO);
        assertThat(Files.readString(page))
                .contains("not compared", "split-ids", "<td>a</td><td>b</td>")
                .doesNotContain("1.000")
                .doesNotContain("auroc");
    }

    @Test
    void runsOfDifferentProtocolsAreRefusedAndTheDifferenceIsNamed(@TempDir Path dir) throws IOException {
        Path here = run(dir.resolve("here"), "a", 1);
        Path there = run(dir.resolve("there"), "b", 1);
        assertThat(vesalius("compare", here, there)).isEqualTo(ExitCode.NO);
        assertThat(printed.toString()).contains("not compared", "split-ids: 'a' against 'b'");
        assertThat(vesalius("compare", here, there, "--allow", "split-ids")).isEqualTo(ExitCode.OK);
    }

    @Test
    void aRunThatWasNotEvaluatedIsAClearMessage(@TempDir Path dir) throws IOException {
        Path run = run(dir.resolve("run"), "a", 1);
        assertThat(vesalius("compare", run, Files.createDirectory(dir.resolve("empty"))))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(printed.toString()).contains("vesalius evaluate");
    }

    @Test
    void aResultVerifiesUntilSomebodyChangesIt(@TempDir Path dir) throws IOException {
        Path file = run(dir.resolve("run"), "a", 20).resolve("evaluation/zero-shot.json");
        assertThat(vesalius("verify", file, "--table-only")).isEqualTo(ExitCode.OK);
        assertThat(printed.toString()).contains("holds");
        Files.writeString(file, Files.readString(file).replaceFirst("\"value\" : 1.0", "\"value\" : 0.5"));
        assertThat(vesalius("verify", file, "--table-only")).isEqualTo(ExitCode.NO);
        assertThat(printed.toString()).contains("does not hold", "auroc", "recorded '0.500000", "now '1.000000");
    }

    @Test
    void verifyWithoutModelAndDataSaysWhatItNeeds(@TempDir Path dir) throws IOException {
        Path file = run(dir.resolve("run"), "a", 1).resolve("evaluation/zero-shot.json");
        assertThat(vesalius("verify", file)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(printed.toString()).contains("--table-only");
    }

    @Test
    void foldsAreJoinedWithWhatWasMeasuredBesideThem(@TempDir Path dir) throws IOException {
        Path one = run(dir.resolve("one"), "a", 20);
        Path two = run(dir.resolve("two"), "b", 20, 100);
        run(one.resolve("evaluation/baselines/random-weights"), "a", 0);
        run(two.resolve("evaluation/baselines/random-weights"), "b", 0, 100);
        Path joint = dir.resolve("joint");
        assertThat(vesalius("folds", one, two, "--out", joint)).isEqualTo(ExitCode.OK);
        assertThat(printed.toString()).contains("auroc, nodule", "1.000", "random-weights");
        assertThat(vesalius("verify", joint.resolve("zero-shot.json"))).isEqualTo(ExitCode.OK);
        assertThat(vesalius("compare", joint.resolve("baselines/random-weights"), joint))
                .isEqualTo(ExitCode.OK);
        assertThat(printed.toString()).contains("holds", "difference from 1");
    }

    @Test
    void foldsThatTestAPatientTwiceAreRefused(@TempDir Path dir) throws IOException {
        Path one = run(dir.resolve("one"), "a", 20);
        Path same = run(dir.resolve("same"), "b", 20);
        assertThat(vesalius("folds", one, same)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(printed.toString()).contains("40 patients tested in two", "--fold");
    }
}
