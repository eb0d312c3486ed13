package org.vesalius.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the completion script for bash and zsh. */
@Command(
        name = "completion",
        description = "Print the completion script for bash and zsh.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(vesalius completion)",
            "  vesalius completion > ~/.local/share/bash-completion/completions/vesalius",
            "",
            ExitCode.LIST
        })
final class CompletionCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    CompletionCommand() {}

    record Script(String shell, String script) {}

    @Override
    public Integer call() {
        String script = AutoComplete.bash("vesalius", spec.root().commandLine());
        output.result(new Script("bash", script), script);
        return ExitCode.OK;
    }
}
