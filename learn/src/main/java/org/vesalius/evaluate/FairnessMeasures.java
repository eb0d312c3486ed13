package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.Confusion;
import org.vesalius.metric.OperatingPoint;
import org.vesalius.metric.OperatingPoint.ChosenOn;
import org.vesalius.metric.Ranking;

/** The numbers of a table of label scores with columns of groups. */
final class FairnessMeasures {
    private static final String UNDERDIAGNOSED = "any finding";
    private static final int FEW = 3;

    /** A number that groups are compared by. */
    private record Rate(String name, boolean higherIsBetter, double chance) {
        private String worst() {
            return name.replaceFirst("\\[", "-worst[");
        }

        private String gap() {
            return name.replaceFirst("\\[", "-gap[max-min,");
        }
    }

    private final ScoreTable table;
    private final EvaluationOptions options;
    private final int shuffles;
    private final Rate auroc = new Rate(Ranking.AUROC, true, .5);
    private final Rate tpr;
    private final Rate fpr;
    private final Rate underdiagnosis;
    private final OperatingPoint point;
    private final ChosenOn chosenOn;
    private final List<Subgroups.By> wanted;
    private final List<Estimate> estimates = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    /** The gaps of labels by metric and kind of group, each with the gap of shuffled groups. */
    private final Map<String, List<Gap>> gaps = new LinkedHashMap<>();

    private record Gap(Bootstrap.Statistic statistic, double chance) {}

    private FairnessMeasures(SampleTable samples, EvaluationOptions options, Settings settings, Subgroups groups) {
        table = ScoreTable.of(samples, options);
        this.options = options;
        shuffles = settings.whole("shuffles");
        point = FairnessProtocol.point(settings);
        chosenOn = FairnessProtocol.rows(settings);
        String at = "[" + point.name(chosenOn) + "]@1";
        tpr = new Rate("tpr" + at, true, Double.NaN);
        fpr = new Rate("fpr" + at, false, Double.NaN);
        underdiagnosis = new Rate("underdiagnosis" + at, false, Double.NaN);
        wanted = groups.wanted();
    }

    /** The metrics with their modes, for the digest. */
    static String metrics(OperatingPoint point, ChosenOn chosenOn) {
        return "%s, tpr, fpr and underdiagnosis at %s, gap of largest and smallest, worst"
                .formatted(Ranking.AUROC, point.name(chosenOn));
    }

    static Protocol.Estimated of(SampleTable samples, EvaluationOptions options, Settings settings, Subgroups groups) {
        FairnessMeasures measures = new FairnessMeasures(samples, options, settings, groups);
        for (Subgroups.By by : measures.wanted) {
            measures.by(by);
        }
        measures.means();
        measures.notes.add(
                "a gap is never below 0: its chance is the mean gap when the groups are shuffled among the studies, and its interval leans upwards, as resampling widens gaps; underdiagnosis is the share of the studies with a finding of which none is called");
        return new Protocol.Estimated(measures.estimates, measures.notes);
    }

    private void by(Subgroups.By by) {
        Map<String, List<String>> hidden = new TreeMap<>();
        List<Diagnosed> diagnosed = new ArrayList<>();
        for (String label : table.labels()) {
            SampleTable rows = table.rows(label);
            double[] scores = rows.numbers("score");
            boolean[] positive = ScoreTable.positive(rows);
            Members members = new Members(by, rows.texts(by.lower()), table.places(rows.texts("row")));
            double threshold = threshold(label, scores, positive);
            List<String> shown = shown(members, positive, label, hidden);
            compare(label, auroc, members, shown, Ranking.aurocOf(scores, positive), positive);
            if (!Double.isNaN(threshold)) {
                compare(
                        label,
                        tpr,
                        members,
                        shown,
                        times ->
                                Confusion.at(threshold, scores, positive, times).sensitivity(),
                        positive);
                compare(
                        label,
                        fpr,
                        members,
                        shown,
                        times ->
                                Confusion.at(threshold, scores, positive, times).falsePositiveRate(),
                        positive);
                diagnosed.add(new Diagnosed(members.places, positive, called(scores, threshold)));
            }
        }
        underdiagnosis(by, diagnosed, hidden);
        if (!hidden.isEmpty()) {
            notes.add("by %s, fewer than %d positives and not shown: %s"
                    .formatted(by.lower(), options.minPositives(), said(hidden)));
        }
    }

