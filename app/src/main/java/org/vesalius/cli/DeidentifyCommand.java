package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.vesalius.identity.Deidentification;
import org.vesalius.identity.Policy;
import org.vesalius.identity.ProfileOption;
import org.vesalius.identity.RunKey;
import org.vesalius.io.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes the identity out of DICOM files, reports and volumes together. */
@Command(
        name = "deidentify",
        description =
                "Take who the patients are out of headers, pixels and reports of a folder together, and sign what was done.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius deidentify /data/export /data/clean",
            "  vesalius deidentify /data/export /data/clean --retain patient,device",
            "  vesalius deidentify /data/export /data/clean --keep-key /safe/key.json --passphrase-file /safe/words.txt",
            "",
            "Read: DICOM, reports (NAME.txt, NAME being accession number or study UID, or beside the files of one study; tables with such a",
            "column), NIfTI, PNG, JPEG, TIFF. OUT appears whole or not at all and can go into 'data prepare'. What could not be cleaned is left",
            "out and listed; OUT-private beside OUT says which files those were: keep it to yourself. Limits: docs/identity.md."
        })
public final class DeidentifyCommand implements Callable<Integer> {
    private static final int SHOWN = 10;

    @Parameters(index = "0", paramLabel = "IN", description = "Folder with identified files.")
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = "New folder for the result.")
    private Path out;

    /** What may be retained. */
    enum Retain {
        UIDS(ProfileOption.RETAIN_UIDS),
        DEVICE(ProfileOption.RETAIN_DEVICE),
        INSTITUTION(ProfileOption.RETAIN_INSTITUTION),
        PATIENT(ProfileOption.RETAIN_PATIENT),
        PRIVATE(ProfileOption.RETAIN_SAFE_PRIVATE);

        private final ProfileOption option;

        Retain(ProfileOption option) {
            this.option = option;
        }
    }

    /** What becomes of dates. */
    enum DateRule {
        SHIFT,
        KEEP,
        REMOVE
    }

    /** What is cleaned rather than removed. */
    enum Clean {
        DESCRIPTORS(ProfileOption.CLEAN_DESCRIPTORS),
        STRUCTURED(ProfileOption.CLEAN_STRUCTURED_CONTENT),
        GRAPHICS(ProfileOption.CLEAN_GRAPHICS);

        private final ProfileOption option;

        Clean(ProfileOption option) {
            this.option = option;
        }
    }

    @Option(
            names = "--retain",
            split = ",",
            paramLabel = "WHAT",
            description =
                    "Of uids, device, institution, patient (sex, age up to 90, size, weight) and private (elements that the standard lists as safe); none by default.")
    private List<Retain> retain = List.of();

    @Option(
            names = "--dates",
            paramLabel = "RULE",
            defaultValue = "SHIFT",
            description =
                    "shift: by whole weeks, the same for all of a patient, in headers and reports; keep; remove. Default: ${DEFAULT-VALUE}.")
    private DateRule dates;

    @Option(
            names = "--clean",
            split = ",",
            paramLabel = "WHAT",
            defaultValue = "DESCRIPTORS",
            description =
                    "Of descriptors, structured and graphics: keep these with their texts scrubbed, instead of removing them. Default: ${DEFAULT-VALUE}.")
    private List<Clean> clean;

    @Option(
            names = "--keep-pixels",
            description =
                    "Do not search burned-in text: for pixels that are known to have none, or that cannot be decoded here.")
    private boolean keepPixels;

    @Option(
            names = "--keep-key",
            paramLabel = "FILE",
            description =
                    "Keep the key in FILE, or use the one that is there: makes the run reversible and equal originals equal surrogates over runs. Without it nobody can reverse the run.")
    private @Nullable Path keepKey;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "The first line of FILE is the passphrase that the key file is under.")
    private @Nullable Path passphraseFile;

    @Option(names = "--threads", paramLabel = "N", description = "Files at once. Default: all cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Mixin
    private Output output;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public DeidentifyCommand() {}

    @Override
    public Integer call() throws IOException {
        if (threads < 1) {
            throw InputException.of("--threads", "at least 1", Integer.toString(threads), "leave it out");
        }
        if (passphraseFile != null && keepKey == null) {
            throw InputException.of("--passphrase-file", "--keep-key FILE with it", "none", "name the key file");
        }
        requireApart();
        Deidentification.Options options = new Deidentification.Options(policy(), key(), threads);
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch over = new CountDownLatch(1);
        Thread onInterrupt = new Thread(() -> {
            stop.set(true);
            await(over);
        });
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try {
            Deidentification.Summary summary = Deidentification.run(in, out, options, output.progress(), stop::get);
            output.result(summary, text(summary));
            return summary.files().isEmpty() ? ExitCode.NO : ExitCode.OK;
        } catch (Deidentification.Stopped e) {
            output.warn(String.valueOf(e.getMessage()));
            return ExitCode.INTERRUPTED;
        } finally {
            over.countDown();
            if (!stop.get()) {
                Runtime.getRuntime().removeShutdownHook(onInterrupt);
            }
        }
    }

    /** A key beside the table that it opens keeps nobody out. */
    private void requireApart() {
        if (keepKey == null) {
            return;
        }
        Path key = keepKey.toAbsolutePath().normalize();
        for (Path place : List.of(in, out, Deidentification.privateFolder(out))) {
            if (key.startsWith(place.toAbsolutePath().normalize())) {
                throw InputException.of(
                        "--keep-key",
                        "a place apart from IN, OUT and OUT-private",
                        "one inside",
                        "keep the key where the data are not");
            }
        }
    }

    private static void await(CountDownLatch over) {
        try {
            if (!over.await(1, TimeUnit.MINUTES)) {
                System.err.println(
                        "vesalius: the run did not stop within a minute; delete the folder that ends with .part");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Policy policy() {
        Set<ProfileOption> options = EnumSet.noneOf(ProfileOption.class);
        retain.forEach(what -> options.add(what.option));
        clean.forEach(what -> options.add(what.option));
        if (!keepPixels) {
            options.add(ProfileOption.CLEAN_PIXEL_DATA);
        }
        switch (dates) {
            case SHIFT -> options.add(ProfileOption.MODIFIED_DATES);
            case KEEP -> options.add(ProfileOption.FULL_DATES);
            case REMOVE -> {}
        }
        return new Policy(options);
    }

    private RunKey key() throws IOException {
        return keepKey == null ? RunKey.fresh() : RunKey.kept(keepKey, passphrase(passphraseFile));
    }

    /** The first line of a file; null when there is none. */
    static char @Nullable [] passphrase(@Nullable Path file) throws IOException {
        if (file == null) {
            return null;
        }
        String line = Files.readString(file).lines().findFirst().orElse("");
        if (line.isEmpty()) {
            throw InputException.of("--passphrase-file", "a first line that is not empty", "none", "write one");
        }
        return line.toCharArray();
    }

    private static String text(Deidentification.Summary summary) {
        StringBuilder text = new StringBuilder();
        Table files = new Table("input", "files");
        summary.files().forEach((kind, n) -> files.row(kind, n));
        text.append("Without identity: ").append(summary.out()).append(" (").append(summary.patients());
        text.append(" patients, ").append(summary.edition()).append(")\n");
        text.append(summary.files().isEmpty() ? "\nNothing could be cleaned.\n" : "\n" + files);
        if (!summary.elements().isEmpty()) {
            Table elements = new Table("header elements", "number");
            summary.elements().forEach((done, n) -> elements.row(words(done), n));
            text.append('\n').append(elements);
        }
        if (!summary.texts().isEmpty()) {
            Table texts = new Table("found in reports", "number");
            summary.texts().forEach((kind, n) -> texts.row(words(kind), n));
            text.append('\n').append(texts);
        }
        text.append("\nburned-in text  ").append(summary.blanked()).append(" rectangles blanked in ");
        text.append(summary.withText()).append(" files\n");
        if (!summary.heads().isEmpty()) {
            text.append("faces           ")
                    .append(summary.heads().size())
                    .append(" files may show one and need defacing: see 'head' in audit.jsonl\n");
        }
        problems(summary, text);
        text.append("reversible      ")
                .append(summary.reversible() ? "with the key that was kept" : "no: the key is gone");
        text.append("\nlog             audit.jsonl, signed by key ").append(summary.publicKey());
        return text.toString();
    }

    private static void problems(Deidentification.Summary summary, StringBuilder text) {
        if (summary.problems().isEmpty()) {
            return;
        }
        Table kinds = new Table("left out", "number");
        summary.leftOut().forEach((kind, n) -> kinds.row(kind, n));
        text.append('\n').append(kinds);
        summary.problems().stream()
                .limit(SHOWN)
                .forEach(problem -> text.append("  %s: %s%n".formatted(problem.where(), problem.reason())));
        if (summary.problems().size() > SHOWN) {
            text.append("  … and ").append(summary.problems().size() - SHOWN).append(" more in audit.jsonl\n");
        }
        text.append("Which files those are: quarantine.tsv in ")
                .append(summary.out())
                .append("-private\n");
    }

    private static String words(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
