package org.vesalius.train;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.vesalius.checkpoint.KeyMap;
import org.vesalius.shard.PreparedData;
import org.vesalius.tensor.Device;

/**
 * A plan with all that it needs to run.
 *
 * @param texts another set, whose texts go with the pictures of {@code data} where a plan never pairs them, or null
 * @param tokenizer a folder with a tokenizer to use instead of training one, or null
 * @param init weights to start from, or null
 * @param initKeys from their names to the model's
 * @param stop asked between steps; when true, everything is saved and the run ends
 */
public record Job(
        Plan plan,
        Origin origin,
        PreparedData data,
        @Nullable PreparedData texts,
        RunDir run,
        Device device,
        @Nullable Path tokenizer,
        @Nullable Path init,
        KeyMap initKeys,
        BooleanSupplier stop) {
    /**
     * Where a plan comes from, so that it can be found again.
     *
     * @param source a user's own recipe file, or null
     */
    public record Origin(
            String recipe,
            String plan,
            List<String> settings,
            @Nullable Path source,
            String className) {
        public Origin {
            settings = List.copyOf(settings);
        }

        /** A plan of ours. */
        public static Origin of(String recipe, String plan, List<String> settings) {
            return new Origin(recipe, plan, settings, null, "");
        }
    }

    /** A job on the processor that nobody interrupts. */
    public static Job of(Plan plan, Origin origin, PreparedData data, Path out) {
        return new Job(plan, origin, data, null, new RunDir(out), Device.CPU, null, null, KeyMap.same(), () -> false);
    }

    /** The same, begun with the best weights of another run and reading with its tokenizer. */
    public Job begunWith(RunDir start, KeyMap keys) {
        return new Job(plan, origin, data, texts, run, device, start.tokenizer(), start.weights("best"), keys, stop);
    }

    /** The same, stopped when asked. */
    public Job stoppedBy(BooleanSupplier asked) {
        return new Job(plan, origin, data, texts, run, device, tokenizer, init, initKeys, asked);
    }

    /** The same with the texts of another set. */
    public Job withTexts(PreparedData other) {
        return new Job(plan, origin, data, other, run, device, tokenizer, init, initKeys, stop);
    }
}
