package org.vesalius.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Pixels;
import org.vesalius.image.Transform;

/**
 * Seconds from a DICOM file to a tensor of 3 x 224 x 224 beside pydicom and Pillow, which run in a process of their own and take turns with ours, so that a busy machine slows both; medians, and the largest
 * difference of the two tensors in grey levels of 255. Then the same over all cores. Started by {@code bench/dicom}.
 */
public final class DicomSpeed {
    private static final int WARM = 6;
    private static final int TURNS = 3;
    private static final int SIZE = 224;
    private static final Transform TRANSFORM = Transform.clip(SIZE);

    private DicomSpeed() {}

    /** {@code write FOLDER} makes the films, {@code time FOLDER ROUNDS [PYTHON SCRIPT]} measures every file there. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        if (arguments[0].equals("write")) {
            LargeFilm.write(folder);
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".dcm"))
                    .sorted()
                    .toList();
        }
        int rounds = Integer.parseInt(arguments[2]);
        try (Peer peer = arguments.length > 4 ? new Peer(arguments[3], arguments[4]) : null) {
            System.out.println(peer == null ? "no peer" : "peer: " + peer.versions());
            System.out.println(
                    "| file | bytes a pixel | ours, ms | peer, ms | ratio | peer by | largest difference, of 255 |");
            System.out.println("|---|--:|--:|--:|--:|---|--:|");
            for (Path file : files) {
                System.out.println(row(file, rounds, peer));
            }
        }
        System.out.println();
        scaling(files, rounds);
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".dcm", "");
    }

    /** The fastest of the peer's decoders counts. */
    private static String row(Path file, int rounds, @Nullable Peer peer) throws IOException {
        List<String> handlers = peer == null ? List.of() : handlers(name(file));
        for (int i = 0; i < WARM; i++) {
            tensor(file);
        }
        double[] ours = new double[rounds];
        double[][] theirs = new double[handlers.size()][rounds];
        double difference = 0;
        for (int r = 0; r < rounds; r++) {
            long start = System.nanoTime();
            float[] tensor = tensor(file);
            ours[r] = (System.nanoTime() - start) / 1e6;
            for (int h = 0; peer != null && h < handlers.size(); h++) {
                Peer.Answer answer = peer.read(handlers.get(h), file);
                theirs[h][r] = answer.milliseconds();
                difference = Math.max(difference, difference(tensor, answer.tensor()));
            }
        }
        double own = median(ours);
        double best = Double.POSITIVE_INFINITY;
        String by = "-";
        for (int h = 0; h < handlers.size(); h++) {
            if (median(theirs[h]) < best) {
                best = median(theirs[h]);
                by = handlers.get(h);
            }
        }
        return String.format(
                Locale.ROOT,
                "| %s | %.2f | %.0f | %.0f | %.2f | %s | %.1f |",
                name(file),
                Files.size(file) / (double) (LargeFilm.WIDTH * LargeFilm.HEIGHT),
                own,
                best,
                own / best,
                by,
                difference);
    }

    private static List<String> handlers(String name) {
        return switch (name) {
            case "rle" -> List.of("rle");
            case "jpeg-lossless", "jpeg-ls" -> List.of("gdcm");
            case "jpeg-2000", "jpeg-2000-lossy" -> List.of("gdcm", "pillow");
            default -> List.of("numpy");
        };
    }

    private static float[] tensor(Path file) throws IOException {
        return TRANSFORM.apply(Pixels.read(file)).chw();
    }

    private static double difference(float[] ours, float[] theirs) {
        double most = 0;
        for (int i = 0; i < ours.length; i++) {
            double std = TRANSFORM.std().get(i / (SIZE * SIZE));
            most = Math.max(most, Math.abs(ours[i] - theirs[i]) * std * 255);
        }
        return most;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Many files at once, each on one thread, over one core and over all, in turns; the best of each, since neighbours take cores away. */
    private static void scaling(List<Path> files, int rounds) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        System.out.printf("| file | one thread, 1/s | %d threads, 1/s | times |%n|---|--:|--:|--:|%n", cores);
        for (Path file : files) {
            double one = 0;
            double all = 0;
            for (int turn = 0; turn < TURNS; turn++) {
                one = Math.max(one, perSecond(file, 1, rounds));
                all = Math.max(all, perSecond(file, cores, rounds));
            }
            System.out.printf(Locale.ROOT, "| %s | %.1f | %.1f | %.2f |%n", name(file), one, all, all / one);
        }
    }

    private static double perSecond(Path file, int threads, int rounds) throws Exception {
        try (var pool = Executors.newFixedThreadPool(threads)) {
            long start = System.nanoTime();
            List<Future<float[]>> all = new ArrayList<>();
            for (int i = 0; i < rounds * threads; i++) {
                all.add(pool.submit(() -> tensor(file)));
            }
            for (Future<float[]> one : all) {
                one.get();
            }
            return rounds * threads * 1e9 / (System.nanoTime() - start);
        }
    }

    /** Python in a process of its own. */
    private static final class Peer implements AutoCloseable {
        private final Process process;
        private final String versions;

        record Answer(double milliseconds, String base64) {
            float[] tensor() {
                float[] values = new float[3 * SIZE * SIZE];
                ByteBuffer.wrap(Base64.getDecoder().decode(base64))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(values);
                return values;
            }
        }

        Peer(String python, String script) throws IOException {
            process = new ProcessBuilder(python, script)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            versions = line();
        }

        String versions() {
            return versions;
        }

        Answer read(String handler, Path file) throws IOException {
            process.outputWriter().write(handler + " " + file + "\n");
            process.outputWriter().flush();
            String[] answer = line().split(" ", 2);
            if (answer[0].equals("-")) {
                throw new IOException("the peer's " + handler + " cannot read " + name(file) + ": " + answer[1]);
            }
            return new Answer(Double.parseDouble(answer[0]), answer[1]);
        }

        private String line() throws IOException {
            String line = process.inputReader().readLine();
            if (line == null) {
                throw new IOException("the peer has ended");
            }
            return line;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
