package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vesalius.io.InputException;

/** The values of all of a protocol's settings: what the user gave, else the defaults. */
public final class Settings {
    private final List<Setting> known;
    private final SortedMap<String, String> values = new TreeMap<>();

    private Settings(List<Setting> known, Map<String, String> given) {
        this.known = List.copyOf(known);
        for (Setting setting : known) {
            values.put(setting.name(), setting.checked(given.getOrDefault(setting.name(), setting.byDefault())));
        }
    }

    /**
     * Those of {@code given} that {@code known} has, and the defaults of the others.
     *
     * @throws InputException for a value that is not allowed
     */
    public static Settings of(List<Setting> known, Map<String, String> given) {
        return new Settings(known, given);
    }

    /**
     * Refuses a name that none of the protocols knows, and a value that is not allowed.
     *
     * @throws InputException naming the nearest
     */
    public static void check(Collection<Protocol> protocols, Map<String, String> given) {
        TreeSet<String> names = new TreeSet<>();
        protocols.forEach(protocol -> protocol.settings().forEach(setting -> names.add(setting.name())));
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                List<String> ids = protocols.stream().map(Protocol::id).toList();
                throw InputException.unknown("setting of " + String.join(", ", ids), name, names);
            }
        }
        protocols.forEach(protocol -> of(protocol.settings(), given));
    }

    /** A word or a text. */
    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no setting " + name + " among " + values.keySet());
        }
        return value;
    }

    /** Whether a flag or a quirk is on. */
    public boolean on(String name) {
        return text(name).equals("on");
    }

    /** A number. */
    public double number(String name) {
        return Double.parseDouble(text(name));
    }

    /** A whole number. */
    public int whole(String name) {
        return Integer.parseInt(text(name));
    }

    /** Numbers, in the order given. */
    public double[] numbers(String name) {
        return Arrays.stream(text(name).split(","))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Whole numbers, in the order given. */
    public int[] wholes(String name) {
        return Arrays.stream(text(name).split(",")).mapToInt(Integer::parseInt).toArray();
    }

    /** All by name, for the digest. */
    public SortedMap<String, String> all() {
        return Collections.unmodifiableSortedMap(values);
    }

    /** The quirks that are on. */
    List<Setting> quirks() {
        return known.stream()
                .filter(setting -> setting.quirk() && on(setting.name()))
                .toList();
    }

    /** The numbers with the quirks that are on in the names of those that they change, and a note of each. */
    Protocol.Estimated mark(Protocol.Estimated plain) {
        List<Setting> quirks = quirks();
        if (quirks.isEmpty()) {
            return plain;
        }
        List<Estimate> estimates = plain.estimates().stream()
                .map(estimate -> {
                    Estimate marked = estimate;
                    for (Setting quirk : quirks) {
                        marked = touches(quirk, estimate) ? marked.named(mark(marked.metric(), quirk)) : marked;
                    }
                    return marked;
                })
                .toList();
        List<String> notes = new ArrayList<>(plain.notes());
        for (Setting quirk : quirks) {
            String where = quirk.touches().isEmpty() ? "every number" : String.join(", ", quirk.touches());
            notes.add("published quirk " + quirk.name() + " is on, in " + where + ": " + quirk.description());
        }
        return new Protocol.Estimated(estimates, notes);
    }

    private static boolean touches(Setting quirk, Estimate estimate) {
        return quirk.touches().isEmpty() || quirk.touches().contains(Measure.shortName(estimate.metric()));
    }

    /** {@code f1[max-f1]@1} becomes {@code f1[max-f1,Q11]@1}, {@code accuracy@1} {@code accuracy[Q11]@1}. */
    private static String mark(String metric, Setting quirk) {
        int close = metric.lastIndexOf(']');
        if (close >= 0) {
            return metric.substring(0, close) + "," + quirk.name() + metric.substring(close);
        }
        int version = metric.lastIndexOf('@');
        int at = version < 0 ? metric.length() : version;
        return metric.substring(0, at) + "[" + quirk.name() + "]" + metric.substring(at);
    }
}
