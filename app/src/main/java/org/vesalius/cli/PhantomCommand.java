package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vesalius.phantom.PhantomCard;
import org.vesalius.phantom.PhantomOptions;
import org.vesalius.phantom.PhantomWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the built-in synthetic data. */
@Command(
        name = "phantom",
        description = {
            "Write the built-in data: synthetic chest radiographs of a parametric 3-D thorax, with reports and known truth.",
            "Each study is a folder with frontal.dcm, lateral.dcm, report.txt and truth.json. No real patient is involved."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius phantom --out DATA",
            "  vesalius phantom --out SMALL --train 80 --val 10 --test 20 --seed 3",
            "  vesalius phantom --out CT --train 5 --val 0 --test 0 --volumes",
            "  vesalius data prepare DATA --as phantom --out PREPARED",
            "",
            ExitCode.LIST
        })
public final class PhantomCommand implements Callable<Integer> {
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "A new or empty folder.")
    private Path out;

    @Option(names = "--train", defaultValue = "1600", description = "Studies to train on (default: ${DEFAULT-VALUE}).")
    private int train;

    @Option(names = "--val", defaultValue = "200", description = "Studies to choose by (default: ${DEFAULT-VALUE}).")
    private int val;

    @Option(names = "--test", defaultValue = "300", description = "Studies to measure on (default: ${DEFAULT-VALUE}).")
    private int test;

    @Option(
            names = "--seed",
            defaultValue = "17",
            description = "Equal seeds give equal bytes (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--volumes", description = "Also a CT volume for each study, as NIfTI (slower, larger).")
    private boolean volumes;

    @Option(names = "--slices", description = "Also the CT as DICOM slices.")
    private boolean slices;

    @Option(
            names = "--followed",
            paramLabel = "SHARE",
            description = "Share of patients who come again, of 0 to 1 (default: 0.28).")
    private @Nullable Double followed;

    @Option(names = "--masks", description = "Also each mask as a PNG; truth.json holds them in any case.")
    private boolean masks;

    @Mixin
    private Output output;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public PhantomCommand() {}

    @Override
    public Integer call() throws IOException {
        PhantomOptions options = new PhantomOptions(train, val, test, seed, volumes, masks, slices, followed);
        PhantomCard card = PhantomWriter.write(out, options, output.progress());
        output.result(card, text(card));
        return ExitCode.OK;
    }

    private static String text(PhantomCard card) {
        Map<String, Integer> counts = card.counts();
        return card.notice() + "\n"
                + counts.entrySet().stream()
                        .map(e -> "%6d  %s".formatted(e.getValue(), e.getKey()))
                        .collect(Collectors.joining("\n"));
    }
}
