package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which protocol makes the scores that another one looks into: its table has {@code split}, {@code label}, {@code truth} and {@code score} of validation and scored studies. */
enum ScoreSource {
    LINEAR_PROBE,
    ZERO_SHOT;

    private static final String NAME = "scores";
    /** Settings of the sources that change their own numbers and not the scores. */
    private static final Set<String> OF_NUMBERS = Set.of("Q11", "threshold", "task", "seeds");

    private Protocol protocol() {
        return switch (this) {
            case LINEAR_PROBE -> new LinearProbeProtocol();
            case ZERO_SHOT -> new ZeroShotProtocol();
        };
    }

    /** The choice between them, {@code own} settings, and what the sources leave to the user; sorted by name. */
    static List<Setting> settings(Setting... own) {
        List<Setting> all = new ArrayList<>(List.of(own));
        String[] words =
                List.of(values()).stream().map(source -> source.protocol().id()).toArray(String[]::new);
        all.add(Setting.choice(NAME, "whose scores are looked into", words));
        TreeSet<String> known = new TreeSet<>(all.stream().map(Setting::name).toList());
        for (ScoreSource source : values()) {
            source.protocol().settings().stream()
                    .filter(setting -> !OF_NUMBERS.contains(setting.name()) && known.add(setting.name()))
                    .forEach(all::add);
        }
        return all.stream().sorted((a, b) -> a.name().compareTo(b.name())).toList();
    }

    /** The one that the settings name. */
    static ScoreSource of(Settings settings) {
        for (ScoreSource source : values()) {
            if (source.protocol().id().equals(settings.text(NAME))) {
                return source;
            }
        }
        return LINEAR_PROBE;
    }

    /** What decides its scores, without the names of its own numbers. */
    Map<String, String> terms(Trial trial) throws IOException {
        Map<String, String> terms = new TreeMap<>(protocol().terms(trial));
        terms.put("scores", terms.getOrDefault("protocol", protocol().id()));
        terms.remove("metrics");
        return terms;
    }

    /** Its table; of several fits of one probe the first. */
    Protocol.Collected collect(Trial trial) throws IOException {
        Protocol.Collected collected = protocol().collect(trial);
        SampleTable table = collected.samples();
        if (!table.has(LabelLearning.SEED)) {
            return collected;
        }
        String first = table.distinct(LabelLearning.SEED).getFirst();
        return new Protocol.Collected(table.where(LabelLearning.SEED, first::equals), collected.problems());
    }
}
