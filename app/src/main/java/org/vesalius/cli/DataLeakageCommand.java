package org.vesalius.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.Datasets;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Split;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.shard.Leakage;
import org.vesalius.shard.LeakageSide;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What of one set is in another. */
@Command(
        name = "leakage",
        description = {
            "Tell what of set A (trained on) is also in set B (tested on): patients, studies, equal and near-equal reports, pictures that look alike.",
            "Prepared sets or folders of any layout. Patients and studies are compared where both sides name them by the same keys. Neither texts nor ids are printed.",
            "Ends with 1 when something is shared, short equal texts (under 20 words) excepted."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius data leakage prepared/a prepared/b",
            "  vesalius data leakage prepared/a prepared/a --split-a train --split-b test",
            "  vesalius data leakage /data/covid-chestxray /data/covid-seg --out leaks.jsonl --json"
        })
public final class DataLeakageCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR_A", description = "What is trained on.")
    private Path a;

    @Parameters(index = "1", paramLabel = "DIR_B", description = "What is tested on.")
    private Path b;

    @Option(names = "--as-a", paramLabel = "ID", description = "The layout of A; found out when left out.")
    private @Nullable String asA;

    @Option(names = "--as-b", paramLabel = "ID", description = "The layout of B; found out when left out.")
    private @Nullable String asB;

    @Option(names = "--set-a", paramLabel = "NAME=VALUE", description = "A setting of A's reader; may be repeated.")
    private Map<String, String> settingsA = new LinkedHashMap<>();

    @Option(names = "--set-b", paramLabel = "NAME=VALUE", description = "A setting of B's reader; may be repeated.")
    private Map<String, String> settingsB = new LinkedHashMap<>();

    @Option(names = "--split-a", paramLabel = "SPLIT", description = "Only this split of A: train, val or test.")
    private @Nullable Split splitA;

    @Option(names = "--split-b", paramLabel = "SPLIT", description = "Only this split of B.")
    private @Nullable Split splitB;

    @Option(names = "--no-pictures", description = "Compare keys and texts only, which needs no decoding.")
    private boolean noPictures;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write a line for each leak as JSON: its kind and the rows in A and B, counted from 1.")
    private @Nullable Path out;

    @Mixin
    private Output output;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public DataLeakageCommand() {}

    @Override
    public Integer call() throws IOException {
        LeakageSide sideA = side("DIR_A", a, asA, settingsA, splitA);
        LeakageSide sideB = side("DIR_B", b, asB, settingsB, splitB);
        if (sideA.equals(sideB)) {
            throw InputException.of(
                    "DIR_B", "another set than A, or another split", "the same", "add --split-a train --split-b test");
        }
        Leakage.Found found;
        Path file = out;
        if (file == null) {
            found = between(sideA, sideB, _ -> {});
        } else {
            List<Leakage.Found> one = new ArrayList<>();
            AtomicFiles.write(file, bytes -> {
                Writer writer = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
                one.add(between(sideA, sideB, leak -> line(writer, leak)));
                writer.flush();
            });
            found = one.getFirst();
        }
        ReportsInput.tell(found.problems(), output);
        output.result(found, text(found));
        return found.clean() ? ExitCode.OK : ExitCode.NO;
    }

    private Leakage.Found between(LeakageSide sideA, LeakageSide sideB, Consumer<Leakage.Leak> leaks)
            throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        Leakage.Found found = Leakage.between(sideA, sideB, !noPictures, threads, output.progress(), leaks);
        if (found.a().studies() == 0 || found.b().studies() == 0) {
            throw InputException.of(
                    found.a().studies() == 0 ? "DIR_A" : "DIR_B",
                    "at least one study",
                    "none",
                    "check the folder and the split with 'vesalius data check'");
        }
        return found;
    }

    private static void line(Writer writer, Leakage.Leak leak) {
        try {
            writer.write(Json.line(leak) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LeakageSide side(
            String what, Path dir, @Nullable String as, Map<String, String> settings, @Nullable Split split) {
        if (!Files.exists(dir)) {
            throw InputException.of(what, "a folder", "nothing at that place", "check the path");
        }
        Path place = dir.toAbsolutePath().normalize();
        if (as == null && settings.isEmpty() && Files.isRegularFile(dir.resolve("manifest.json"))) {
            return new LeakageSide.Prepared(place, split);
        }
        List<Dataset> found = as == null ? Datasets.recognising(dir) : List.of(Datasets.byId(as));
        if (found.isEmpty()) {
            throw InputException.of(
                    what,
                    "a prepared set or a layout of 'vesalius data list'",
                    "none of them",
                    "name the reader with --as-a or --as-b");
        }
        ReadOptions options = new ReadOptions(settings);
        options.check(found.getFirst());
        return new LeakageSide.Raw(place, found.getFirst(), options, split);
    }

    private String text(Leakage.Found found) {
        Leakage.Size ofB = found.b();
        Table table = new Table("shared", "in B", "of", "%")
                .row("texts, equal", found.equalTexts(), ofB.texts(), share(found.equalTexts(), ofB.texts()))
                .row(
                        "texts of 20 words or more, equal",
                        found.equalLongTexts(),
                        ofB.longTexts(),
                        share(found.equalLongTexts(), ofB.longTexts()))
                .row(
                        "texts of 20 words or more, nearly equal",
                        found.nearTexts(),
                        ofB.longTexts(),
                        share(found.nearTexts(), ofB.longTexts()));
        if (!noPictures) {
            table.row(
                            "pictures, equal",
                            found.equalPictures(),
                            ofB.pictures(),
                            share(found.equalPictures(), ofB.pictures()))
                    .row(
                            "pictures, alike",
                            found.nearPictures(),
                            ofB.pictures(),
                            share(found.nearPictures(), ofB.pictures()));
        }
        if (found.keysComparable()) {
            table.row("patients", found.patients(), ofB.patients(), share(found.patients(), ofB.patients()))
                    .row("studies", found.studies(), ofB.studies(), share(found.studies(), ofB.studies()));
        }
        return "A: %d studies, %d texts, %d pictures; B: %d studies, %d texts, %d pictures%n%n"
                        .formatted(
                                found.a().studies(),
                                found.a().texts(),
                                found.a().pictures(),
                                ofB.studies(),
                                ofB.texts(),
                                ofB.pictures())
                + table
                + (found.keysComparable()
                        ? ""
                        : "\nPatients and studies cannot be compared: the two sets name them by different keys.\n")
                + (found.clean() ? "\nNothing is shared that a test must not hold.\n" : "");
    }

    private static String share(int part, int of) {
        return of == 0 ? "-" : Numbers.of(100.0 * part / of);
    }
}
