package org.vesalius.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks, with JMH's own arguments, and prints each beside its peer: the benchmark of the same name with {@code Peer} behind it, of the same run. */
public final class Benches {
    private static final String PEER = "Peer";

    private Benches() {}

    /** For instance {@code ResizeBench -i 5}. */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        var options = new OptionsBuilder()
                .parent(new CommandLineOptions(arguments))
                .shouldFailOnError(true)
                .build();
        System.out.println(table(scores(new Runner(options).run())));
    }

    private static Map<String, Double> scores(Collection<RunResult> results) {
        Map<String, Double> scores = new TreeMap<>();
        for (RunResult result : results) {
            String[] name = result.getParams().getBenchmark().split("\\.");
            scores.put(
                    name[name.length - 2] + "." + name[name.length - 1],
                    result.getPrimaryResult().getScore());
        }
        return scores;
    }

    /** Operations a second, the peer's, and how many times the peer's that is. */
    static String table(Map<String, Double> scores) {
        var text = new StringBuilder("| benchmark | ours, 1/s | peer, 1/s | ratio |\n|---|--:|--:|--:|\n");
        scores.forEach((name, score) -> {
            Double peer = scores.get(name + PEER);
            if (!name.endsWith(PEER)) {
                text.append(String.format(
                        Locale.ROOT,
                        "| %s | %.1f | %s | %s |%n",
                        name,
                        score,
                        peer == null ? "-" : String.format(Locale.ROOT, "%.1f", peer),
                        peer == null ? "-" : String.format(Locale.ROOT, "%.2f", score / peer)));
            }
        });
        return text.toString();
    }
}
