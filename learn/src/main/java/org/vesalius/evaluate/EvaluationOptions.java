package org.vesalius.evaluate;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.vesalius.dataset.Split;
import org.vesalius.metric.Bootstrap;
import org.vesalius.report.Prompts.PromptSet;
import org.vesalius.report.Section;

/**
 * What a user may set of a protocol; all of it is in the protocol digest.
 *
 * @param split that is scored
 * @param labels to score; empty for those of the data ({@link Labels#of})
 * @param reading what the states of labels count as, and under which names they are scored
 * @param prompts instead of the built-in ones, by label; empty for the built-in ones
 * @param sections of the report that are the study's text, those that it has; all of its text when it has none of them
 * @param pool that retrieval searches
 * @param minPositives fewer positives than this in {@code split}: a class is reported, but not in the mean
 * @param maxBoxShare larger boxes, as share of the picture, are reported but not in the mean
 * @param fraction of the training patients that a probe sees, in (0, 1]
 * @param resamples of the bootstrap
 * @param seed of the bootstrap and of the probe's fraction
 * @param set the protocols' own settings ({@link Protocol#settings}) by name; what is not named has its default
 */
public record EvaluationOptions(
        Split split,
        List<String> labels,
        LabelReading reading,
        List<PromptSet> prompts,
        List<Section> sections,
        Pool pool,
        int minPositives,
        double maxBoxShare,
        double fraction,
        int resamples,
        long seed,
        SortedMap<String, String> set) {
    private static final int MIN_POSITIVES = 20;
    private static final double MAX_BOX_SHARE = 0.25;

    public EvaluationOptions {
        labels = List.copyOf(labels);
        prompts = List.copyOf(prompts);
        sections = List.copyOf(sections);
        set = Collections.unmodifiableSortedMap(new TreeMap<>(Objects.requireNonNullElse(set, Map.of())));
    }

    /** Test studies, the built-in prompts, a pool of 200 studies with a finding, 1,000 resamples. */
    public static EvaluationOptions defaults() {
        return new EvaluationOptions(
                Split.TEST,
                List.of(),
                LabelReading.KNOWN,
                List.of(),
                List.of(Section.FINDINGS, Section.IMPRESSION),
                new Pool(Pool.Rule.WITH_FINDING, 200),
                MIN_POSITIVES,
                MAX_BOX_SHARE,
                1,
                Bootstrap.RESAMPLES,
                1,
                new TreeMap<>());
    }

    public EvaluationOptions withSplit(Split wanted) {
        return with(changed -> changed.split = wanted);
    }

    public EvaluationOptions withLabels(List<String> wanted) {
        return with(changed -> changed.labels = wanted);
    }

    public EvaluationOptions withReading(LabelReading wanted) {
        return with(changed -> changed.reading = wanted);
    }

    public EvaluationOptions withPrompts(List<PromptSet> wanted) {
        return with(changed -> changed.prompts = wanted);
    }

    public EvaluationOptions withSections(List<Section> wanted) {
        return with(changed -> changed.sections = wanted);
    }

    public EvaluationOptions withPool(Pool wanted) {
        return with(changed -> changed.pool = wanted);
    }

    public EvaluationOptions withMinPositives(int wanted) {
        return with(changed -> changed.minPositives = wanted);
    }

    public EvaluationOptions withFraction(double wanted) {
        return with(changed -> changed.fraction = wanted);
    }

    public EvaluationOptions withResamples(int wanted, long wantedSeed) {
        return with(changed -> {
            changed.resamples = wanted;
            changed.seed = wantedSeed;
        });
    }

    public EvaluationOptions withSet(Map<String, String> wanted) {
        return with(changed -> changed.set = new TreeMap<>(wanted));
    }

    /** With one more setting. */
    public EvaluationOptions withSet(String name, String value) {
        Map<String, String> more = new TreeMap<>(set);
        more.put(name, value);
        return withSet(more);
    }

    /** With only those settings that a protocol knows. */
    EvaluationOptions only(List<Setting> known) {
        Map<String, String> own = new TreeMap<>(set);
        own.keySet().retainAll(known.stream().map(Setting::name).toList());
        return withSet(own);
    }

    private EvaluationOptions with(Consumer<Changed> change) {
        Changed changed = new Changed(this);
        change.accept(changed);
        return changed.options();
    }

    /** The options while one of them is being changed. */
    private static final class Changed {
        private Split split;
        private List<String> labels;
        private LabelReading reading;
        private List<PromptSet> prompts;
        private List<Section> sections;
        private Pool pool;
        private int minPositives;
        private final double maxBoxShare;
        private double fraction;
        private int resamples;
        private long seed;
        private SortedMap<String, String> set;

        Changed(EvaluationOptions from) {
            split = from.split;
            labels = from.labels;
            reading = from.reading;
            prompts = from.prompts;
            sections = from.sections;
            pool = from.pool;
            minPositives = from.minPositives;
            maxBoxShare = from.maxBoxShare;
            fraction = from.fraction;
            resamples = from.resamples;
            seed = from.seed;
            set = from.set;
        }

        EvaluationOptions options() {
            return new EvaluationOptions(
                    split,
                    labels,
                    reading,
                    prompts,
                    sections,
                    pool,
                    minPositives,
                    maxBoxShare,
                    fraction,
                    resamples,
                    seed,
                    set);
        }
    }
}
