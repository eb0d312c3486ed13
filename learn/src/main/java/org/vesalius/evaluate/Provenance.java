package org.vesalius.evaluate;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a result came to be; nothing in it decides a number.
 *
 * @param command that repeats it
 * @param inputs where {@code run} and {@code data} lay, as the user named them
 * @param machine processor, threads, Java version
 * @param version of this program
 * @param seconds per stage
 */
public record Provenance(
        String command, Map<String, String> inputs, String machine, String version, Map<String, Double> seconds) {
    public Provenance {
        inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
        seconds = Collections.unmodifiableMap(new TreeMap<>(seconds));
    }

    /** On this machine, so far without stages. */
    public static Provenance here(String command) {
        return here(command, Map.of());
    }

    /** On this machine, from these inputs. */
    public static Provenance here(String command, Map<String, String> inputs) {
        String machine = "%s %s, %d processors, Java %s"
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"));
        String version = Provenance.class.getPackage().getImplementationVersion();
        return new Provenance(command, inputs, machine, version == null ? "development" : version, Map.of());
    }

    /** With the time of one more stage. */
    public Provenance with(String stage, double spent) {
        Map<String, Double> more = new TreeMap<>(seconds);
        more.merge(stage, spent, Double::sum);
        return new Provenance(command, inputs, machine, version, more);
    }
}
