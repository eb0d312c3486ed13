package org.vesalius.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.vesalius.io.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line. One class a command, in the order of a piece of work; each answers with an {@link ExitCode}. */
@Command(
        name = "vesalius",
        mixinStandardHelpOptions = true,
        version = "vesalius 0.1.0-SNAPSHOT",
        description =
                "Medical vision-language learning on the JVM: from DICOM and reports to a trained image-text model, to numbers that can be trusted, to search.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius demo                                      everything once, on built-in synthetic data",
            "  vesalius deidentify EXPORT FOLDER                  your own images and reports, without identity",
            "  vesalius data prepare FOLDER --as dicom --out DATA",
            "  vesalius train clip --data DATA --out RUN",
            "  vesalius evaluate RUN --data DATA --protocol zero-shot",
            "",
            ExitCode.LIST
        },
        // in the order of a piece of work
        subcommands = {
            DemoCommand.class,
            PhantomCommand.class,
            DeidentifyCommand.class,
            AuditCommand.class,
            ReidentifyCommand.class,
            DataCommand.class,
            LabelCommand.class,
            ExtractCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            ScoreCommand.class,
            FoldsCommand.class,
            CompareCommand.class,
            VerifyCommand.class,
            BaselinesCommand.class,
            MetricStudyCommand.class,
            EmbedCommand.class,
            ClassifyCommand.class,
            GroundCommand.class,
            IndexCommand.class,
            SearchCommand.class,
            ServeCommand.class,
            TokenCommand.class,
            WeightsCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            CatalogCommand.class,
            SelftestCommand.class,
            DoctorCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        })
public final class Main implements Runnable {
    /** Lucene tells every run that a faster vector module exists; kept here, since loggers are forgotten when nobody holds them. */
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    @Spec
    private CommandSpec spec;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        LUCENE.setLevel(Level.SEVERE);
        System.exit(commandLine().execute(args));
    }

    /** The whole command line, for running it and for asking it about itself. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        line.setExecutionExceptionHandler(Main::failed);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.setUsageHelpAutoWidth(true);
        return line;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int failed(Exception thrown, CommandLine line, ParseResult parsed) {
        Exception e = thrown instanceof UncheckedIOException unchecked && unchecked.getCause() != null
                ? unchecked.getCause()
                : thrown;
        int code = Failures.code(e);
        String message = Failures.message(e, parsed.originalArgs());
        if (parsed.hasMatchedOption("--json")) {
            line.getOut().println(Json.line(new Failure(message, code)));
        }
        line.getErr().println("vesalius: " + message);
        if (code == ExitCode.FAULT || System.getenv("VESALIUS_DEBUG") != null) {
            e.printStackTrace(line.getErr());
        }
        return code;
    }

    /** A failed command under {@code --json}. */
    record Failure(String error, int exit) {}
}
