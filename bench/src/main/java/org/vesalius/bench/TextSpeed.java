package org.vesalius.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.vesalius.dataset.Split;
import org.vesalius.metric.text.Bleu;
import org.vesalius.metric.text.Cider;
import org.vesalius.metric.text.RougeL;
import org.vesalius.metric.text.TextMetric;
import org.vesalius.metric.text.TextPair;
import org.vesalius.metric.text.TextTable;
import org.vesalius.metric.text.Tokenization;
import org.vesalius.phantom.Phantom;
import org.vesalius.phantom.Visit;
import org.vesalius.report.section.Cleaning;

/** Seconds that text metrics take in a Java that has just started, beside {@code bench/text_peer.py}: medians of the rounds that {@code bench/text} runs. */
public final class TextSpeed {
    private static final int PAIRS = 3858;
    private static final long SEED = 7;

    private TextSpeed() {}

    /** {@code write FOLDER} makes the reports, {@code score FOLDER} times one round, {@code table FOLDER} prints all rounds. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "write" -> write(folder);
            case "score" -> score(folder);
            default -> table(folder);
        }
    }

    /** Of every pair both reports are of the phantom's studies, of different ones. */
    private static void write(Path folder) throws IOException {
        List<String> reports = new ArrayList<>();
        for (List<Visit> visits : new Phantom(SEED).visits(Split.TRAIN, 2 * PAIRS)) {
            for (int i = 0; i < visits.size(); i++) {
                String clean = Cleaning.R2GEN_MIMIC.clean(Phantom.report(visits, i));
                reports.add(clean.strip().replaceAll("\\s+", " "));
            }
        }
        Files.write(folder.resolve("references.txt"), reports.subList(0, PAIRS));
        Files.write(folder.resolve("hypotheses.txt"), reports.subList(PAIRS, 2 * PAIRS));
    }

    private static void score(Path folder) throws IOException {
        List<String> references = Files.readAllLines(folder.resolve("references.txt"));
        List<String> hypotheses = Files.readAllLines(folder.resolve("hypotheses.txt"));
        List<TextPair> pairs = IntStream.range(0, references.size())
                .mapToObj(i -> TextPair.of(hypotheses.get(i), references.get(i)))
                .toList();
        long began = System.nanoTime();
        time("bleu", Bleu.upTo4(Bleu.Rule.PYCOCOEVALCAP, Tokenization.WS), pairs);
        time("rouge-l", List.of(new RougeL(Tokenization.WS)), pairs);
        time("cider", List.of(Cider.shipped(Tokenization.WS)), pairs);
        System.out.println("bleu+rouge-l+cider " + (System.nanoTime() - began) / 1e9 + " -");
        time("bleu-nltk", Bleu.upTo4(Bleu.Rule.NLTK_CORPUS, Tokenization.WS), pairs);
    }

    private static void time(String name, List<TextMetric> metrics, List<TextPair> pairs) {
        long began = System.nanoTime();
        TextTable table = metrics.getFirst().statistics().of(pairs);
        double value = Double.NaN;
        for (TextMetric metric : metrics) {
            value = metric.scores(table).corpus();
        }
        System.out.println(name + " " + (System.nanoTime() - began) / 1e9 + " " + value);
    }

    private static void table(Path folder) throws IOException {
        Map<String, List<String[]>> ours = rounds(folder.resolve("ours"));
        Map<String, List<String[]>> peer = rounds(folder.resolve("peer"));
        System.out.println("| of %d pairs | ours, s | Python, s | ratio | ours | Python |".formatted(PAIRS));
        System.out.println("|---|--:|--:|--:|--:|--:|");
        ours.forEach((name, rows) -> {
            List<String[]> others = peer.getOrDefault(name, List.of());
            double own = median(rows);
            double other = others.isEmpty() ? Double.NaN : median(others);
            System.out.println(String.format(
                    Locale.ROOT,
                    "| %s | %.3f | %.3f | %.2f | %s | %s |",
                    name,
                    own,
                    other,
                    own / other,
                    rows.getFirst()[2],
                    others.isEmpty() ? "-" : others.getFirst()[2]));
        });
    }

    private static Map<String, List<String[]>> rounds(Path file) throws IOException {
        Map<String, List<String[]>> rounds = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] cells = line.split(" ");
            rounds.computeIfAbsent(cells[0], name -> new ArrayList<>()).add(cells);
        }
        return rounds;
    }

    private static double median(List<String[]> rows) {
        double[] sorted = rows.stream()
                .mapToDouble(row -> Double.parseDouble(row[1]))
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }
}
