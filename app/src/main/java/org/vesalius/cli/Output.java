package org.vesalius.cli;

import java.io.PrintWriter;
import org.vesalius.io.Json;
import org.vesalius.io.Progress;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that say how it speaks: results go to standard output, everything else to standard error. */
public final class Output {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and end.")
    private boolean help;

    @Option(names = "--json", description = "Print the result as JSON, and nothing else, on standard output.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress on standard error.")
    private boolean quiet;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public Output() {}

    /** Whether the user asked for JSON. */
    public boolean json() {
        return json;
    }

    /** Whether the user asked for silence. */
    public boolean quiet() {
        return quiet;
    }

    /** The result: as {@code text} for people, or {@code record} as JSON. */
    public void result(Object record, String text) {
        if (json) {
            out().println(Json.line(record));
        } else {
            out().println(text.stripTrailing());
        }
        out().flush();
    }

    /** A line for people, left out under {@code --json} and {@code --quiet}. */
    public void say(String line) {
        if (!json && !quiet) {
            out().println(line);
            out().flush();
        }
    }

    /** Something the user should know, on standard error. */
    public void warn(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("warning: " + line);
        err.flush();
    }

    /** Shows how far long work is, with the time left. */
    public Progress progress() {
        return quiet ? Progress.SILENT : new TerminalProgress(spec.commandLine().getErr());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
