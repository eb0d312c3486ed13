package org.vesalius.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vesalius.io.Json;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.nn.Params;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.train.Batch;
import org.vesalius.train.Plan;
import tools.jackson.databind.JsonNode;

/** The same step in PyTorch, where one is installed: {@code bench/step_peer.py} builds the towers of a {@link ModelSpec} and says how many numbers it trains, so that both models are known to be one. */
final class PythonPeer {
    private static final String PYTHON = System.getenv().getOrDefault("VESALIUS_PYTHON", "python3");

    /** What a turn of the peer took. */
    record Turn(String version, long parameters, Laps laps) {}

    private PythonPeer() {}

    /** One turn over texts and pictures of the batches' shapes, or nothing, with the reason printed, where there is no peer. */
    static Optional<Turn> run(Path script, Plan plan, ModelSpec spec, Tokenizer tokenizer, List<Batch> batches)
            throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(PYTHON, script.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException _) {
            System.out.println("no Python peer: there is no " + PYTHON);
            return Optional.empty();
        }
        try (var asked = process.outputWriter(StandardCharsets.UTF_8)) {
            asked.write(asked(plan, spec, tokenizer, batches));
        }
        JsonNode answer = Json.tree(
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
                "answer of the Python peer");
        if (answer.has("absent")) {
            System.out.println("no Python peer: " + answer.path("absent").asString());
            return Optional.empty();
        }
        Laps laps = new Laps();
        answer.path("laps")
                .forEach(lap -> laps.add(lap.path(0).asDouble(), lap.path(1).asDouble()));
        return Optional.of(new Turn(
                answer.path("version").asString(), answer.path("parameters").asLong(), laps));
    }

    private static String asked(Plan plan, ModelSpec spec, Tokenizer tokenizer, List<Batch> batches) {
        var asked = Json.mapper().createObjectNode();
        asked.set("model", Json.mapper().valueToTree(spec));
        asked.put("vocabulary", tokenizer.vocabularySize());
        asked.put("clip", plan.optim().clip());
        asked.put("batch", batches.getFirst().size());
        var lengths = asked.putArray("lengths");
        for (Batch batch : batches) {
            lengths.add(batch.texts().stream()
                    .mapToInt(text -> tokenizer.encode(text, spec.tokenizer().maxLength()).length)
                    .max()
                    .orElse(1));
        }
        return Json.line(asked);
    }

    /** How many numbers our model trains, its method's own left out. */
    static long parameters(ModelSpec spec, Tokenizer tokenizer) {
        try (Params params = Params.create(0);
                DualEncoder _ = DualEncoder.build(params, spec, tokenizer)) {
            return params.count();
        }
    }
}
