package org.vesalius.serve;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.infer.ImageCode;
import org.vesalius.infer.Inference;
import org.vesalius.infer.MapPicture;
import org.vesalius.infer.SimilarityMap;
import org.vesalius.io.InputException;
import org.vesalius.report.Prompts;
import org.vesalius.report.Prompts.PromptSet;

/** What the model is asked of a picture or a text: vectors, scores of findings, and where a phrase is seen. */
final class ModelRoutes {
    /** Cells of a map along the longer side. */
    private static final int CELLS = 64;

    /** Of one finding, on average. */
    private static final int PROMPTS = 10;

    private final ModelQueue model;
    private final Films films;
    private final Intake intake;
    private final AuditTrail audit;
    private final ServiceOptions.Limits limits;
    private final Codes codes = new Codes();

    ModelRoutes(ModelQueue model, Films films, Intake intake, AuditTrail audit, ServiceOptions.Limits limits) {
        this.model = model;
        this.films = films;
        this.intake = intake;
        this.audit = audit;
        this.limits = limits;
    }

    void add(RoutesConfig routes) {
        routes.post("/api/v1/embed/text", this::embedText, Role.READ);
        routes.post("/api/v1/embed/image", this::embedImage, Role.READ);
        routes.post("/api/v1/classify", this::classifyUpload, Role.READ);
        routes.post("/api/v1/studies/{key}/classify", this::classifyStudy, Role.READ);
        routes.post("/api/v1/ground", this::groundUpload, Role.READ);
        routes.get("/api/v1/studies/{key}/films/{film}/ground", this::groundStudy, Role.READ);
    }

    /** Texts to embed. */
    record Texts(@Nullable List<@Nullable String> texts) {}

    /** Unit vectors, and the digest of the model that made them. */
    record Vectors(String model, int dimension, List<float[]> vectors) {}

    private void embedText(Context ctx) throws IOException {
        List<String> texts =
                Requests.list(Requests.json(ctx, limits, Texts.class).texts(), "texts");
        if (texts.isEmpty() || texts.size() > limits.results()) {
            throw InputException.of("texts", "1 to " + limits.results(), texts.size() + "", "send others");
        }
        List<float[]> vectors = texts.stream()
                .map(text -> model.embed(Requests.text(text, limits, "text")))
                .toList();
        Requests.answer(ctx, new Vectors(model.digest(), vectors.getFirst().length, vectors));
    }

    private void embedImage(Context ctx) throws IOException {
        float[] vector = model.embed(intake.read(Requests.body(ctx, limits)).image());
        Requests.answer(ctx, new Vectors(model.digest(), vector.length, List.of(vector)));
    }

    /** A finding with the prompts that ask for it; without prompts, the built-in ones of its name. */
    record Finding(
            @Nullable String label,
            @Nullable List<@Nullable String> positive,
            @Nullable List<@Nullable String> negative) {}

    /** Findings to score; without any, the usual ones. */
    record Questions(@Nullable List<@Nullable Finding> findings) {}

    /** A score in [0, 1] a finding, by the model's own readout; it is no probability unless the model was calibrated. */
    record Scores(String model, Map<String, Double> scores) {}

    private void classifyUpload(Context ctx) throws IOException {
        Image image = intake.read(Requests.body(ctx, limits)).image();
        List<PromptSet> prompts = Stream.ofNullable(ctx.queryParam("labels"))
                .flatMap(labels -> Stream.of(labels.split(",")))
                .filter(label -> !label.isBlank())
                .map(label -> prompts(new Finding(label.strip(), null, null)))
                .toList();
        Requests.answer(ctx, classify(image, prompts.isEmpty() ? usual() : prompts));
    }

    private void classifyStudy(Context ctx) throws IOException {
        Questions asked = Requests.json(ctx, limits, Questions.class);
        List<Finding> findings = Requests.list(asked.findings(), "findings");
        List<PromptSet> prompts = findings.isEmpty()
                ? usual()
                : findings.stream().map(ModelRoutes::prompts).toList();
        audit.saw(ctx, ctx.pathParam("key"));
        Requests.answer(ctx, classify(films.image(ctx.pathParam("key"), 0), prompts));
    }

