package org.vesalius.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.RealData;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.OpenI;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dicom.DicomFile;
import org.vesalius.io.Progress;
import org.vesalius.phantom.PhantomDataset;
import org.vesalius.phantom.PhantomOptions;
import org.vesalius.phantom.PhantomWriter;

/** Reports in which nobody is named lose next to nothing. The figures that it prints stand in {@code docs/identity.md}. */
class OverScrubbingTest {
    @TempDir
    Path dir;

    /** How many words of how many are not in the result, and what they were taken for. */
    private record Loss(int words, int lost, int reports, int touched, Map<Phi, Integer> kinds) {
        double share() {
            return lost / (double) words;
        }
    }

    private static TextScrubber scrubber() {
        Subject subject = new Subject("PAT770042", new Surrogates("test".getBytes(StandardCharsets.UTF_8)));
        subject.identifiers()
                .collect(DicomFile.read(Invented.film(1).bytes(), "test").data());
        return new TextScrubber(Policy.defaults(), subject, LocalDate.of(2021, 3, 12));
    }

    private static List<String> reports(Dataset dataset, Path folder) throws IOException {
        List<String> reports = new ArrayList<>();
        dataset.read(
                folder,
                ReadOptions.defaults(),
                study -> {
                    if (!study.report().isEmpty()) {
                        reports.add(study.report().text());
                    }
                },
                _ -> {});
        return reports;
    }

    private static Map<String, Integer> words(String text) {
        Map<String, Integer> words = new HashMap<>();
        for (String word : text.split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty()) {
                words.merge(word, 1, Integer::sum);
            }
        }
        return words;
    }

    private static Loss measure(String name, List<String> reports) {
        TextScrubber scrubber = scrubber();
        Map<Phi, Integer> kinds = new EnumMap<>(Phi.class);
        int all = 0;
        int lost = 0;
        int touched = 0;
        for (String report : reports) {
            TextScrubber.Scrubbed scrubbed = scrubber.scrub(report);
            Map<String, Integer> after = words(scrubbed.text());
            int missing = words(report).entrySet().stream()
                    .mapToInt(word -> Math.max(0, word.getValue() - after.getOrDefault(word.getKey(), 0)))
                    .sum();
            all += words(report).values().stream().mapToInt(Integer::intValue).sum();
            lost += missing;
            touched += missing > 0 ? 1 : 0;
            scrubbed.replaced().forEach((kind, n) -> kinds.merge(kind, n, Integer::sum));
        }
        Loss loss = new Loss(all, lost, reports.size(), touched, kinds);
        System.out.printf(
                "%s: %d of %d words (%.3f %%) lost, in %d of %d reports %s%n",
                name, lost, all, 100 * loss.share(), touched, reports.size(), kinds);
        return loss;
    }

    @Test
    void reportsOfThePhantomStayAsTheyAre() throws IOException {
        PhantomWriter.write(dir.resolve("phantom"), new PhantomOptions(40, 0, 0, 5, false, false), Progress.SILENT);
        Loss loss = measure("phantom", reports(new PhantomDataset(), dir.resolve("phantom")));
        assertThat(loss.reports()).isPositive();
        assertThat(loss.lost()).isZero();
    }

    @Test
    void realReportsThatNameNobodyLoseFewWords() throws IOException {
        Loss loss = measure("openi", reports(new OpenI(), RealData.folder("openi")));
        assertThat(loss.reports()).isGreaterThan(3000);
        assertThat(loss.share()).isLessThan(0.001);
    }
}
