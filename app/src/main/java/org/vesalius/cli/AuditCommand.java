package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vesalius.identity.AuditLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks the proof of a de-identification. */
@Command(
        name = "audit",
        description =
                "Check that a de-identified folder is what its signed log says: chain, signature, and every file.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius audit /data/clean",
            "  vesalius audit /data/clean --signed-by 3f1c…",
            "",
            "Without --signed-by the check shows that log and files fit each other; with it, that they are those of the run which printed that key."
        })
public final class AuditCommand implements Callable<Integer> {
    private static final String OTHER = "the log was signed by another key";

    @Parameters(paramLabel = "DIR", description = "A folder made by 'vesalius deidentify'.")
    private Path dir;

    @Option(
            names = "--signed-by",
            paramLabel = "KEY",
            description = "SHA-256 of the public key that 'vesalius deidentify' printed.")
    private @Nullable String signedBy;

    @Mixin
    private Output output;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public AuditCommand() {}

    @Override
    public Integer call() throws IOException {
        AuditLog.Verdict verdict = AuditLog.verify(dir);
        boolean known = signedBy == null || signedBy.equalsIgnoreCase(verdict.publicKey());
        boolean good = known && verdict.faults().isEmpty();
        StringBuilder text = new StringBuilder("%d lines, %d files, signed by key %s%n"
                .formatted(verdict.lines(), verdict.files(), verdict.publicKey()));
        verdict.faults().forEach(fault -> text.append("  ").append(fault).append('\n'));
        if (!known) {
            text.append("  ").append(OTHER).append('\n');
        }
        text.append(good ? "The folder is what its log says." : "The folder is NOT what its log says.");
        output.result(verdict, text.toString());
        return good ? ExitCode.OK : ExitCode.NO;
    }
}