    /** {@code X (nodule), 80+ (14 subjects)}. */
    private static String said(Map<String, List<String>> hidden) {
        List<String> parts = new ArrayList<>();
        hidden.forEach((group, subjects) -> parts.add("%s (%s)"
                .formatted(
                        group, subjects.size() > FEW ? subjects.size() + " subjects" : String.join(", ", subjects))));
        return String.join("; ", parts);
    }

    private double threshold(String label, double[] scores, boolean[] positive) {
        if (chosenOn == ChosenOn.TEST_LABELS) {
            return point.threshold(scores, positive);
        }
        SampleTable validation = table.validationRows(label);
        double threshold = point.threshold(validation.numbers("score"), ScoreTable.positive(validation));
        if (Double.isNaN(threshold) && notes.stream().noneMatch(note -> note.startsWith(label + ":"))) {
            notes.add(label + ": validation cannot say a threshold, so no rates");
        }
        return threshold;
    }

    private static boolean[] called(double[] scores, double threshold) {
        boolean[] called = new boolean[scores.length];
        for (int i = 0; i < called.length; i++) {
            called[i] = scores[i] >= threshold;
        }
        return called;
    }

    /** Which rows belong to which group. */
    private static final class Members {
        private final Subgroups.By by;
        private final List<String> groups;
        private final int[] places;

        private Members(Subgroups.By by, List<String> groups, int[] places) {
            this.by = by;
            this.groups = groups;
            this.places = places;
        }

        private List<String> names() {
            return groups.stream()
                    .filter(group -> !group.isEmpty())
                    .distinct()
                    .sorted()
                    .toList();
        }

        private int count(String group, boolean[] among) {
            int n = 0;
            for (int i = 0; i < among.length; i++) {
                n += among[i] && groups.get(i).equals(group) ? 1 : 0;
            }
            return n;
        }

        private int rows(String group) {
            return Collections.frequency(groups, group);
        }

        private Members shuffled(long seed) {
            List<String> mixed = new ArrayList<>(groups);
            Collections.shuffle(mixed, new Random(seed));
            return new Members(by, mixed, places);
        }

        /** The statistic over the rows of a group. */
        private Bootstrap.Statistic within(String group, Bootstrap.Statistic ofRows) {
            boolean[] in = new boolean[groups.size()];
            for (int i = 0; i < in.length; i++) {
                in[i] = groups.get(i).equals(group);
            }
            return times -> {
                int[] own = new int[in.length];
                for (int i = 0; i < own.length; i++) {
                    own[i] = in[i] ? times[i] : 0;
                }
                return ofRows.of(own);
            };
        }
    }

    private List<String> shown(Members members, boolean[] positive, String label, Map<String, List<String>> hidden) {
        List<String> shown = new ArrayList<>();
        for (String group : members.names()) {
            int positives = members.count(group, positive);
            if (positives >= options.minPositives() && positives < members.rows(group)) {
                shown.add(group);
            } else {
                hidden.computeIfAbsent(group, _ -> new ArrayList<>()).add(label);
            }
        }
        return shown;
    }

    private void compare(
            String label,
            Rate rate,
            Members members,
            List<String> shown,
            Bootstrap.Statistic ofRows,
            boolean[] positive) {
        String kind = members.by.lower();
        for (String group : shown) {
            estimates.add(new Estimate(
                    rate.name,
                    label,
                    kind + ": " + group,
                    rate.chance,
                    members.rows(group),
                    members.count(group, positive),
                    true,
                    table.bootstrap(),
                    Bootstrap.ofRows(members.places, members.within(group, ofRows))));
        }
        if (shown.size() < 2) {
            return;
        }
        Bootstrap.Statistic gap = Bootstrap.ofRows(members.places, gap(members, shown, ofRows));
        double chance = chance(members, shown, ofRows);
        int positives = Ranking.count(positive);
        int rows = positive.length;
        estimates.add(new Estimate(rate.gap(), label, kind, chance, rows, positives, true, table.bootstrap(), gap));
        estimates.add(new Estimate(
                rate.worst(),
                label,
                kind,
                Double.NaN,
                rows,
                positives,
                true,
                table.bootstrap(),
                Bootstrap.ofRows(members.places, worst(members, shown, ofRows, rate.higherIsBetter))));
        gaps.computeIfAbsent(rate.gap() + "\n" + kind, _ -> new ArrayList<>()).add(new Gap(gap, chance));
    }

