package org.vesalius.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.io.Digests;

/** Input that cannot be used: one clear message, an exit code, nothing that was there before is damaged, and nothing half made stays behind. */
class BadInputTest {
    private static final List<String> TINY = List.of(
            "model.image.widths=[8,16]",
            "model.image.strides=[4,2]",
            "model.transform.size=32",
            "model.jointSize=16",
            "budget.batch=4",
            "budget.epochs=0",
            "budget.steps=3");

    /** What no message may hold: hospital file names carry names. */
    private static final String PATIENT = "DOE-JANE";

    @TempDir
    static Path shared;

    private static Path raw;
    private static Path data;
    private static Path run;
    private static Path film;

    @TempDir
    Path dir;

    private Map<String, String> before = Map.of();

    @BeforeAll
    static void makeWhatIsBrokenLater() throws IOException {
        raw = shared.resolve("raw");
        data = shared.resolve("data");
        run = shared.resolve("run");
        assertDone(Said.of("phantom", "--out", raw, "--train", 6, "--val", 2, "--test", 2, "-q"));
        assertDone(Said.of("data", "prepare", raw, "--as", "phantom", "--out", data, "-q"));
        assertDone(train(data, "--out", run));
        try (var files = Files.walk(raw)) {
            film = files.filter(file -> file.endsWith("frontal.dcm"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @BeforeEach
    void remember() throws IOException {
        before = contents(shared);
    }

    @AfterEach
    void nothingThatWasThereIsTouched() throws IOException {
        assertThat(contents(shared)).isEqualTo(before);
    }

    private static void assertDone(Said said) {
        assertThat(said.code()).as(said.err()).isZero();
    }

    private static Said train(Path set, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("train", "clip", "--plan", "small", "--data", set, "-q"));
        TINY.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        arguments.addAll(List.of(more));
        return Said.of(arguments.toArray());
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (var files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                String name = folder.relativize(file).toString();
                contents.put(name, Files.isDirectory(file) ? "folder" : Digests.sha256(file));
            }
        }
        return contents;
    }

    /** A message of one line in the form <em>what: expected …, got …; remedy</em>. */
    private static void says(Said said, int code, String... parts) {
        assertThat(said.code()).as(said.err()).isEqualTo(code);
        List<String> lines =
                said.err().lines().filter(line -> !line.startsWith("scan")).toList();
        assertThat(lines).as(said.err()).hasSize(1);
        assertThat(said.err())
                .startsWith("vesalius: ")
                .contains("expected ", ", got ", "; ")
                .contains(parts)
                .doesNotContain(PATIENT, "Exception", "\tat ");
    }

    private static void unknown(Said said, String... parts) {
        assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.err())
                .startsWith("vesalius: unknown ")
                .contains("; nearest: ")
                .contains(parts);
        assertThat(said.err().lines()).hasSize(1);
    }

    private static void nothingIn(Path folder, String... but) throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(but);
        }
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(dir.resolve(name), bytes);
    }

    @Test
    void aTruncatedDicomFile() throws IOException {
        byte[] whole = Files.readAllBytes(film);
        for (int length : new int[] {200, 1000, whole.length / 2, whole.length - 1}) {
            Path cut = file(PATIENT + ".dcm", Arrays.copyOf(whole, length));
            says(Said.of("embed", run, film, cut), ExitCode.BAD_INPUT, "image 2 of 2", "DICOM file", "truncated");
        }
    }

    @Test
    void aTextNamedDicom() throws IOException {
        Path text = file(PATIENT + ".dcm", "Jane Doe, born long ago".getBytes(StandardCharsets.UTF_8));
        Said said = Said.of("classify", run, text);
        says(said, ExitCode.BAD_INPUT, "PNG, JPEG or TIFF", "begin like none of them");
        assertThat(said.err()).doesNotContain("Jane");
    }

    @Test
    void anEmptyPng() throws IOException {
        Path empty = file(PATIENT + ".png", new byte[0]);
        says(Said.of("ground", run, empty, "--phrase", "effusion"), ExitCode.BAD_INPUT, "0 bytes");
        says(Said.of("embed", run, dir.resolve("absent.png")), ExitCode.BAD_INPUT, "absent.png", "check the path");
    }

    @Test
    void aFolderOfBrokenFilmsIsRefusedAndOneGoodFilmGoesOn() throws IOException {
        Path hospital = Files.createDirectory(dir.resolve("hospital"));
        byte[] whole = Files.readAllBytes(film);
        Files.write(hospital.resolve(PATIENT + "-1.dcm"), Arrays.copyOf(whole, 5000));
        Files.writeString(hospital.resolve(PATIENT + "-2.dcm"), "Jane Doe");
        Files.write(hospital.resolve(PATIENT + "-3.png"), new byte[0]);
        Path out = dir.resolve("out");
        says(
                Said.of("data", "prepare", hospital, "--as", "dicom", "--out", out, "-q"),
                ExitCode.BAD_INPUT,
                "none of 0",
                "data check");
        nothingIn(dir, "hospital");
        Files.copy(film, hospital.resolve("good.dcm"));
        Said said = Said.of("data", "prepare", hospital, "--as", "dicom", "--out", out, "-q");
        assertDone(said);
        assertThat(Files.readString(out.resolve("problems.jsonl")))
                .contains("BROKEN")
                .doesNotContain(PATIENT);
        nothingIn(dir, "hospital", "out", "out-private");
    }

    @Test
    void aFolderOfFilmsThatAreNotMarkedAsDeidentified() throws IOException {
        Path hospital = Files.createDirectory(dir.resolve("hospital"));
        String marked = new String(Files.readAllBytes(film), StandardCharsets.ISO_8859_1);
        String unmarked = marked.replace("CS\u0004\0YES ", "CS\u0004\0NO  ");
        assertThat(unmarked).isNotEqualTo(marked);
        Files.write(hospital.resolve(PATIENT + ".dcm"), unmarked.getBytes(StandardCharsets.ISO_8859_1));
        Path out = dir.resolve("out");
        String[] parts = {"DIR", "1 of 1 without that mark", "vesalius deidentify", "--identified"};
        says(Said.of("data", "check", hospital, "--as", "dicom", "-q"), ExitCode.BAD_INPUT, parts);
        says(Said.of("data", "prepare", hospital, "--as", "dicom", "--out", out, "-q"), ExitCode.BAD_INPUT, parts);
        nothingIn(dir, "hospital");
        assertDone(Said.of("data", "check", hospital, "--as", "dicom", "--identified", "-q"));
        assertDone(Said.of("data", "prepare", hospital, "--as", "dicom", "--identified", "--out", out, "-q"));
        nothingIn(dir, "hospital", "out", "out-private");
    }

    @Test
    void aTableWithAMissingColumnOrABrokenQuote() throws IOException {
        Path table = Files.createDirectory(dir.resolve("table"));
        Files.copy(film, table.resolve("a.dcm"));
        Path csv = table.resolve("data.csv");
        Files.writeString(csv, "filepath,caption\na.dcm,Made up.\n");
        Object[] prepare = {"data", "prepare", table, "--as", "csv", "--out", dir.resolve("out"), "-q"};
        says(Said.of(prepare), ExitCode.BAD_INPUT, "table", "'title'");
        Files.writeString(csv, "filepath,title\na.dcm,\"Made up.\n");
        says(Said.of(prepare), ExitCode.BAD_INPUT, "table", "quote");
        nothingIn(dir, "table");
    }

    @Test
    void aShardCutInHalf() throws IOException {
        Path copy = copied(data, "data");
        Path shard = copy.resolve("train-00000.tar");
        try (FileChannel cut = FileChannel.open(shard, StandardOpenOption.WRITE)) {
            cut.truncate(Files.size(shard) / 2);
        }
        String[] parts = {"train-00000.tar", "it is cut or changed", "prepare the set again"};
        says(train(copy, "--out", dir.resolve("out")), ExitCode.BAD_INPUT, parts);
        says(Said.of("evaluate", run, "--data", copy, "--out", dir.resolve("out")), ExitCode.BAD_INPUT, parts);
        says(Said.of("index", run, "--data", copy, "--out", dir.resolve("out"), "-q"), ExitCode.BAD_INPUT, parts);
        nothingIn(dir, "data");
    }

    @Test
    void aFullDiskWhilePreparing() throws Exception {
        Path out = copied(data, "out");
        Map<String, String> good = contents(dir);
        Said said = limited(64, "data", "prepare", raw, "--as", "phantom", "--seed", 5, "--out", out, "-q");
        says(said, ExitCode.MACHINE, "a full disk or a limit on the size of files", "make room");
        assertThat(contents(dir)).isEqualTo(good);
    }

    /** Runs a command in a process of its own that may write no file longer than so many KiB, which to it looks like a full disk. */
    private static Said limited(int kib, Object... arguments) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: limits need bash");
        List<String> line = new ArrayList<>(List.of("/bin/bash", "-c", "ulimit -f " + kib + " && exec \"$@\"", "bash"));
        line.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // its file would be too long as well
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        Arrays.stream(arguments).map(String::valueOf).forEach(line::add);
        Process process = new ProcessBuilder(line).start();
        process.getOutputStream().close();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), "", err);
    }

    @Test
    void aCheckpointOfAnotherRecipe() throws IOException {
        Path other = dir.resolve("other");
        assertDone(train(data, "--out", other, "--set", "model.jointSize=24"));
        Path weights = other.resolve("best.safetensors");
        Path out = dir.resolve("out");
        Said said = train(data, "--out", out, "--init", weights);
        assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.err()).contains("do not fit the model", "expected shape [16, 16], got [24, 16]", "KeyMap");
        nothingIn(dir, "other");

        Path mixed = copied(run, "mixed");
        Files.copy(weights, mixed.resolve("best.safetensors"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(Said.of("embed", mixed, film).err()).contains("best.safetensors: the weights do not fit the model");

        Path interrupted = copied(run, "interrupted");
        Path manifest = interrupted.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"finished\"", "\"interrupted\""));
        Files.copy(
                other.resolve("state.safetensors"),
                interrupted.resolve("state.safetensors"),
                StandardCopyOption.REPLACE_EXISTING);
        Map<String, String> kept = contents(interrupted);
        says(
                Said.of("train", "--resume", interrupted, "--data", data, "-q"),
                ExitCode.BAD_INPUT,
                "expected shape [16, 16], got [24, 16]");
        assertThat(contents(interrupted)).isEqualTo(kept);
    }

    @Test
    void anIndexOfAnotherVersion() throws IOException {
        Path index = dir.resolve("index");
        assertDone(Said.of("index", run, "--data", data, "--out", index, "-q"));
        unknown(Said.of("search", index, "effusion", "--label", "cardiomegalie"), "cardiomegaly");
        unknown(Said.of("search", index, "effusion", "--where", "sexx=F"), "sex");
        try (FSDirectory directory = FSDirectory.open(index.resolve("lucene"));
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
            writer.setLiveCommitData(Map.of("vesalius.format", "99").entrySet());
            writer.commit();
        }
        Map<String, String> kept = contents(index);
        says(
                Said.of("search", index, "effusion", "--mode", "words"),
                ExitCode.BAD_INPUT,
                "index: expected format 1, got format 99",
                "vesalius index");
        kept.remove("lucene/write.lock");
        Map<String, String> after = contents(index);
        after.remove("lucene/write.lock");
        assertThat(after).isEqualTo(kept);
    }

    @Test
    void aBatchThatNeedsMoreThanTheMemoryIsRefusedBeforeTheStart() throws IOException {
        String size = "model.transform.size=200000";
        String[] parts = {"memory for training", "GiB", "set budget.batch lower"};
        says(train(data, "--out", dir.resolve("out"), "--set", size), ExitCode.BAD_INPUT, parts);
        nothingIn(dir);
        Said dry = train(data, "--dry-run", "--set", size);
        assertThat(dry.code()).isEqualTo(ExitCode.NO);
        assertThat(dry.out()).contains("does not fit");
    }

    @Test
    void unknownNames() {
        Path out = dir.resolve("out");
        unknown(Said.of("train", "clpi", "--data", data, "--out", out), "unknown recipe 'clpi'", "clip");
        unknown(Said.of("train", "clip", "--plan", "smal", "--data", data, "--out", out), "small");
        unknown(train(data, "--out", out, "--set", "optim.rl=1"), "unknown setting 'optim.rl'", "optim.lr");
        unknown(Said.of("data", "prepare", raw, "--as", "phantmo", "--out", out), "phantom");
        unknown(Said.of("data", "check", raw, "--as", "csv", "--set", "csv-img-kez=x", "-q"), "csv-img-key");
        unknown(Said.of("evaluate", run, "--data", data, "--protocol", "zero-shto"), "protocol", "zero-shot");
        unknown(Said.of("evaluate", run, "--data", data, "--labels", "pnuemothorax"), "pneumothorax");
        unknown(Said.of("catalog", "--kind", "pretrainin"), "pretraining");
        Said split = Said.of("evaluate", run, "--data", data, "--split", "tset");
        assertThat(split.code()).isEqualTo(ExitCode.USAGE);
        assertThat(split.err()).contains("'--split'", "TRAIN, VAL, TEST", "'tset'");
        // a model can be asked for any words, so this goes on, but not unseen
        Said finding = Said.of("classify", run, film, "--label", "pnuemothorax");
        assertDone(finding);
        assertThat(finding.err()).contains("warning: 'pnuemothorax'", "pneumothorax");
        assertThat(out).doesNotExist();
    }

    @Test
    void aFileWhereTheFolderShouldBe() throws IOException {
        Path inTheWay = file("in-the-way", new byte[] {1});
        for (Path out : List.of(inTheWay, inTheWay.resolve("below"))) {
            for (Said said : writers(out)) {
                says(said, ExitCode.BAD_INPUT, "in the way");
            }
        }
        nothingIn(dir, "in-the-way");
        assertThat(Files.readAllBytes(inTheWay)).containsExactly(1);
    }

    @Test
    void aReadOnlyFolder() throws IOException {
        Path locked = Files.createDirectory(dir.resolve("locked"));
        assertThat(locked.toFile().setWritable(false)).isTrue();
        try {
            assumeTrue(!Files.isWritable(locked), "skipped: this user, root it seems, may write everywhere");
            for (Said said : writers(locked.resolve("new"))) {
                says(said, ExitCode.BAD_INPUT, "read-only");
            }
            nothingIn(locked);
        } finally {
            locked.toFile().setWritable(true);
        }
    }

    /** Every command that makes a folder. */
    private static List<Said> writers(Path out) {
        return List.of(
                Said.of("phantom", "--out", out, "--train", 1, "--val", 0, "--test", 0, "-q"),
                Said.of("data", "prepare", raw, "--as", "phantom", "--out", out, "-q"),
                train(data, "--out", out),
                Said.of("evaluate", run, "--data", data, "--out", out, "-q"),
                Said.of("index", run, "--data", data, "--out", out, "-q"));
    }

    private Path copied(Path folder, String name) throws IOException {
        Path to = dir.resolve(name);
        try (var files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(folder.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return to;
    }
}
