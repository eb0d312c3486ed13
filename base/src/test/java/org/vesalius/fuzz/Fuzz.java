package org.vesalius.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;

/**
 * Hands damaged files to a reader, which must return or throw an {@link InputException}, soon, and without asking for more memory than the bytes it got can justify.
 *
 * <pre>{@code
 * @Test
 * void aDamagedFileGivesDataOrOneClearError() {
 *     Fuzz.of("nifti", bytes -> assertThat(Nifti.read(bytes, "test").values()).hasSize(...)) // what it returns is checked here: silent garbage
 *             .seed("two voxels", small())    // whole files, as small and as different as can be
 *             .seed("scaled", scaled())
 *             .memory(1 << 20, 64)            // at most a MiB and 64 bytes for each byte of the file
 *             .run(2000);                     // that many files, always the same: some tenths of a second
 * }
 * }</pre>
 *
 * <p>{@code VESALIUS_FUZZ_SECONDS=300 mvn -pl base test -Dtest='*FuzzTest'} lets each run last that long from another beginning, which it prints. Everything that is found is named by seed file, beginning and
 * case: {@code VESALIUS_FUZZ_SEED=… VESALIUS_FUZZ_CASE=…} repeats that one alone.
 */
public final class Fuzz {
    private static final int MOST_FINDINGS = 20;
    private static final Duration HANGS = Duration.ofSeconds(60);

    private final String name;
    private final Reader reader;
    private final List<String> names = new ArrayList<>();
    private final List<byte[]> files = new ArrayList<>();
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long beginning =
            setting("VESALIUS_FUZZ_SEED", setting("VESALIUS_FUZZ_SECONDS", 0) > 0 ? System.nanoTime() : 1);
    private UnaryOperator<byte[]> repair = UnaryOperator.identity();
    private long memory = 64 << 20;
    private long memoryPerByte = 4096;
    private Duration slowest = Duration.ofSeconds(5);
    private volatile long now;
    private long refused;

    /** Reads a file, and fails when what it gives cannot be. */
    @FunctionalInterface
    public interface Reader {
        void read(byte[] bytes) throws Exception;
    }

    private record Finding(String where, Throwable thrown) {}

    private Fuzz(String name, Reader reader) {
        this.name = name;
        this.reader = reader;
    }

    public static Fuzz of(String name, Reader reader) {
        return new Fuzz(name, reader);
    }

    /** A whole file to be damaged. */
    public Fuzz seed(String seedName, byte[] file) {
        names.add(seedName);
        files.add(file);
        return this;
    }

    /** What is done to each file after its damage, such as putting a checksum right that would hide what lies behind it. */
    public Fuzz repaired(UnaryOperator<byte[]> then) {
        repair = then;
        return this;
    }

    /** How much a read may allocate, all in all: so many bytes, and so many more for each byte of the file. */
    public Fuzz memory(long bytes, long bytesPerByte) {
        memory = bytes;
        memoryPerByte = bytesPerByte;
        return this;
    }

    /** The processor time that a read may take; five seconds unless told. */
    public Fuzz slowest(Duration most) {
        slowest = most;
        return this;
    }

    /** Reads all seeds whole, which must not be refused, and then so many damaged ones. */
    public void run(int cases) {
        for (int i = 0; i < files.size(); i++) {
            whole(i);
        }
        long only = setting("VESALIUS_FUZZ_CASE", -1);
        long seconds = setting("VESALIUS_FUZZ_SECONDS", 0);
        long first = Math.max(0, only);
        long last = only >= 0 ? only + 1 : seconds > 0 ? Long.MAX_VALUE : cases;
        long until = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        now = first;
        if (seconds > 0) {
            // a hang in native code can stop everything: then this is all there is to repeat it
            System.out.printf("fuzz %s: beginning %d%n", name, beginning);
        }
        Thread worker = Thread.ofPlatform().daemon().name("fuzz " + name).start(() -> {
            for (long number = first; number < last; number++) {
                now = number;
                if ((seconds > 0 && System.nanoTime() > until) || findings.size() >= MOST_FINDINGS) {
                    return;
                }
                one(number);
            }
            now = last;
        });
        await(worker);
        System.out.printf(
                "fuzz %s: %,d files from %,d on, %,d refused, beginning %d%n",
                name, now - first, first, refused, beginning);
        report();
    }

    private void whole(int i) {
        try {
            reader.read(files.get(i));
        } catch (Exception e) {
            throw new AssertionError("fuzz " + name + ": the whole file '" + names.get(i) + "' is not read", e);
        }
    }

    private void one(long number) {
        SplittableRandom random = new SplittableRandom(beginning * 0x9E3779B97F4A7C15L + number);
        int seed = random.nextInt(files.size());
        byte[] bytes = repair.apply(new Mutations(files, random).of(files.get(seed)));
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long time = threads.getCurrentThreadCpuTime();
        Throwable thrown = thrown(bytes);
        allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
        time = threads.getCurrentThreadCpuTime() - time;
        if (allocated > memory + memoryPerByte * bytes.length) {
            thrown = new AssertionError(allocated + " bytes of memory for a file of " + bytes.length);
        } else if (time > slowest.toNanos()) {
            thrown = new AssertionError(Duration.ofNanos(time).toMillis() + " ms for a file of " + bytes.length);
        }
        if (thrown != null) {
            String where =
                    "VESALIUS_FUZZ_SEED=" + beginning + " VESALIUS_FUZZ_CASE=" + number + " (" + names.get(seed) + ")";
            findings.putIfAbsent(kind(thrown), new Finding(where, thrown));
        }
    }

    private @Nullable Throwable thrown(byte[] bytes) {
        try {
            reader.read(bytes);
            return null;
        } catch (InputException e) {
            refused++;
            return e.getMessage() == null || e.getMessage().isBlank() ? e : null;
        } catch (Throwable e) {
            return e;
        }
    }

    /** The same kind thrown at the same place counts once. */
    private static String kind(Throwable thrown) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (frame.getClassName().startsWith("org.vesalius.")) {
                return thrown.getClass().getName() + " at " + frame;
            }
        }
        return thrown.toString();
    }

    private void await(Thread worker) {
        try {
            long seen = -1;
            while (worker.isAlive() && seen != now) {
                seen = now;
                worker.join(HANGS);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (worker.isAlive()) {
            var hang = new AssertionError(
                    "fuzz " + name + ": no end of VESALIUS_FUZZ_SEED=" + beginning + " VESALIUS_FUZZ_CASE=" + now);
            hang.setStackTrace(worker.getStackTrace());
            throw hang;
        }
    }

    private void report() {
        if (!findings.isEmpty()) {
            var all = new AssertionError("fuzz " + name + ": " + findings.size() + " kinds of failure");
            findings.forEach((kind, finding) -> all.addSuppressed(new AssertionError(
                    kind + ": " + finding.thrown.getMessage() + "; " + finding.where, finding.thrown)));
            throw all;
        }
    }

    private static long setting(String variable, long fallback) {
        String value = System.getenv(variable);
        return value == null ? fallback : Long.parseLong(value);
    }
}
