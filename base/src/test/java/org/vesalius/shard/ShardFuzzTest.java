package org.vesalius.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.DatasetCard.Access;
import org.vesalius.fuzz.Fuzz;
import org.vesalius.io.Progress;

/** A damaged prepared set gives the studies that were prepared, or one clear error. */
class ShardFuzzTest {
    @TempDir
    Path dir;

    @Test
    void tarMembers() {
        SequencedMap<String, byte[]> members = new LinkedHashMap<>();
        members.put("k.json", "{}".getBytes(StandardCharsets.US_ASCII));
        members.put("k.txt", new byte[700]);
        Fuzz.of(
                        "tar",
                        bytes -> TarSlice.read(bytes)
                                .values()
                                .forEach(member -> assertThat(member.length).isLessThan(bytes.length)))
                .seed("two", TarSlice.write(members))
                .memory(1 << 20, 64)
                .run(4000);
    }

    @Test
    void shardsIndexAndManifest() throws IOException {
        Path source = Files.createDirectories(dir.resolve("source"));
        Path out = dir.resolve("out");
        Preparation.run(
                new TinySet(Access.OPEN, TinySet.studies(source).subList(0, 4)),
                source,
                out,
                PrepareOptions.defaults().withSizes(16, 10).withThreads(1),
                Progress.SILENT);
        Map<String, Sample> whole = read(out);
        for (String name : new String[] {Layout.MANIFEST, Layout.INDEX, "train-00000.tar"}) {
            Path file = out.resolve(name);
            byte[] bytes = Files.readAllBytes(file);
            Fuzz.of("prepared set, " + name, damaged -> {
                        Files.write(file, damaged);
                        assertThat(whole.keySet()).containsAll(read(out).keySet());
                    })
                    .seed(name, bytes)
                    .memory(8 << 20, 4096)
                    .run(150);
            Files.write(file, bytes);
        }
    }

    private static Map<String, Sample> read(Path out) throws IOException {
        Map<String, Sample> samples = new LinkedHashMap<>();
        try (PreparedData data = PreparedData.open(out)) {
            for (Entry entry : data.entries()) {
                samples.put(entry.key(), data.read(entry));
            }
        }
        return samples;
    }
}
