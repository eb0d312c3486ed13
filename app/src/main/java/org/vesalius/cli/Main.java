package org.vesalius.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.vesalius.io.InputException;
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
            "  vesalius data prepare FOLDER --as dicom --out DATA your own images and reports",
            "  vesalius train clip --data DATA --out RUN",
            "  vesalius evaluate RUN --data DATA --protocol zero-shot",
            "",
            ExitCode.LIST
        },
        // in the order of a piece of work
        subcommands = {
            DemoCommand.class,
            PhantomCommand.class,
            DataCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            CompareCommand.class,
            VerifyCommand.class,
            EmbedCommand.class,
            ClassifyCommand.class,
            GroundCommand.class,
            IndexCommand.class,
            SearchCommand.class,
            WeightsCommand.class,
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
        int code = codeOf(e);
        String message = messageOf(e);
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

    private static int codeOf(Exception e) {
        return switch (e) {
            case InputException _ -> ExitCode.BAD_INPUT;
            case NoSuchFileException _, FileAlreadyExistsException _ -> ExitCode.BAD_INPUT;
            case IOException _, ReadOnlyFileSystemException _ -> ExitCode.MACHINE;
            default -> ExitCode.FAULT;
        };
    }

    private static String messageOf(Exception e) {
        return switch (e) {
            case InputException input -> String.valueOf(input.getMessage());
            case NoSuchFileException missing -> "no such file or folder: " + missing.getFile();
            case FileAlreadyExistsException there -> "already there, and not overwritten: " + there.getFile();
            case AccessDeniedException denied ->
                "no permission for " + denied.getFile() + "; choose another folder or ask its owner";
            case FileSystemException fs when fs.getReason() != null -> fs.getReason() + ": " + fs.getFile();
            case IOException io -> "reading or writing failed: " + io.getMessage();
            default -> "internal fault, please report it with the lines below: " + e;
        };
    }
}
