package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vesalius.infer.Inference;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Images and texts to vectors. */
@Command(
        name = "embed",
        description =
                "Turn images and texts into vectors of length 1 in one space: the nearer, the more alike in what they show or say.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius embed RUN film.dcm other.png --out vectors.csv",
            "  vesalius embed RUN --text \"small left pleural effusion\" --json",
            "",
            ExitCode.LIST
        })
public final class EmbedCommand implements Callable<Integer> {
    @Mixin
    private ModelInput input;

    @Option(names = "--text", paramLabel = "TEXT", description = "A text; may be repeated.")
    private List<String> texts = new ArrayList<>();

    @Option(names = "--out", paramLabel = "FILE", description = "Write CSV: what, then the numbers.")
    private @Nullable Path out;

    @Mixin
    private Output output;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public EmbedCommand() {}

    /** One vector. */
    record Vector(String kind, int number, String source, List<Float> values) {}

    @Override
    public Integer call() throws IOException {
        if (input.files().isEmpty() && texts.isEmpty()) {
            throw InputException.of("input", "image files or --text", "neither", "name at least one");
        }
        List<Vector> vectors = new ArrayList<>();
        try (Inference model = input.model()) {
            if (!input.files().isEmpty()) {
                add(
                        vectors,
                        "image",
                        input.files().stream().map(Path::toString).toList(),
                        model.embedImages(input.images()));
            }
            if (!texts.isEmpty()) {
                add(vectors, "text", texts, model.embedTexts(texts));
            }
        }
        String csv = csv(vectors);
        if (out != null) {
            AtomicFiles.write(out, csv);
        }
        output.result(vectors, out == null ? csv : vectors.size() + " vectors written to " + out);
        return ExitCode.OK;
    }

    private static void add(List<Vector> vectors, String kind, List<String> sources, float[][] rows) {
        for (int i = 0; i < rows.length; i++) {
            List<Float> values = new ArrayList<>();
            for (float value : rows[i]) {
                values.add(value);
            }
            vectors.add(new Vector(kind, i + 1, sources.get(i), values));
        }
    }

    private static String csv(List<Vector> vectors) {
        StringBuilder csv = new StringBuilder("kind,number,source");
        for (int i = 0; i < vectors.getFirst().values().size(); i++) {
            csv.append(",v").append(i);
        }
        for (Vector vector : vectors) {
            csv.append('\n').append(vector.kind()).append(',').append(vector.number());
            csv.append(",\"").append(vector.source().replace("\"", "\"\"")).append('"');
            vector.values().forEach(value -> csv.append(String.format(Locale.ROOT, ",%.6g", value)));
        }
        return csv.append('\n').toString();
    }
}
