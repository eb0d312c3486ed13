package org.vesalius.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.vesalius.dicom.DicomFile;
import org.vesalius.dicom.DicomPixels;
import org.vesalius.image.Image;
import org.vesalius.io.Progress;
import org.vesalius.phantom.PhantomDataset;
import org.vesalius.phantom.PhantomOptions;
import org.vesalius.phantom.PhantomWriter;
import org.vesalius.shard.Entry;
import org.vesalius.shard.Preparation;
import org.vesalius.shard.PrepareOptions;
import org.vesalius.shard.PreparedData;

/** Passes a second of one thread over built-in data: one film of 12 bits as DICOM to what a screen shows, and a shard of eight two-view studies to their pixels. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class FilesBench {
    private static final int STUDIES = 8;
    private static final int HEADER = 512;

    /** Data in a folder that goes when the run ends. */
    @State(Scope.Thread)
    public static class OnDisk {
        final Path folder;
        final byte[] film;
        final PreparedData data;

        /** Makes the studies and prepares them. */
        public OnDisk() {
            try {
                folder = Files.createTempDirectory("vesalius-bench");
                Path raw = folder.resolve("raw");
                PhantomWriter.write(raw, new PhantomOptions(STUDIES, 0, 0, 1, false, false), Progress.SILENT);
                film = Files.readAllBytes(film(raw));
                Path out = folder.resolve("data");
                Preparation.run(new PhantomDataset(), raw, out, PrepareOptions.defaults(), Progress.SILENT);
                data = PreparedData.open(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Path film(Path raw) throws IOException {
            try (var files = Files.walk(raw)) {
                return files.filter(file -> file.endsWith("frontal.dcm"))
                        .findFirst()
                        .orElseThrow();
            }
        }

        /** Removes the folder. */
        @TearDown
        public void remove() throws IOException {
            data.close();
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Header, rescale, window, inversion. */
    @Benchmark
    public Image dicom(OnDisk disk) {
        return DicomPixels.image(DicomFile.read(disk.film, "film"));
    }

    /** No library to compare with is at hand, so the bound: the same bytes turned into floats, nothing parsed, nothing mapped. */
    @Benchmark
    public float[] dicomPeer(OnDisk disk) {
        var shorts = ByteBuffer.wrap(disk.film, HEADER, (disk.film.length - HEADER) & ~1)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer();
        float[] samples = new float[shorts.remaining()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = shorts.get(i);
        }
        return samples;
    }

    /** All studies by their index: checked sums, JSON, report, pixels as floats. */
    @Benchmark
    public int shard(OnDisk disk) throws IOException {
        int pixels = 0;
        for (Entry entry : disk.data.entries()) {
            for (Image image : disk.data.read(entry).images()) {
                pixels += image.samples().length;
            }
        }
        return pixels;
    }

    /** The same file front to back by Commons Compress and the JDK's ImageIO: pictures only, nothing checked. */
    @Benchmark
    public int shardPeer(OnDisk disk) throws IOException {
        int pixels = 0;
        Path shard = disk.folder.resolve("data").resolve("train-00000.tar");
        try (InputStream file = new BufferedInputStream(Files.newInputStream(shard));
                TarArchiveInputStream tar = new TarArchiveInputStream(file)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().endsWith(".png")) {
                    var raster = ImageIO.read(new ByteArrayInputStream(tar.readAllBytes()))
                            .getRaster();
                    pixels += raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (float[]) null).length;
                }
            }
        }
        return pixels;
    }
}
