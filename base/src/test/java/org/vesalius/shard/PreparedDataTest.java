package org.vesalius.shard;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.DatasetCard.Access;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;
import org.vesalius.report.Report;

class PreparedDataTest {
    @TempDir
    Path dir;

    private Path out;
    private Path shard;

    @BeforeEach
    void prepare() throws IOException {
        List<Study> studies = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            studies.add(Study.of("p" + i, "s" + i).withSplit(Split.TRAIN).withReport(Report.parse("Made up " + i)));
        }
        out = dir.resolve("out");
        Preparation.run(
                new TinySet(Access.OPEN, studies),
                Files.createDirectories(dir.resolve("in")),
                out,
                PrepareOptions.defaults(),
                Progress.SILENT);
        shard = out.resolve("train-00000.tar");
    }

    @Test
    void aShardThatIsCutInHalfIsNamedWithARemedy() throws IOException {
        try (FileChannel file = FileChannel.open(shard, StandardOpenOption.WRITE)) {
            file.truncate(Files.size(shard) / 2);
        }
        says(() -> PreparedData.open(out), "train-00000.tar", "cut", "prepare the set again");
    }

    @Test
    void aShardThatIsGoneIsNamed() throws IOException {
        Files.delete(shard);
        says(() -> PreparedData.open(out), "train-00000.tar", "none");
    }

    @Test
    void aByteThatChangedIsFoundWhenItIsReadAndByVerify() throws IOException {
        byte[] bytes = Files.readAllBytes(shard);
        try (PreparedData data = PreparedData.open(out)) {
            Entry entry = data.entries().get(3);
            bytes[(int) entry.offset() + 600] ^= 1;
            Files.write(shard, bytes);
            says(() -> data.study(entry), "train-00000.tar", "bytes that were prepared");
            says(() -> data.verify(Progress.SILENT), "train-00000.tar");
            // the others can still be read
            data.study(data.entries().get(4));
        }
    }

    @Test
    void anIndexOfAnotherPreparationIsRefused() throws IOException {
        Files.writeString(out.resolve("index.jsonl"), "{}\n");
        says(() -> PreparedData.open(out), "index.jsonl");
    }

    @Test
    void aFolderThatIsNotPreparedAndAnotherFormatSaySo() throws IOException {
        says(() -> PreparedData.open(dir), "data prepare");
        Path manifest = out.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\"format\" : 1", "\"format\" : 99"));
        says(() -> PreparedData.open(out), "format 99");
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void says(Action action, String... parts) {
        String message = assertThrows(InputException.class, action::run).getMessage();
        for (String part : parts) {
            assertTrue(String.valueOf(message).contains(part), message);
        }
    }
}
