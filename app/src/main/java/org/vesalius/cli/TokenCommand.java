package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.vesalius.serve.Role;
import org.vesalius.serve.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets somebody into the service. */
@Command(
        name = "token",
        description = {
            "Make a token for the service and add it to a file of tokens.",
            "The token is shown once; the file keeps its SHA-256 only. Who shall not come in any more is taken out of the file."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius token --file tokens.json --name \"reading room\" --role read",
            "  vesalius token --file tokens.json --name archive --role write",
            "",
            ExitCode.LIST
        })
final class TokenCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Option(
            names = "--file",
            required = true,
            paramLabel = "FILE",
            description = "File of tokens; made where it is not there.")
    private Path file;

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "Who it is for, as the audit trail says.")
    private String name;

    @Option(
            names = "--role",
            defaultValue = "read",
            paramLabel = "ROLE",
            description =
                    "read (search and see), write (also add and delete) or admin (also metrics); default: ${DEFAULT-VALUE}.")
    private Role role;

    @SuppressWarnings("NullAway.Init")
    TokenCommand() {}

    /** The new token. */
    record Made(String name, String role, String token) {}

    @Override
    public Integer call() throws IOException {
        String token = Tokens.add(file, name, role);
        output.result(new Made(name, role.lower(), token), "Token of " + name + ", shown this once: " + token);
        return ExitCode.OK;
    }
}
