package org.vesalius.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.tensor.Device;

/**
 * The kind of machine that a run's bits depend on.
 *
 * @param cpu the processor's own name for itself
 * @param threads of the engine: another number adds in another order
 * @param device {@code cpu} or {@code cuda}
 */
public record Machine(String system, String architecture, String cpu, int threads, String device, String java) {
    /** This machine as it is now. */
    public static Machine here(Device device) {
        return new Machine(
                System.getProperty("os.name", "unknown"),
                System.getProperty("os.arch", "unknown"),
                processor(),
                torch.get_num_threads(),
                device == Device.CUDA ? "cuda" : "cpu",
                Runtime.version().toString());
    }

    /** What differs and may change bits; the Java version does not. */
    public List<String> differences(Machine here) {
        List<String> found = new ArrayList<>();
        differ(found, "system", system, here.system);
        differ(found, "architecture", architecture, here.architecture);
        differ(found, "processor", cpu, here.cpu);
        differ(found, "threads", threads + "", here.threads + "");
        differ(found, "device", device, here.device);
        return found;
    }

    private static void differ(List<String> found, String what, String then, String now) {
        if (!then.equals(now)) {
            found.add(what + " " + then + ", here " + now);
        }
    }

    private static String processor() {
        Path info = Path.of("/proc/cpuinfo");
        if (Files.isReadable(info)) {
            try (var lines = Files.lines(info)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("unknown");
            } catch (IOException e) {
                return "unknown";
            }
        }
        return "unknown";
    }
}
