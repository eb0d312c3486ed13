package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.image.Box;
import org.vesalius.image.Image;
import org.vesalius.io.Digests;
import org.vesalius.metric.Interval;
import org.vesalius.metric.Ranking;

class HtmlReportTest {
    private static final int STUDIES = 60;

    /** A report of everything on made-up outputs; {@code skill} 0 guesses. */
    static HtmlReport.Contents contents(Path log, boolean withText) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("Model", "clip <small>");
        facts.put("Data", "phantom, 1,600 / 200 / 300 studies");
        var seconds = new LinkedHashMap<String, Double>();
        seconds.put("train", 321.5);
        List<HtmlReport.Part> parts = List.of(
                new HtmlReport.Part(zeroShot("clip", 1.5), List.of(zeroShot("random weights", 0))),
                new HtmlReport.Part(retrieval("clip", 2), List.of(retrieval("random weights", 0))),
                new HtmlReport.Part(grounding("clip", 0.6), List.of(grounding("random weights", 0.1))));
        return new HtmlReport.Contents(
                "Evaluation of clip",
                true,
                facts,
                parts,
                Optional.of(log),
                Map.of(
                        "grounding",
                        List.of(grounded(withText), grounded(withText), grounded(withText)),
                        "retrieval",
                        List.of(retrieved(withText)),
                        "zero-shot",
                        List.of(scored(withText))),
                Optional.empty(),
                seconds);
    }

    private static Protocol.Outcome outcome(Protocol protocol, String model, SampleTable table) {
        Protocol.Estimated estimated = protocol.estimate(table, Made.OPTIONS);
        ProtocolDigest digest = ProtocolDigest.of(Map.of("split", "test", "pool", "with-finding:200"));
        Result result = new Result(
                Result.FORMAT,
                protocol.id(),
                digest.hex(),
                digest.terms(),
                new Subject(model, "0"),
                "0",
                Made.OPTIONS,
                estimated.measures(),
                estimated.notes(),
                List.of(),
                Digests.sha256(table.csv()),
                Provenance.here("vesalius evaluate RUN --data DATA"));
        return new Protocol.Outcome(result, table);
    }

    private static Protocol.Outcome zeroShot(String model, double skill) {
        Random random = new Random(1);
        SampleTable table = new SampleTable(ClassMeasures.COLUMNS);
        for (String label : List.of("pleural effusion", "pneumothorax", "nodule", "cardiomegaly", "central line")) {
            for (int i = 0; i < 2 * STUDIES; i++) {
                boolean positive = random.nextInt(4) == 0;
                Split split = i < STUDIES ? Split.VAL : Split.TEST;
                double severity = random.nextDouble();
                double score = random.nextGaussian() + (positive ? skill * (0.5 + severity) : 0);
                table.add(
                        Made.row(i, split, Study.of("-", "-")),
                        split.lower(),
                        label,
                        positive ? 1 : 0,
                        score,
                        positive ? severity : "");
            }
        }
        return outcome(new ZeroShotProtocol(), model, table);
    }

    private static Protocol.Outcome retrieval(String model, double skill) {
        Random random = new Random(2);
        List<RetrievalProtocol.Item> pool = new ArrayList<>();
        for (int i = 0; i < STUDIES; i++) {
            pool.add(new RetrievalProtocol.Item(
                    Made.row(i, Split.TEST, Study.of("-", "-")), "text " + i / 2, Set.of("finding " + i % 7)));
        }
        Settings settings = new RetrievalProtocol().settings(Made.OPTIONS);
        SampleTable table = new SampleTable(RetrievalProtocol.columns(settings));
        for (boolean textToImage : new boolean[] {true, false}) {
            for (int q = 0; q < STUDIES; q++) {
                float[] scores = new float[STUDIES];
                for (int i = 0; i < STUDIES; i++) {
                    scores[i] = (float) (random.nextGaussian() + (i == q ? skill : 0));
                }
                table.add(
                        pool.get(q).row(),
                        RetrievalProtocol.cells(
                                settings,
                                textToImage ? RetrievalProtocol.TEXT_TO_IMAGE : RetrievalProtocol.IMAGE_TO_TEXT,
                                pool.get(q),
                                pool,
                                scores));
            }
        }
        return outcome(new RetrievalProtocol(), model, table);
    }

    private static Protocol.Outcome grounding(String model, double hitRate) {
        Random random = new Random(3);
        Settings settings = new GroundingProtocol().settings(Made.OPTIONS);
        SampleTable table = new SampleTable(GroundingProtocol.columns(settings));
        for (int i = 0; i < STUDIES; i++) {
            int hit = random.nextDouble() < hitRate ? 1 : 0;
            double area = 0.02 + 0.3 * random.nextDouble();
            List<Object> cells = new ArrayList<>(
                    List.of(0, 0, i % 2 == 0 ? "nodule" : "pleural effusion", 1, area, area < 0.25 ? 1 : 0));
            cells.addAll(List.of(hit, hit, hit, area, random.nextDouble() + hit));
            cells.addAll(Collections.nCopies(10, 0.1));
            table.add(Made.row(i, Split.TEST, Study.of("-", "-")), cells.toArray());
        }
        return outcome(new GroundingProtocol(), model, table);
    }

    private static Image picture() {
        float[] samples = new float[96 * 112];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (120 + 100 * Math.sin(i % 96 / 15.0) * Math.cos(Math.floorDiv(i, 96) / 20.0));
        }
        return Image.grey(96, 112, 255, samples);
    }

    private static Example.Grounded grounded(boolean withText) {
        Image picture = picture();
        float[] map = new float[96 * 112];
        for (int i = 0; i < map.length; i++) {
            int dx = i % 96 - 60;
            int dy = i / 96 - 40;
            map[i] = i < 96 * 8 ? Float.NaN : (float) Math.exp(-(dx * dx + dy * dy) / 500.0);
        }
        return new Example.Grounded(
                Example.Choice.HASH,
                "nodule",
                withText ? "small nodule in the right upper lobe" : null,
                Overlay.address(picture),
                Overlay.address(picture, map),
                96,
                112,
                List.of(new Box(45, 25, 30, 30, "nodule")),
                1,
                1.7);
    }

    private static Example.Scored scored(boolean withText) {
        return new Example.Scored(
                Example.Choice.MISSED,
                "nodule",
                17,
                0.21,
                0.03,
                Overlay.address(picture()),
                withText ? "A nodule that <b>nobody</b> saw." : null);
    }

    private static Example.Retrieved retrieved(boolean withText) {
        String address = Overlay.address(picture());
        List<Example.Hit> hits = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            hits.add(new Example.Hit(address, i == 1, i == 1 || i == 3, 0.9 - 0.1 * i));
        }
        String text = "Small left pleural effusion. No pneumothorax.";
        return new Example.Retrieved(Example.Choice.HASH, 4, withText ? text : null, hits, 2, 60);
    }

    private static Path log(Path dir) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int step = 0; step < 40; step++) {
            lines.append("{\"step\":%d,\"kind\":\"train\",\"values\":{\"loss\":%.4f,\"lr\":0.001}}%n"
                    .formatted(step * 10, 4 * Math.exp(-step / 20.0)));
            if (step % 8 == 0) {
                lines.append("{\"step\":%d,\"kind\":\"validate\",\"values\":{\"loss\":%.4f,\"recall@5\":%.4f}}%n"
                        .formatted(step * 10, 4.2 * Math.exp(-step / 22.0), step / 50.0));
            }
        }
        return Files.writeString(dir.resolve("log.jsonl"), lines.toString().replace("%n", "\n"));
    }

    static String write(Path dir, boolean withText) throws IOException {
        Path file = dir.resolve("report.html");
        HtmlReport.write(file, contents(log(dir), withText));
        return Files.readString(file);
    }

    @Test
    void theReportStandsAlone(@TempDir Path dir) throws IOException {
        String html = write(dir, true);
        assertThat(html)
                .doesNotContain("<script")
                .doesNotContain("http://")
                .doesNotContain("https://")
                .doesNotContain("<link")
                .contains("default-src 'none'");
        assertThat(html.length()).isLessThan(2_000_000);
    }

    @Test
    void itShowsCurvesTablesBaselinesDigestAndCommand(@TempDir Path dir) throws IOException {
        String html = write(dir, true);
        HtmlReport.Contents contents = contents(dir.resolve("log.jsonl"), true);
        for (HtmlReport.Part part : contents.parts()) {
            assertThat(html).contains(part.model().result().digest());
            for (Protocol.Outcome outcome :
                    List.of(part.model(), part.baselines().getFirst())) {
                Measure mean = outcome.result().measures().getFirst();
                assertThat(html).contains(Html.number(mean.value()));
            }
        }
        assertThat(html)
                .contains(
                        "loss over training steps",
                        "recall@5 over training steps",
                        "ROC curve of pneumothorax",
                        "Faintest third")
                .contains(
                        "random weights",
                        "vesalius evaluate RUN --data DATA",
                        "R@5, own pair",
                        "321.5",
                        "synthetic data")
                .doesNotContain("lr over training steps");
    }

    @Test
    void everyPictureHasAWordForThoseWhoDoNotSeeIt(@TempDir Path dir) throws IOException {
        String html = write(dir, true);
        assertThat(Pattern.compile("<img (?![^>]*alt=')").matcher(html).find()).isFalse();
        assertThat(Pattern.compile("<svg (?![^>]*(role='img' aria-label='|aria-hidden='true'))")
                        .matcher(html)
                        .find())
                .isFalse();
        assertThat(html).contains("<html lang='en'>");
    }

    @Test
    void textsAreLeftOutWhereTheyMustNotBeShown(@TempDir Path dir) throws IOException {
        assertThat(write(dir, true)).contains("small nodule in the right upper lobe", "Small left pleural effusion");
        assertThat(write(dir, false))
                .doesNotContain("right upper lobe")
                .doesNotContain("Small left pleural effusion")
                .doesNotContain("nobody")
                .contains("The report of row 4", "row 17");
    }

    @Test
    void everyLabelHasItsCurvesAndProbabilitiesTheirReliability(@TempDir Path dir) throws IOException {
        String html = write(dir, true);
        for (String label : List.of("pleural effusion", "pneumothorax", "nodule", "cardiomegaly", "central line")) {
            assertThat(html).contains("ROC curve of " + label + ", area", "Precision over recall of " + label);
        }
        assertThat(html).doesNotContain("Reliability of nodule");
        String probed = Plots.of(probe());
        assertThat(probed).contains("Reliability of nodule, calibration error", "<circle");
    }

    /** Probabilities of 60 studies that are right. */
    private static Protocol.Outcome probe() {
        Random random = new Random(5);
        SampleTable table = new SampleTable(ClassMeasures.COLUMNS);
        for (int i = 0; i < 2 * STUDIES; i++) {
            Split split = i < STUDIES ? Split.VAL : Split.TEST;
            double p = random.nextDouble();
            table.add(
                    Made.row(i, split, Study.of("-", "-")),
                    split.lower(),
                    "nodule",
                    random.nextDouble() < p ? 1 : 0,
                    p,
                    "");
        }
        return outcome(new LinearProbeProtocol(), "probe", table);
    }

    @Test
    void theStepsOfPrecisionHaveTheAreaOfAveragePrecision() {
        double[] scores = {.9, .8, .8, .7, .6, .5, .4, .4, .3};
        boolean[] positive = {true, false, true, true, false, true, false, true, false};
        List<double[]> steps = Plots.precision(Ranking.roc(scores, positive), 5, 4);
        double area = 0;
        for (int i = 0; i < steps.size(); i += 2) {
            area += (steps.get(i + 1)[0] - steps.get(i)[0]) * steps.get(i)[1];
        }
        assertThat(area).isCloseTo(Ranking.averagePrecision(scores, positive), within(1e-12));
    }

    @Test
    void aTextOfAReportCannotBecomeMarkup(@TempDir Path dir) throws IOException {
        String attack = "<script>alert(1)</script>'\"><img src=x onerror=alert(1)>";
        var retrieved = new Example.Retrieved(Example.Choice.HASH, 1, attack, List.of(), 1, 2);
        var scored = new Example.Scored(Example.Choice.FOUND, attack, 1, .5, .5, "", attack);
        var rated = new Example.Rated(Example.Choice.LOWEST, attack, attack, 1, .5, "", attack);
        var box = new Box(1, 1, 2, 2, attack);
        var grounded = new Example.Grounded(
                Example.Choice.WORST,
                attack,
                attack,
                Overlay.address(picture()),
                Overlay.address(picture()),
                96,
                112,
                List.of(box),
                0,
                0);
        for (Example example : List.of(retrieved, scored, rated, grounded)) {
            assertThat(ExampleFigures.of(List.of(example)))
                    .contains("&lt;script&gt;")
                    .doesNotContain("<script")
                    .doesNotContain("<img src=x");
        }
        Protocol.Outcome named = Made.outcome(attack, Map.of("prompts: " + attack, attack), "0011", .1, .2, .3, .4);
        Protocol.Outcome other = Made.outcome("other", Map.of("prompts: " + attack, "else"), "0011", .1, .2, .3, .4);
        Path page = dir.resolve("compared.html");
        ComparisonPage.write(
                page,
                List.of(Comparison.of(List.of(named, named))),
                List.of(Comparison.refusal(List.of(named.result(), other.result()), List.of())
                        .orElseThrow()));
        assertThat(Files.readString(page))
                .contains("&lt;script&gt;", "not compared", "default-src 'none'")
                .doesNotContain("<script")
                .doesNotContain("<img src=x");
    }

    @Test
    void groupsAreBarsOnOneScaleWithTheirGap() {
        Result plain = Made.outcome("m", Map.of("split", "test"), "0011", .1, .2, .3, .4)
                .result();
        List<Measure> measures = new ArrayList<>(plain.measures());
        measures.add(group("auroc[ties=half]@1", "sex: F", .8, .5));
        measures.add(group("auroc[ties=half]@1", "sex: M", .6, .5));
        measures.add(group("auroc-gap[max-min,ties=half]@1", "sex", .2, .04));
        String html = SubgroupBars.of(with(plain, measures));
        assertThat(html).contains("<h3>By sex</h3>", "from 0.600 to 0.800", ">F<", ">M<", "by chance 0.040");
        assertThat(SubgroupBars.of(plain)).isEmpty();
    }

    private static Measure group(String metric, String part, double value, double chance) {
        Interval interval = new Interval(value, Double.NaN, Double.NaN, 0, "none");
        return new Measure(metric, "nodule", part, interval, chance, 40, 20, true);
    }

    private static Result with(Result plain, List<Measure> measures) {
        return new Result(
                plain.format(),
                plain.protocol(),
                plain.digest(),
                plain.terms(),
                plain.subject(),
                plain.data(),
                plain.options(),
                measures,
                plain.notes(),
                plain.problems(),
                plain.samplesSha256(),
                plain.provenance());
    }

    @Test
    void theWordsOfThePageStandOutFromItsGroundInLightDarkAndPrint() throws IOException {
        String css;
        try (var in = HtmlReport.class.getResourceAsStream("report.css")) {
            css = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Map<String, String>> themes = Pattern.compile(":root \\{(.*?)\\}", Pattern.DOTALL)
                .matcher(css)
                .results()
                .map(theme -> Pattern.compile("--([a-z]+): (#[0-9a-f]{6})")
                        .matcher(theme.group(1))
                        .results()
                        .collect(Collectors.toMap(m -> m.group(1), m -> m.group(2))))
                .toList();
        assertThat(themes).hasSize(3);
        for (Map<String, String> theme : themes) {
            for (String word : List.of("ink", "soft", "model", "base", "good", "bad")) {
                assertThat(contrast(theme, word, "ground")).as(word + theme).isGreaterThan(4.5);
                assertThat(contrast(theme, word, "card")).as(word + theme).isGreaterThan(4.5);
            }
            assertThat(contrast(theme, "chance", "card")).isGreaterThan(3);
        }
    }

    /** WCAG 2.2's contrast ratio. */
    private static double contrast(Map<String, String> theme, String a, String b) {
        double first = luminance(theme.getOrDefault(a, ""));
        double second = luminance(theme.getOrDefault(b, ""));
        return (Math.max(first, second) + .05) / (Math.min(first, second) + .05);
    }

    private static double luminance(String colour) {
        double[] weights = {.2126, .7152, .0722};
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double c = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weights[i] * (c <= .04045 ? c / 12.92 : Math.pow((c + .055) / 1.055, 2.4));
        }
        return sum;
    }

    @Test
    void namesFromOutsideCannotBecomeMarkup(@TempDir Path dir) throws IOException {
        assertThat(write(dir, true)).contains("clip &lt;small&gt;").doesNotContain("clip <small>");
    }
}
