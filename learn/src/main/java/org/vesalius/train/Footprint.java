package org.vesalius.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.vesalius.io.InputException;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.tensor.Device;

/**
 * The memory that a training needs, before it starts: weights with their gradients and moments, and what the forward pass keeps for the backward pass. An estimate from the shapes, meant to be within a
 * factor of two and rather too high.
 *
 * @param parameters numbers that the model learns
 * @param stateBytes weights, gradients, moments and averages
 * @param activationBytes of one batch, or of a chunk of it
 */
public record Footprint(long parameters, long stateBytes, long activationBytes) {
    private static final int FLOAT = 4;
    private static final long ENGINE = 600L << 20; // the engine's code and work space

    /** Bytes in all. */
    public long bytes() {
        return ENGINE + stateBytes + activationBytes;
    }

    /** Of a plan whose model has {@code parameters} numbers. */
    public static Footprint of(Plan plan, long parameters) {
        int moments = switch (plan.optim().kind()) {
            case SGD -> plan.optim().momentum() > 0 ? 1 : 0;
            case ADAM, ADAMW -> 2;
        };
        int slow = plan.optim().lookahead().every() > 0 ? 1 : 0;
        int copies = 2 + moments + slow + (plan.ema() > 0 ? 1 : 0);
        long perPair = imageFloats(plan.model()) + textFloats(plan.model());
        int bytes =
                plan.precision() == Plan.Precision.BF16 ? FLOAT - 1 : FLOAT; // products in half the bytes, sums in all
        int chunk = plan.budget().chunk();
        return new Footprint(
                parameters,
                parameters * FLOAT * copies,
                Math.multiplyExact(
                        perPair * bytes,
                        chunk == 0
                                ? plan.budget().batch()
                                : Math.min(chunk, plan.budget().batch())));
    }

    /** Floats kept for the backward pass of one image. */
    private static long imageFloats(ModelSpec model) {
        long pixels = (long) model.transform().size() * model.transform().size();
        return switch (model.image()) {
            case ImageEncoder.SmallCnn cnn -> smallCnn(cnn, pixels);
            // measured at 224 px in single precision, and proportional to the pixels
            case ImageEncoder.ResNet net -> pixels * (net.depth() < 50 ? 150 : 480);
            case ImageEncoder.DenseNet _ -> pixels * 650;
            case ImageEncoder.Vit vit ->
                transformer(vit.depth(), vit.width(), vit.heads(), patches(pixels, vit.patch()));
            case ImageEncoder.ClipVit vit ->
                transformer(vit.depth(), vit.width(), vit.heads(), patches(pixels, vit.patch()));
            case ImageEncoder.ClipResNet net ->
                pixels
                        * 8
                        * net.width()
                        * net.blocks().stream().mapToInt(n -> n).sum()
                        / 16;
            case ImageEncoder.PooledResNet net -> pixels * (net.depth() < 50 ? 150 : 480);
            case ImageEncoder.Swin() -> pixels * 650;
            case ImageEncoder.None() -> 0;
        };
    }

    private static long patches(long pixels, int patch) {
        return 1 + pixels / patch / patch;
    }

    private static long smallCnn(ImageEncoder.SmallCnn cnn, long pixels) {
        long cells = pixels;
        long floats = pixels;
        for (int i = 0; i < cnn.widths().size(); i++) {
            cells /= (long) cnn.strides().get(i) * cnn.strides().get(i);
            floats += 3 * cells * cnn.widths().get(i); // convolution, norm, and the gradient in flight
        }
        return floats;
    }

    /** A block keeps about 16 vectors a token (norms, query, key, value, mixture, four-fold hidden layer twice) and two maps of scores. */
    private static long transformer(int layers, int width, int heads, long tokens) {
        return layers * tokens * (16L * width + 2L * heads * tokens);
    }

    private static long textFloats(ModelSpec model) {
        TokenizerSpec tokens = model.tokenizer();
        return switch (model.text()) {
            case TextEncoder.Bert bert -> transformer(bert.layers(), bert.width(), bert.heads(), tokens.maxLength());
            case TextEncoder.ClipText clip ->
                transformer(clip.layers(), clip.width(), clip.heads(), tokens.maxLength());
            case TextEncoder.BgeSmall _ -> 2L * 384 * tokens.maxLength();
            case TextEncoder.None() -> 0;
        };
    }

    /** Refuses a training that would not fit. */
    public void requireFits(Device device) {
        long free = device == Device.CPU ? free() : Long.MAX_VALUE;
        if (bytes() > free) {
            throw InputException.of(
                    "memory for training",
                    "at most the free " + gib(free),
                    "about " + gib(bytes()) + " (" + this + ")",
                    "set budget.batch lower and budget.accumulate higher, embed the batch in parts (budget.chunk), or take a smaller model");
        }
    }

    @Override
    public String toString() {
        return "weights and moments " + gib(stateBytes) + ", one batch " + gib(activationBytes) + ", engine "
                + gib(ENGINE);
    }

    private static String gib(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }

    /** Bytes that the system can still give; without an answer, no limit. */
    static long free() {
        return Math.min(available(), container());
    }

    private static long available() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            List<String> found =
                    lines.filter(line -> line.startsWith("MemAvailable")).toList();
            return found.isEmpty()
                    ? Long.MAX_VALUE
                    : Long.parseLong(found.getFirst().replaceAll("\\D", "")) << 10;
        } catch (IOException | NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static long container() {
        try {
            Path group = Path.of("/sys/fs/cgroup");
            long most =
                    Long.parseLong(Files.readString(group.resolve("memory.max")).strip());
            long used = Long.parseLong(
                    Files.readString(group.resolve("memory.current")).strip());
            long cache = Files.readAllLines(group.resolve("memory.stat")).stream()
                    .filter(line -> line.startsWith("inactive_file "))
                    .mapToLong(line -> Long.parseLong(line.substring(14)))
                    .sum();
            return most - used + cache;
        } catch (IOException | NumberFormatException e) {
            return Long.MAX_VALUE; // no limit, or no such system
        }
    }
}
