package org.vesalius.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.vesalius.tensor.Device;
import org.vesalius.tensor.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks at the machine and says what to do. */
@Command(
        name = "doctor",
        description = "Check JDK, engine, threads, memory, disk and GPU, and say what to do.",
        footerHeading = "%nExamples:%n",
        footer = {"  vesalius doctor", "  vesalius doctor --json --dir /data/runs", "", ExitCode.LIST})
final class DoctorCommand implements Callable<Integer> {
    private static final double GIB = 1L << 30;
    private static final double DISK_NEEDED = 4;
    private static final double MEMORY_NEEDED = 4;
    private static final int MATMUL = 1024;

    @Mixin
    private Output output;

    @Option(
            names = "--dir",
            defaultValue = ".",
            description = "Folder whose disk will hold data and runs (default: this one).")
    private Path dir;

    @SuppressWarnings("NullAway.Init")
    DoctorCommand() {}

    enum State {
        OK,
        ADVICE,
        FAILED
    }

    record Check(String what, State state, String found, String advice) {
        static Check of(String what, boolean good, State otherwise, String found, String advice) {
            return new Check(what, good ? State.OK : otherwise, found, good ? "" : advice);
        }
    }

    record Findings(List<Check> checks) {}

    @Override
    public Integer call() throws IOException {
        List<Check> checks = new ArrayList<>(List.of(jdk(), cores(), memory(), disk(), nativeAccess()));
        checks.addAll(engine());
        Table table = new Table("check", "state", "found");
        checks.forEach(check -> table.row(check.what(), check.state().name().toLowerCase(Locale.ROOT), check.found()));
        StringBuilder text = new StringBuilder(table.toString());
        checks.stream()
                .filter(check -> check.state() != State.OK)
                .forEach(check -> text.append("\n%s: %s".formatted(check.what(), check.advice())));
        output.result(new Findings(checks), text.toString());
        return checks.stream().anyMatch(check -> check.state() == State.FAILED) ? ExitCode.NO : ExitCode.OK;
    }

    private static Check jdk() {
        int feature = Runtime.version().feature();
        return Check.of(
                "JDK",
                feature == 25,
                State.ADVICE,
                Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
                "Vesalius is built for and tested on JDK 25; set VESALIUS_JAVA_HOME to one.");
    }

    private static Check cores() {
        int cores = Runtime.getRuntime().availableProcessors();
        return Check.of(
                "cores",
                cores >= 2,
                State.ADVICE,
                Integer.toString(cores),
                "Training shares one core with loading; two or more are better.");
    }

    private static Check memory() {
        double total = 0;
        double free = 0;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os) {
            total = os.getTotalMemorySize() / GIB;
            free = os.getFreeMemorySize() / GIB;
        }
        String found = "%.1f GiB, %.1f free at once; Java heap up to %.1f"
                .formatted(total, free, Runtime.getRuntime().maxMemory() / GIB);
        return Check.of(
                "memory",
                total >= MEMORY_NEEDED,
                State.ADVICE,
                found,
                "The demo needs about %.0f GiB; close other programs or use a larger machine."
                        .formatted(MEMORY_NEEDED));
    }

    private Check disk() throws IOException {
        if (!Files.isDirectory(dir)) {
            return new Check("disk", State.FAILED, "no such folder", "Name a folder that exists with --dir.");
        }
        double free = Files.getFileStore(dir).getUsableSpace() / GIB;
        boolean writable = Files.isWritable(dir);
        String found = "%.1f GiB free%s".formatted(free, writable ? "" : ", read-only");
        return Check.of(
                "disk",
                writable && free >= DISK_NEEDED,
                writable ? State.ADVICE : State.FAILED,
                found,
                "The demo writes about 1 GiB and the dependencies take 1 more; choose another disk with --dir.");
    }

    private static Check nativeAccess() {
        boolean allowed = DoctorCommand.class.getModule().isNativeAccessEnabled();
        return Check.of(
                "native access",
                allowed,
                State.ADVICE,
                allowed ? "allowed" : "not allowed",
                "Start with the launcher ./vesalius, or add --enable-native-access=ALL-UNNAMED.");
    }

    private static List<Check> engine() {
        String spin = System.getenv("GOMP_SPINCOUNT");
        List<Check> checks = new ArrayList<>();
        checks.add(Check.of(
                "threads",
                "0".equals(spin),
                State.ADVICE,
                "GOMP_SPINCOUNT=" + (spin == null ? "unset" : spin),
                "Set GOMP_SPINCOUNT=0 before the JVM starts (the launcher does): threads that spin halve the speed."));
        try {
            String kernels = Engine.instructionSet();
            double gigaflops = Engine.matmulGigaflops(MATMUL);
            checks.add(new Check(
                    "engine",
                    State.OK,
                    "libtorch %s, %s, %d threads, %.0f GFLOP/s in float32"
                            .formatted(Engine.version(), kernels, Engine.threads(), gigaflops),
                    ""));
            boolean cuda = Device.CUDA.available();
            checks.add(new Check(
                    "GPU", State.OK, cuda ? "CUDA, used by --device auto" : "none that this engine can use", ""));
        } catch (LinkageError e) {
            checks.add(new Check(
                    "engine",
                    State.FAILED,
                    "libtorch did not load",
                    "There are builds for Linux x86-64 and arm64, macOS arm64 and Windows x86-64; a glibc older than 2.28 or a noexec cache folder (-Dorg.bytedeco.javacpp.cachedir=…) are the usual reasons. The loader said: "
                            + e.getMessage()));
        }
        return checks;
    }
}