    private static List<PromptSet> usual() {
        return Prompts.names().stream().map(Prompts::forLabel).toList();
    }

    private static PromptSet prompts(Finding finding) {
        String label = finding.label();
        if (label == null || label.isBlank()) {
            throw InputException.of("finding", "a label", "none", "name it");
        }
        List<String> positive = Requests.list(finding.positive(), "positive prompts");
        List<String> negative = Requests.list(finding.negative(), "negative prompts");
        return positive.isEmpty() && negative.isEmpty()
                ? Prompts.forLabel(label)
                : new PromptSet(label, positive, negative);
    }

    private Scores classify(Image image, List<PromptSet> prompts) {
        List<String> texts = prompts.stream()
                .flatMap(prompt -> Stream.concat(prompt.positive().stream(), prompt.negative().stream()))
                .toList();
        texts.forEach(text -> Requests.text(text, limits, "prompt"));
        if (texts.size() > PROMPTS * limits.results()) {
            throw Refusal.tooLarge("at most %d prompts are asked at once".formatted(PROMPTS * limits.results()));
        }
        double[][] scores = model.ask(inference -> inference.classify(List.of(image), prompts));
        Map<String, Double> byLabel = new LinkedHashMap<>();
        for (int i = 0; i < prompts.size(); i++) {
            byLabel.put(prompts.get(i).label(), scores[0][i]);
        }
        return new Scores(model.digest(), byLabel);
    }

    /** Where a phrase is seen: similarities of a grid of cells that covers the picture, row by row, null where the model did not see it, and the place of the greatest in pixels of the picture. */
    record Grounded(String model, MapPicture.Place place, int columns, int rows, List<@Nullable Float> cells) {}

    private void groundUpload(Context ctx) throws IOException {
        Image image = intake.read(Requests.body(ctx, limits)).image();
        String phrase = phrase(ctx);
        ground(ctx, image, model.ask(inference -> inference.ground(image, phrase)));
    }

    private void groundStudy(Context ctx) throws IOException {
        String key = ctx.pathParam("key");
        int number = Films.number(ctx.pathParam("film"));
        Image image = films.image(key, number);
        audit.saw(ctx, key);
        String phrase = phrase(ctx);
        ground(
                ctx,
                image,
                model.ask(inference -> inference.ground(codes.of(inference, key + "/" + number, image), phrase)));
    }

    private String phrase(Context ctx) {
        String phrase = ctx.queryParam("phrase");
        return Requests.text(phrase == null ? "" : phrase, limits, "phrase");
    }

    private void ground(Context ctx, Image image, SimilarityMap map) {
        float[] values = map.atSource();
        String accepts = ctx.header("Accept");
        if (accepts != null && accepts.startsWith("image/png")) {
            ctx.contentType("image/png").result(ImageFiles.png(MapPicture.over(image, values)));
            return;
        }
        int longer = Math.max(image.width(), image.height());
        int columns = Math.max(1, CELLS * image.width() / longer);
        int rows = Math.max(1, CELLS * image.height() / longer);
        List<@Nullable Float> cells = new ArrayList<>(columns * rows);
        for (float value : map.atSource(columns, rows)) {
            cells.add(Float.isNaN(value) ? null : value);
        }
        MapPicture.Place place = MapPicture.place(values, image.width(), image.height());
        Requests.answer(ctx, new Grounded(model.digest(), place, columns, rows, cells));
    }

    /** The films that were asked last, encoded: a phrase that is typed asks for the same film at every letter. Only the model's thread touches it. */
    private static final class Codes {
        private static final int KEPT = 64;

        private final Map<String, Coded> last = new LinkedHashMap<>();

        private record Coded(Image image, ImageCode code) {}

        ImageCode of(Inference inference, String film, Image image) {
            Coded coded = last.remove(film);
            if (coded == null || !Arrays.equals(coded.image().samples(), image.samples())) {
                coded = new Coded(image, inference.encode(List.of(image)).getFirst());
            }
            last.put(film, coded);
            if (last.size() > KEPT) {
                last.remove(last.keySet().iterator().next());
            }
            return coded.code();
        }
    }
}
