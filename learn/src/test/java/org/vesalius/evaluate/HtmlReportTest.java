package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.image.Box;
import org.vesalius.image.Image;
import org.vesalius.io.Digests;

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
                List.of(grounded(withText), grounded(withText), grounded(withText)),
                withText ? List.of(retrieved()) : List.of(),
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
                    Made.row(i, Split.TEST, Study.of("-", "-")), "text " + i / 2, "finding " + i % 7));
        }
        SampleTable table = new SampleTable(RetrievalProtocol.columns());
        for (boolean textToImage : new boolean[] {true, false}) {
            for (int q = 0; q < STUDIES; q++) {
                float[] scores = new float[STUDIES];
                for (int i = 0; i < STUDIES; i++) {
                    scores[i] = (float) (random.nextGaussian() + (i == q ? skill : 0));
                }
                table.add(pool.get(q).row(), RetrievalProtocol.cells(textToImage, pool, q, scores));
            }
        }
        return outcome(new RetrievalProtocol(), model, table);
    }

    private static Protocol.Outcome grounding(String model, double hitRate) {
        Random random = new Random(3);
        SampleTable table = new SampleTable(GroundingProtocol.COLUMNS);
        for (int i = 0; i < STUDIES; i++) {
            int hit = random.nextDouble() < hitRate ? 1 : 0;
            double area = 0.02 + 0.3 * random.nextDouble();
            table.add(
                    Made.row(i, Split.TEST, Study.of("-", "-")),
                    0,
                    0,
                    i % 2 == 0 ? "nodule" : "pleural effusion",
                    1,
                    area,
                    area < 0.25 ? 1 : 0,
                    hit,
                    hit,
                    area,
                    random.nextDouble() + hit,
                    0.1);
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

    private static ReportExamples.Grounded grounded(boolean withText) {
        Image picture = picture();
        float[] map = new float[96 * 112];
        for (int i = 0; i < map.length; i++) {
            int dx = i % 96 - 60;
            int dy = i / 96 - 40;
            map[i] = i < 96 * 8 ? Float.NaN : (float) Math.exp(-(dx * dx + dy * dy) / 500.0);
        }
        return new ReportExamples.Grounded(
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

    private static ReportExamples.Retrieved retrieved() {
        String address = Overlay.address(picture());
        List<ReportExamples.Hit> hits = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            hits.add(new ReportExamples.Hit(address, i == 1, i == 1 || i == 3, 0.9 - 0.1 * i));
        }
        return new ReportExamples.Retrieved("Small left pleural effusion. No pneumothorax.", hits, 2, 60);
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
                .doesNotContain("<link");
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
        assertThat(write(dir, false)).doesNotContain("right upper lobe").doesNotContain("Small left pleural effusion");
    }

    @Test
    void namesFromOutsideCannotBecomeMarkup(@TempDir Path dir) throws IOException {
        assertThat(write(dir, true)).contains("clip &lt;small&gt;").doesNotContain("clip <small>");
    }
}
