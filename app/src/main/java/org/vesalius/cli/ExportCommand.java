package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.vesalius.infer.Inference;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.InputException;
import org.vesalius.onnx.OnnxExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A trained model for other programmes. */
@Command(
        name = "export",
        description = {
            "Write a model's towers as ONNX files that any runtime computes, with the transform of its images and its tokenizer beside them.",
            "Both graphs end in vectors of length 1: their dot product is the cosine that 'embed' and 'search' use."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  vesalius export RUN --onnx --out DIR", "", ExitCode.LIST})
final class ExportCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Parameters(paramLabel = "RUN", description = "Folder that 'vesalius train' wrote.")
    private Path run;

    @Option(names = "--onnx", description = "As ONNX, the one format so far.")
    private boolean onnx;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the files.")
    private Path out;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    ExportCommand() {}

    @Override
    public Integer call() throws IOException {
        if (!onnx) {
            throw InputException.of("export", "a format", "none", "add --onnx");
        }
        AtomicFiles.requireFolder(out, "--out");
        try (Inference model = Inference.load(run)) {
            OnnxExport.Model written = OnnxExport.write(model, out);
            output.result(
                    written,
                    "images: " + out.resolve(written.image()) + "\ntexts:  " + out.resolve(written.text())
                            + "\n        " + written.texts() + "\nhow:    " + out.resolve("model.json"));
        }
        return ExitCode.OK;
    }
}
