package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vesalius.dataset.Study;
import org.vesalius.image.Transform;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;
import org.vesalius.metric.Retrieval;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.report.Prompts.PromptSet;
import org.vesalius.shard.PreparedData;

/** Every protocol on a prepared set, with a model that sees and one that does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtocolsTest {
    private static final EvaluationOptions OPTIONS = EvaluationOptions.defaults()
            .withPrompts(Squares.prompts())
            .withPool(Pool.parse("with-finding"))
            .withMinPositives(4)
            .withResamples(100, 1);

    private PreparedData data;

    @BeforeAll
    void prepare(@TempDir Path dir) throws IOException {
        data = Squares.prepared(dir);
    }

    @AfterAll
    void close() throws IOException {
        data.close();
    }

    private Trial trial(Scorer scorer) {
        return new Trial(scorer, data, OPTIONS, Progress.SILENT);
    }

    private Result result(String protocol, Scorer scorer) throws IOException {
        return Protocols.byId(protocol)
                .run(trial(scorer), Provenance.here("test"))
                .result();
    }

    private static final Set<String> WITHOUT_TRAINING = Set.of("calibration", "explanation", "robustness");

    /** Those that train no network ({@link HeadTransferTest} has the others) and fit the data. */
    private List<Protocol> usual() throws IOException {
        List<Protocol> usual = new ArrayList<>();
        for (Protocol protocol : Protocols.all()) {
            if ((protocol.usual() || WITHOUT_TRAINING.contains(protocol.id())) && protocol.possible(data)) {
                usual.add(protocol);
            }
        }
        return usual;
    }

    private static double value(Result result, String metric, String subject, String part) {
        return result.find(metric, subject, part).orElseThrow().value();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zero-shot", "linear-probe"})
    void whoSeesRanksEveryLabelAndWhoDoesNotGuesses(String protocol) throws IOException {
        Result seeing = result(protocol, new Squares.Seeing());
        assertThat(value(seeing, "auroc", Measure.MACRO, "")).isEqualTo(1);
        // the threshold comes from other studies
        assertThat(value(seeing, "f1", Measure.MACRO, "")).isGreaterThan(.9);
        for (String corner : Squares.CORNERS) {
            assertThat(value(seeing, "auroc", corner, "")).isEqualTo(1);
        }
        Result blind = result(protocol, new Squares.Blind());
        assertThat(value(blind, "auroc", Measure.MACRO, "")).isEqualTo(.5);
    }

    @Test
    void whoSeesFindsEqualTextsAndCannotTellThemApart() throws IOException {
        Result seeing = result("retrieval", new Squares.Seeing());
        Result blind = result("retrieval", new Squares.Blind());
        for (String direction : List.of("text to image", "image to text")) {
            assertThat(value(seeing, Retrieval.RECALL_EQUAL_TEXT, direction, "at 1"))
                    .isEqualTo(1);
            assertThat(value(seeing, Retrieval.RECALL_MULTI_POSITIVE, direction, "at 1"))
                    .isEqualTo(1);
            Measure own =
                    blind.find(Retrieval.RECALL_OWN_PAIR, direction, "at 5").orElseThrow();
            assertThat(own.value()).isCloseTo(own.chance(), within(1e-12)).isCloseTo(5 / 24.0, within(1e-12));
            assertThat(value(seeing, Retrieval.RECALL_OWN_PAIR, direction, "at 1"))
                    .isGreaterThan(own.chance() / 5)
                    .isLessThan(1);
        }
        assertThat(seeing.notes()).anyMatch(note -> note.contains("pool of 24 studies"));
    }

    @Test
    void whoSeesPointsIntoTheBox() throws IOException {
        Result seeing = result("grounding", new Squares.Seeing());
        assertThat(value(seeing, "pointing-game", Measure.MACRO, "")).isEqualTo(1);
        assertThat(value(seeing, "cnr", Measure.MACRO, "")).isGreaterThan(5);
        Measure blind = result("grounding", new Squares.Blind())
                .find("pointing-game", Measure.MACRO)
                .orElseThrow();
        assertThat(blind.value()).isCloseTo(64 / 1024.0, within(1e-12));
        assertThat(blind.chance()).isCloseTo(64 / 1024.0, within(1e-12));
    }

    @Test
    void aMapThatIsTheSquareIsAllOfItAtEveryThreshold() throws IOException {
        EvaluationOptions options = OPTIONS.withSet("scale", "min-max").withSet("ask", "finding");
        Trial trial = new Trial(new Squares.Seeing(), data, options, Progress.SILENT);
        Result result =
                new GroundingProtocol().run(trial, Provenance.here("test")).result();
        assertThat(value(result, "miou", Measure.MACRO, "")).isEqualTo(1);
        assertThat(value(result, "mdice[strictly-above,0.1 0.2 0.3 0.4 0.5]@1", Measure.MACRO, ""))
                .isEqualTo(1);
        assertThat(value(result, "dice[strictly-above,0.5]@1", Measure.MACRO, "over findings"))
                .isEqualTo(1);
        // unscaled, all of the picture lies above every threshold: 64 of 1024 pixels, but for those that are 0
        Result plain = result("grounding", new Squares.Seeing());
        assertThat(value(plain, "iou[strictly-above,0.5]@1", Measure.MACRO, "")).isCloseTo(64 / 1024.0, within(.005));
        assertThat(plain.notes()).anyMatch(note -> note.contains("only what has a box"));
    }

    @Test
    void aToleranceForgivesAMissOfFewPixels() throws IOException {
        EvaluationOptions strict = OPTIONS.withSet("tolerance", "0");
        Result exact = new GroundingProtocol()
                .run(new Trial(new Squares.Blind(), data, strict, Progress.SILENT), Provenance.here("test"))
                .result();
        String zero = "pointing-game[equal-maxima=share,tolerance=0.0]@1";
        assertThat(value(exact, zero, Measure.MACRO, "")).isCloseTo(64 / 1024.0, within(1e-12));
        String usual = "pointing-game[equal-maxima=share,tolerance=15.0]@1";
        assertThat(value(result("grounding", new Squares.Blind()), usual, Measure.MACRO, ""))
                .isGreaterThan(.5);
    }

    @Test
    void picturesFindPicturesOfTheSameFindingAndNeverThemselves() throws IOException {
        EvaluationOptions options = OPTIONS.withSet("directions", "all").withSet("k", "1,5");
        Protocol.Outcome seeing = new RetrievalProtocol()
                .run(new Trial(new Squares.Seeing(), data, options, Progress.SILENT), Provenance.here("test"));
        assertThat(value(seeing.result(), Retrieval.PRECISION, RetrievalProtocol.IMAGE_TO_IMAGE, "at 5"))
                .isEqualTo(1);
        SampleTable pictures = seeing.samples().where("direction", RetrievalProtocol.IMAGE_TO_IMAGE::equals);
        assertThat(pictures.distinct("pool")).containsExactly("23");
        assertThat(pictures.distinct("findings:relevant")).containsExactly("5");
        assertThat(seeing.result().find(Retrieval.RECALL_OWN_PAIR, RetrievalProtocol.IMAGE_TO_IMAGE, "at 1"))
                .isEmpty();
        EvaluationOptions once = OPTIONS.withSet("duplicates", "drop");
        Protocol.Outcome dropped = new RetrievalProtocol()
                .run(new Trial(new Squares.Seeing(), data, once, Progress.SILENT), Provenance.here("test"));
        assertThat(dropped.samples().distinct("pool")).containsExactly("4");
        assertThat(value(dropped.result(), Retrieval.RECALL_OWN_PAIR, RetrievalProtocol.TEXT_TO_IMAGE, "at 1"))
                .isEqualTo(1);
    }

    @Test
    void ranksAreThoseOfTheSpecificationsMatrix() {
        Settings settings = new RetrievalProtocol().settings(OPTIONS.withSet("k", "1,2"));
        List<RetrievalProtocol.Item> pool = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            pool.add(new RetrievalProtocol.Item(
                    Made.row(i, OPTIONS.split(), Study.of("-", "-")), "text " + i, Set.of("finding " + i)));
        }
        float[][] scores = {{.9f, .1f, .3f}, {.2f, .8f, .7f}, {.6f, .5f, .4f}};
        SampleTable table = new SampleTable(RetrievalProtocol.columns(settings));
        for (int q = 0; q < 3; q++) {
            table.add(
                    pool.get(q).row(),
                    RetrievalProtocol.cells(settings, RetrievalProtocol.TEXT_TO_IMAGE, pool.get(q), pool, scores[q]));
        }
        assertThat(table.numbers("own:rank")).containsExactly(1, 1, 3);
        Protocol.Estimated estimated = new RetrievalProtocol().estimate(table, OPTIONS.withSet("k", "1,2"));
        for (String part : List.of("at 1", "at 2")) {
            assertThat(estimated.measures())
                    .filteredOn(m -> m.metric().equals(Retrieval.RECALL_OWN_PAIR)
                            && m.part().equals(part))
                    .singleElement()
                    .satisfies(m -> assertThat(m.value()).isCloseTo(2 / 3.0, within(1e-12)));
        }
        assertThat(estimated.measures())
                .filteredOn(m -> m.shortName().equals("mean-rank") && m.part().equals("first of own"))
                .singleElement()
                .satisfies(m -> assertThat(m.value()).isCloseTo(5 / 3.0, within(1e-12)));
    }

    @Test
    void theDigestIsTheSameForEveryModelOfOneTransformAndFollowsTheOptions() throws IOException {
        for (Protocol protocol : Protocols.all()) {
            ProtocolDigest digest = protocol.digest(trial(new Squares.Seeing()));
            assertThat(protocol.digest(trial(new Squares.Blind())).hex()).isEqualTo(digest.hex());
            Trial other = new Trial(new Squares.Seeing(), data, OPTIONS.withResamples(50, 1), Progress.SILENT);
            assertThat(digest.differences(protocol.digest(other)))
                    .extracting(ProtocolDigest.Difference::term)
                    .containsExactly("resampling");
            assertThat(digest.terms()).containsKeys("split-ids", "reader", "transform", "metrics", "protocol");
        }
    }

    /** A value that is not the default. */
    private static String other(Setting setting) {
        return switch (setting.values()) {
            case Setting.Values.OneOf one ->
                one.words().stream()
                        .filter(word -> !word.equals(setting.byDefault()))
                        .filter(word -> !List.of("gloria", "biovil").contains(word))
                        .findFirst()
                        .orElseThrow();
            case Setting.Values.Single number ->
                Double.parseDouble(setting.byDefault()) == number.high()
                        ? Double.toString(number.low())
                        : Double.toString(Math.min(number.high(), Double.parseDouble(setting.byDefault()) + 1));
            case Setting.Values.Several _ -> setting.byDefault() + "," + setting.byDefault();
            case Setting.Values.Text _ -> "other";
        };
    }

    @Test
    void everySettingOfEveryProtocolIsInItsDigest() throws IOException {
        for (Protocol protocol : Protocols.all()) {
            ProtocolDigest plain = protocol.digest(trial(new Squares.Seeing()));
            for (Setting setting : protocol.settings()) {
                EvaluationOptions options = OPTIONS.withSet(setting.name(), other(setting));
                Trial changed = new Trial(new Squares.Seeing(), data, options, Progress.SILENT);
                assertThat(plain.differences(protocol.digest(changed)))
                        .describedAs(protocol.id() + " " + setting.name())
                        .extracting(ProtocolDigest.Difference::term)
                        .contains("set " + setting.name());
            }
        }
    }

    @Test
    void oneOtherPixelIsOtherDataAlthoughTheSplitIsTheSame(@TempDir Path dir) throws IOException {
        try (PreparedData changed = Squares.prepared(dir, 1)) {
            assertThat(changed.manifest().splitDigest())
                    .isEqualTo(data.manifest().splitDigest());
            Trial other = new Trial(new Squares.Seeing(), changed, OPTIONS, Progress.SILENT);
            for (Protocol protocol : Protocols.all()) {
                assertThat(protocol.digest(trial(new Squares.Seeing())).differences(protocol.digest(other)))
                        .extracting(ProtocolDigest.Difference::term)
                        .containsExactly("data-digest");
            }
        }
    }

    @Test
    void anotherPromptIsAnotherProtocol() throws IOException {
        PromptSet set = new PromptSet("upper left", List.of("in the upper left"), List.of("no upper left"));
        Trial other = new Trial(new Squares.Seeing(), data, OPTIONS.withPrompts(List.of(set)), Progress.SILENT);
        assertThat(new ZeroShotProtocol()
                        .digest(trial(new Squares.Seeing()))
                        .differences(new ZeroShotProtocol().digest(other)))
                .extracting(ProtocolDigest.Difference::term)
                .contains("prompts: upper left");
    }

    @Test
    void tablesHoldNeitherTextsNorIdentifiers() throws IOException {
        for (Protocol protocol : usual()) {
            String csv = protocol.run(trial(new Squares.Seeing()), Provenance.here("test"))
                    .samples()
                    .csv();
            assertThat(csv)
                    .doesNotContain("A square")
                    .doesNotContain("a square")
                    .doesNotContain("png");
            assertThat(csv.lines().count()).isGreaterThan(20);
        }
    }

    @Test
    void aWholeReportIsWrittenAndEveryResultOfItVerifies(@TempDir Path out) throws IOException {
        List<String> all = ModelReport.protocols(List.of("all"), data);
        assertThat(all)
                .containsExactlyInAnyOrder("zero-shot", "retrieval", "grounding", "linear-probe", "report-retrieval");
        var request = new ModelReport.Request(
                "seeing", all, OPTIONS, true, 1, true, new LinkedHashMap<>(), Optional.empty(), new LinkedHashMap<>());
        List<Trial> beside = new ArrayList<>(List.of(trial(new Squares.Blind())));
        ModelReport.Written written = ModelReport.make(
                new Squares.Seeing(), beside, data, out, request, Provenance.here("test"), Progress.SILENT);
        assertThat(Files.readString(written.page())).contains("blind", "32x32 pixels", "hit</span>", "A square, upper");
        for (String protocol : all) {
            Path file = out.resolve(protocol + ".json");
            assertThat(Verification.fromTable(file, 0)).isEmpty();
            assertThat(Verification.fresh(Result.read(file), result(protocol, new Squares.Seeing()), 0))
                    .isEmpty();
        }
        assertThat(out.resolve("baselines/pixels-32/linear-probe.json")).exists();
    }

    @Test
    void everyProtocolsResultsCanBeCompared() throws IOException {
        for (Protocol protocol : usual()) {
            Protocol.Outcome blind = protocol.run(trial(new Squares.Blind()), Provenance.here("test"));
            Protocol.Outcome seeing = protocol.run(trial(new Squares.Seeing()), Provenance.here("test"));
            Comparison.Table table = Comparison.of(List.of(blind, seeing));
            assertThat(table.notes()).isEmpty();
            assertThat(table.lines()).hasSameSizeAs(blind.result().measures());
            assertThat(table.lines())
                    .allSatisfy(
                            line -> assertThat(line.cells().get(1).difference()).isPresent());
        }
    }

    @Test
    void aModelWithoutTextsIsAskedForItsPicturesOnly() throws IOException {
        ModelSpec pictures = new ModelSpec(
                new ImageEncoder.SmallCnn(List.of(8), List.of(4), 0, true),
                new TextEncoder.None(),
                8,
                Projection.affine(),
                Projection.none(),
                Pooling.MEAN_PATCHES,
                new Readout.Cosine(),
                Transform.grey(32),
                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 60, 12));
        assertThat(ModelReport.protocols(List.of("all"), data, pictures)).containsExactly("linear-probe");
    }

    @Test
    void anUnknownLabelNamesTheNearest() {
        Trial other = new Trial(new Squares.Seeing(), data, OPTIONS.withLabels(List.of("uper left")), Progress.SILENT);
        assertThatThrownBy(() -> new ZeroShotProtocol().digest(other))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("upper left");
    }

    @Test
    void aPoolIsTheSameInEveryOrderAndKeepsItsRule() throws IOException {
        StudySet studies = trial(new Squares.Seeing()).studies(OPTIONS.split());
        List<StudySet.Row> five = Pool.parse("with-finding:5").of(studies.rows());
        assertThat(five)
                .hasSize(5)
                .isEqualTo(Pool.parse("with-finding:5").of(studies.rows().reversed()));
        assertThat(Pool.parse("with-finding:5").toString()).isEqualTo("with-finding:5");
        assertThatThrownBy(() -> Pool.parse("with-finding:many")).isInstanceOf(InputException.class);
    }
}
