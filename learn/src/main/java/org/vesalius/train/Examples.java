package org.vesalius.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.View;
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
    /** A picture of a study. */
    record Look(Entry entry, int picture) {}

    private record Source(
            Entry entry,
            List<Integer> pictures,
            List<Integer> lateral,
            @Nullable Look prior,
            List<String> sentences,
            Map<Section, List<String>> sections,
            Map<String, LabelState> labels,
            Map<String, String> facts) {
        Source after(@Nullable Look before) {
            return new Source(entry, pictures, lateral, before, sentences, sections, labels, facts);
        }
    }

    private final List<Source> sources;
    private final List<Source> told;
    private final DataPlan plan;
    private final int leftOut;

    private Examples(List<Source> sources, List<Source> told, DataPlan plan, int leftOut) {
        this.sources = List.copyOf(sources);
        this.told = List.copyOf(told);
        this.plan = plan;
        this.leftOut = leftOut;
    }

    /** Reads the texts of a split; studies without a picture or without text in the plan's sections are counted and left out. */
    public static Examples read(PreparedData data, Split split, DataPlan plan, Progress progress) throws IOException {
        List<Entry> entries = limited(data.entries(split), split, plan);
        List<Source> sources = sources(data, entries, plan, progress, "read " + split.lower() + " texts").stream()
                .filter(source ->
                        !source.pictures().isEmpty() && !source.sentences().isEmpty())
                .toList();
        boolean halves = plan.pairing() == DataPlan.Pairing.NEVER_PAIRED;
        int shown = halves ? (sources.size() + 1) / 2 : sources.size();
        List<Source> all = withPriors(sources);
        return new Examples(
                all.subList(0, shown), all.subList(halves ? shown : 0, all.size()), plan, entries.size() - all.size());
    }

    /**
     * As above, with the pictures of one set and the texts of another, which need not have what the other has.
     *
     * @throws InputException when the plan pairs pictures with their own texts
     */
    static Examples read(PreparedData data, @Nullable PreparedData texts, Split split, DataPlan plan, Progress progress)
            throws IOException {
        if (texts == null) {
            return read(data, split, plan, progress);
        }
        if (plan.pairing() != DataPlan.Pairing.NEVER_PAIRED) {
            throw InputException.of(
                    "data.pairing",
                    "NEVER_PAIRED where texts are of another set than pictures",
                    plan.pairing().name(),
                    "choose a recipe that learns from unpaired data (medclip), or leave --texts out");
        }
        List<Entry> entries = limited(data.entries(split), split, plan);
        List<Source> sources = sources(data, entries, plan, progress, "read " + split.lower() + " studies").stream()
                .filter(source -> !source.pictures().isEmpty())
                .toList();
        List<Source> told =
                sources(texts, texts.entries(split), plan, progress, "read " + split.lower() + " texts").stream()
                        .filter(source -> !source.sentences().isEmpty())
                        .toList();
        if (told.isEmpty()) {
            throw InputException.of(
                    "texts of the " + split.lower() + " split",
                    "at least one study with text in the plan's sections",
                    "none",
                    "choose other data.sections, or another --texts");
        }
        return new Examples(withPriors(sources), told, plan, entries.size() - sources.size());
    }

    private static List<Entry> limited(List<Entry> entries, Split split, DataPlan plan) {
        return split == Split.TRAIN && plan.limit() > 0
                ? entries.subList(0, Math.min(plan.limit(), entries.size()))
                : entries;
    }

    private static List<Source> sources(
            PreparedData data, List<Entry> entries, DataPlan plan, Progress progress, String stage) throws IOException {
        List<Source> sources = new ArrayList<>();
        progress.start(stage, entries.size());
        for (int i = 0; i < entries.size(); i++) {
            sources.add(source(entries.get(i), data.study(entries.get(i)), plan));
            progress.at(i + 1, "");
        }
        progress.end("");
        return sources;
    }

    private static Source source(Entry entry, Study study, DataPlan plan) {
        Map<Section, List<String>> sections = new EnumMap<>(Section.class);
        for (Section section : Section.values()) {
            List<String> sentences = Sentences.split(study.report().text(section));
            if (!sentences.isEmpty()) {
                sections.put(section, List.copyOf(sentences));
            }
        }
        List<String> sentences = plan.sections().stream()
                .flatMap(section -> sections.getOrDefault(section, List.of()).stream())
                .toList();
        return new Source(
                entry,
                pictures(study, plan.views()),
                IntStream.range(0, study.images().size())
                        .filter(i -> study.images().get(i).view() == View.LATERAL)
                        .boxed()
                        .toList(),
                null,
                sentences,
                Map.copyOf(sections),
                study.labels(),
                study.meta());
    }

    private static List<Integer> pictures(Study study, DataPlan.Views views) {
        List<Integer> all = IntStream.range(0, study.images().size()).boxed().toList();
        List<Integer> frontal =
                all.stream().filter(i -> study.images().get(i).view().frontal()).toList();
        boolean any = views == DataPlan.Views.ANY || views == DataPlan.Views.THREE_DRAWN;
        return any || frontal.isEmpty() ? all : frontal;
    }

    /** Each with the first picture of the same patient's latest study before it, by the days that the reader knows. */
    private static List<Source> withPriors(List<Source> sources) {
        Map<String, List<Source>> byPatient = new HashMap<>();
        sources.forEach(source -> byPatient
                .computeIfAbsent(source.entry().patientKey(), _ -> new ArrayList<>())
                .add(source));
        return sources.stream()
                .map(source -> source.after(
                        prior(source, byPatient.getOrDefault(source.entry().patientKey(), List.of()))))
                .toList();
    }

    private static @Nullable Look prior(Source source, List<Source> ofPatient) {
        double day = day(source);
        Source latest = null;
        for (Source other : ofPatient) {
            if (day(other) < day && (latest == null || day(other) > day(latest))) {
                latest = other;
            }
        }
        return latest == null
                ? null
                : new Look(latest.entry(), latest.pictures().getFirst());
    }

    private static double day(Source source) {
        String days = source.facts().getOrDefault("offset_days", "");
        try {
            return days.isBlank() ? Double.NaN : Double.parseDouble(days);
        } catch (NumberFormatException _) {
            return Double.NaN; // such as "10-14": no day that could be compared
        }
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
        Stream<Source> all = plan.pairing() == DataPlan.Pairing.NEVER_PAIRED
                ? Stream.concat(sources.stream(), told.stream())
                : sources.stream();
        return all.flatMap(source -> source.sentences().stream()).toList();
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

    /**
     * Where the pictures of one showing of a study lie.
     *
     * @param looks as many as the plan's views, null where there is none
     */
    record Shown(List<@Nullable Look> looks, Example example) {}

    /** One showing of a study: its pictures and text drawn from {@code random}. */
    Shown show(int index, RandomGenerator random) {
        Source source = sources.get(index);
        List<@Nullable Look> looks = new ArrayList<>();
        looks.add(drawn(source, source.pictures(), random));
        switch (plan.views()) {
            case FRONTAL_FIRST, ANY -> {}
            case FRONTAL_AND_LATERAL -> looks.add(drawn(source, source.lateral(), random));
            case THREE_DRAWN -> {
                looks.add(drawn(source, source.pictures(), random));
                looks.add(drawn(source, source.pictures(), random));
            }
            case WITH_PRIOR -> looks.add(source.prior());
        }
        Source told = told(index, random);
        Example example = new Example(
                source.entry().row(),
                text(told.sentences(), random),
                told.sentences(),
                told.sections(),
                source.labels(),
                told.labels(),
                source.facts());
        return new Shown(Collections.unmodifiableList(looks), example);
    }

    private static @Nullable Look drawn(Source source, List<Integer> pictures, RandomGenerator random) {
        return pictures.isEmpty() ? null : new Look(source.entry(), pictures.get(random.nextInt(pictures.size())));
    }

    private Source told(int index, RandomGenerator random) {
        return switch (plan.pairing()) {
            case OWN -> sources.get(index);
            case SHUFFLED -> sources.get(Cursor.start(size()).at(index, size()));
            case NEVER_PAIRED -> told.get(random.nextInt(told.size()));
        };
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
