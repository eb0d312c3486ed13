package org.vesalius.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;
import org.vesalius.report.LabelState;
import org.vesalius.report.Section;
import org.vesalius.report.Sentences;
import org.vesalius.shard.Cursor;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;

/** The studies of a split that a plan can use, with their texts in memory; pictures stay on disk. */
public final class Examples {
    private record Source(
            Entry entry, List<Integer> pictures, List<String> sentences, Map<String, LabelState> labels) {}

    private final List<Source> sources;
    private final DataPlan plan;
    private final int leftOut;

    private Examples(List<Source> sources, DataPlan plan, int leftOut) {
        this.sources = List.copyOf(sources);
        this.plan = plan;
        this.leftOut = leftOut;
    }

    /** Reads the texts of a split; studies without a picture or without text in the plan's sections are counted and left out. */
    public static Examples read(PreparedData data, Split split, DataPlan plan, Progress progress) throws IOException {
        List<Entry> entries = data.entries(split);
        int wanted = split == Split.TRAIN && plan.limit() > 0 ? Math.min(plan.limit(), entries.size()) : entries.size();
        List<Source> sources = new ArrayList<>();
        progress.start("read " + split.lower() + " texts", wanted);
        for (int i = 0; i < wanted; i++) {
            Study study = data.study(entries.get(i));
            Source source = source(entries.get(i), study, plan);
            if (!source.pictures().isEmpty() && !source.sentences().isEmpty()) {
                sources.add(source);
            }
            progress.at(i + 1, "");
        }
        progress.end("");
        return new Examples(sources, plan, wanted - sources.size());
    }

    private static Source source(Entry entry, Study study, DataPlan plan) {
        List<String> sentences = new ArrayList<>();
        for (Section section : plan.sections()) {
            sentences.addAll(Sentences.split(study.report().text(section)));
        }
        return new Source(entry, pictures(study, plan.views()), List.copyOf(sentences), study.labels());
    }

    private static List<Integer> pictures(Study study, DataPlan.Views views) {
        List<Integer> all = IntStream.range(0, study.images().size()).boxed().toList();
        List<Integer> frontal =
                all.stream().filter(i -> study.images().get(i).view().frontal()).toList();
        return views == DataPlan.Views.FRONTAL_FIRST && !frontal.isEmpty() ? frontal : all;
    }

    /** How many there are. */
    public int size() {
        return sources.size();
    }

    /** Studies without picture or text. */
    public int leftOut() {
        return leftOut;
    }

    /** All sentences, with repeats, for training a tokenizer. */
    public List<String> sentences() {
        return sources.stream().flatMap(source -> source.sentences().stream()).toList();
    }

    /** Refuses a set that is smaller than a batch. */
    void requireBatch(int batch) {
        if (size() < batch) {
            throw InputException.of(
                    "training studies with picture and text",
                    "at least one batch of " + batch,
                    size() + " (" + leftOut + " have no picture or no text in these sections)",
                    "set budget.batch lower, choose other data.sections or give more data");
        }
    }

    /** Where the picture of one showing of a study lies. */
    record Shown(Entry entry, int picture, Example example) {}

    /** One showing of a study: its picture and text drawn from {@code random}. */
    Shown show(int index, RandomGenerator random) {
        Source source = sources.get(index);
        int picture = source.pictures().get(random.nextInt(source.pictures().size()));
        Source told = plan.shuffledPairs() ? sources.get(Cursor.start(size()).at(index, size())) : source;
        Example example =
                new Example(source.entry().row(), text(told.sentences(), random), told.sentences(), told.labels());
        return new Shown(source.entry(), picture, example);
    }

    private String text(List<String> sentences, RandomGenerator random) {
        return switch (plan.text()) {
            case WHOLE -> String.join(" ", sentences);
            case RANDOM_SENTENCE -> sentences.get(random.nextInt(sentences.size()));
            case SHUFFLED_SENTENCES -> {
                List<String> order = new ArrayList<>(sentences);
                Collections.shuffle(order, Random.from(random));
                yield String.join(" ", order);
            }
        };
    }
}
