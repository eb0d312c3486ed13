package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.metric.Bootstrap;
import org.vesalius.shard.PreparedData;

/** What a protocol leaves to its user, and how it shows. */
class SettingsTest {
    private static final List<Setting> KNOWN = List.of(
            Setting.quirk("Q11", "the threshold is chosen on test labels", "f1"),
            Setting.flag("norm", "whether"),
            Setting.choice("rule", "how", "mean", "max", "median"),
            Setting.wholes("shots", "1,5", "how many", 1, 100),
            Setting.number("smoothing", 0, "of the map", 0, 10));

    private static Settings of(String... given) {
        return Settings.of(KNOWN, given.length == 0 ? Map.of() : Map.of(given[0], given[1]));
    }

    @Test
    void whatNobodySaysHasItsDefault() {
        assertThat(of().all())
                .isEqualTo(Map.of("Q11", "off", "norm", "off", "rule", "mean", "shots", "1,5", "smoothing", "0.0"));
        assertThat(of("smoothing", "1.5").number("smoothing")).isEqualTo(1.5);
        assertThat(of("shots", "1, 10,50").wholes("shots")).containsExactly(1, 10, 50);
        assertThat(of("norm", "on").on("norm")).isTrue();
    }

    @Test
    void oneValueHasOneForm() {
        assertThat(of("smoothing", "1.50").all())
                .isEqualTo(of("smoothing", "1.5").all());
    }

    @Test
    void aWrongValueSaysWhatIsAllowed() {
        assertThatThrownBy(() -> of("rule", "maximum"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("mean, max, median")
                .hasMessageContaining("nearest: max");
        assertThatThrownBy(() -> of("shots", "1,2.5")).hasMessageContaining("whole numbers from 1 to 100");
        assertThatThrownBy(() -> of("smoothing", "NaN")).hasMessageContaining("number from 0 to 10");
        assertThatThrownBy(() -> of("smoothing", "much")).hasMessageContaining("'much'");
    }

    @Test
    void anUnknownNameNamesTheNearest() {
        Settings.check(List.of(new Fixed()), Map.of("smoothing", "2"));
        assertThatThrownBy(() -> Settings.check(List.of(new Fixed()), Map.of("smothing", "2")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("smoothing");
    }

    @Test
    void aQuirkStandsInTheNameOfEveryNumberThatItChangesAndInANote() {
        var plain =
                new Protocol.Estimated(List.of(estimate("f1[max-f1]@1"), estimate("auroc[mid-ranks]@1")), List.of());
        assertThat(of().mark(plain)).isEqualTo(plain);
        Protocol.Estimated marked = of("Q11", "on").mark(plain);
        assertThat(marked.estimates())
                .extracting(Estimate::metric)
                .containsExactly("f1[max-f1,Q11]@1", "auroc[mid-ranks]@1");
        assertThat(marked.notes()).singleElement().asString().contains("Q11", "f1", "test labels");
        Measure f1 = marked.measures().getFirst();
        assertThat(f1.shortName()).isEqualTo("f1");
        assertThat(f1.quirks()).isEqualTo(" (Q11)");
    }

    @Test
    void resultsFromBeforeThereWereSettingsAreRead() {
        String json = Json.line(EvaluationOptions.defaults()).replace(",\"set\":{}", "");
        assertThat(json).doesNotContain("\"set\"");
        assertThat(Json.parse(json, EvaluationOptions.class, "options")).isEqualTo(EvaluationOptions.defaults());
    }

    @Test
    void everyProtocolListsItsSettingsByNameAndTheDefaultsAreAllowed() {
        for (Protocol protocol : Protocols.all()) {
            assertThat(protocol.settings()).extracting(Setting::name).isSorted().doesNotHaveDuplicates();
            Settings.of(protocol.settings(), Map.of());
            assertThat(protocol.settings())
                    .filteredOn(Setting::quirk)
                    .allSatisfy(quirk -> assertThat(quirk.byDefault()).isEqualTo("off"));
        }
        assertThat(Protocols.all()).extracting(Protocol::id).isSorted();
    }

    private static Estimate estimate(String metric) {
        Bootstrap draws = Bootstrap.byGroup(List.of("a", "b"), 10, 1);
        return new Estimate(metric, "-", "", .5, 2, 1, true, draws, Bootstrap.meanOf(new double[] {1, 0}));
    }

    /** Says which settings it has. */
    private static final class Fixed implements Protocol {
        @Override
        public String id() {
            return "fixed";
        }

        @Override
        public String title() {
            return "Fixed";
        }

        @Override
        public List<Setting> settings() {
            return KNOWN;
        }

        @Override
        public boolean possible(PreparedData data) {
            return true;
        }

        @Override
        public Map<String, String> terms(Trial trial) {
            return Map.of();
        }

        @Override
        public Collected collect(Trial trial) throws IOException {
            throw new IOException("never asked");
        }

        @Override
        public Estimated estimate(SampleTable samples, EvaluationOptions options) {
            return new Estimated(List.of(), List.of());
        }
    }
}