    /** The mean gap of groups of the same sizes that mean nothing. */
    private double chance(Members members, List<String> shown, Bootstrap.Statistic ofRows) {
        int[] once = new int[members.groups.size()];
        Arrays.fill(once, 1);
        double sum = 0;
        int defined = 0;
        for (int s = 0; s < shuffles; s++) {
            double gap =
                    gap(members.shuffled(options.seed() + s), shown, ofRows).of(once);
            sum += Double.isNaN(gap) ? 0 : gap;
            defined += Double.isNaN(gap) ? 0 : 1;
        }
        return defined == 0 ? Double.NaN : sum / defined;
    }

    private static Bootstrap.Statistic gap(Members members, List<String> shown, Bootstrap.Statistic ofRows) {
        Bootstrap.Statistic best = worst(members, shown, ofRows, false);
        Bootstrap.Statistic least = worst(members, shown, ofRows, true);
        return times -> best.of(times) - least.of(times);
    }

    /** The smallest value of the groups where it is defined, or the largest. */
    private static Bootstrap.Statistic worst(
            Members members, List<String> shown, Bootstrap.Statistic ofRows, boolean smallest) {
        List<Bootstrap.Statistic> parts =
                shown.stream().map(group -> members.within(group, ofRows)).toList();
        return times -> {
            double worst = Double.NaN;
            for (Bootstrap.Statistic part : parts) {
                double value = part.of(times);
                boolean further = smallest ? value < worst : value > worst;
                worst = further || (Double.isNaN(worst) && !Double.isNaN(value)) ? value : worst;
            }
            return worst;
        };
    }

    /** Truth and calls of one label. */
    private static final class Diagnosed {
        private final int[] places;
        private final boolean[] positive;
        private final boolean[] called;

        private Diagnosed(int[] places, boolean[] positive, boolean[] called) {
            this.places = places;
            this.positive = positive;
            this.called = called;
        }
    }

    /** Of the studies with any finding, the share of which no finding is called. */
    private void underdiagnosis(Subgroups.By by, List<Diagnosed> labels, Map<String, List<String>> hidden) {
        boolean[] ill = new boolean[table.studies()];
        boolean[] called = new boolean[table.studies()];
        for (Diagnosed label : labels) {
            for (int i = 0; i < label.places.length; i++) {
                ill[label.places[i]] |= label.positive[i];
                called[label.places[i]] |= label.called[i];
            }
        }
        String[] groups = new String[ill.length];
        Arrays.fill(groups, "");
        int[] places = table.places(table.scored().texts("row"));
        List<String> cells = table.scored().texts(by.lower());
        for (int i = 0; i < places.length; i++) {
            groups[places[i]] = cells.get(i);
        }
        int[] each = new int[ill.length];
        Arrays.setAll(each, i -> i);
        Members members = new Members(by, List.of(groups), each);
        List<String> shown = new ArrayList<>();
        for (String group : members.names()) {
            if (members.count(group, ill) >= options.minPositives()) {
                shown.add(group);
            } else {
                hidden.computeIfAbsent(group, _ -> new ArrayList<>()).add(UNDERDIAGNOSED);
            }
        }
        if (!labels.isEmpty()) {
            compare(UNDERDIAGNOSED, underdiagnosis, members, shown, missed(ill, called), ill);
        }
    }

    private static Bootstrap.Statistic missed(boolean[] ill, boolean[] called) {
        double[] values = new double[ill.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = ill[i] ? called[i] ? 0 : 1 : Double.NaN;
        }
        return Bootstrap.meanOf(values);
    }

    private void means() {
        int at = 0;
        for (var entry : new TreeMap<>(gaps).entrySet()) {
            String[] key = entry.getKey().split("\n", -1);
            if (key[0].startsWith("underdiagnosis")) {
                continue;
            }
            Bootstrap.Statistic mean = Bootstrap.macroOf(
                    entry.getValue().stream().map(Gap::statistic).toList());
            double chance =
                    entry.getValue().stream().mapToDouble(Gap::chance).average().orElse(Double.NaN);
            estimates.add(
                    at++,
                    new Estimate(
                            key[0], Measure.MACRO, key[1], chance, table.studies(), -1, true, table.bootstrap(), mean));
        }
    }
}
