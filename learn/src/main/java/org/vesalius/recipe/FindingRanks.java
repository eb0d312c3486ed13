package org.vesalius.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.report.LabelState;

/** How findings are ranked: for each study that shows one, the share of the studies without it that score lower. The mean of a finding's rows is its AUROC. */
final class FindingRanks {
    /** In words, for {@link Measure.Own}; chance is a half. */
    static final String STATISTIC =
            "for each study and finding that it shows, the share of studies without it that score lower (a finding's mean is its AUROC), test patients";

    private record Scored(int row, double score) {}

    private final Map<String, List<Scored>> with = new TreeMap<>();
    private final Map<String, List<Scored>> without = new TreeMap<>();

    /** The score of a finding in a study; where the truth is neither yes nor no it does not count. */
    void add(int row, String finding, LabelState truth, double score) {
        switch (truth) {
            case POSITIVE ->
                with.computeIfAbsent(finding, _ -> new ArrayList<>()).add(new Scored(row, score));
            case NEGATIVE ->
                without.computeIfAbsent(finding, _ -> new ArrayList<>()).add(new Scored(row, score));
            case UNCERTAIN, BLANK -> {}
        }
    }

    /** A row for each study and finding that it shows. */
    List<Measure.Row> rows() {
        List<Measure.Row> rows = new ArrayList<>();
        with.forEach((finding, shown) -> {
            List<Scored> others = without.getOrDefault(finding, List.of());
            if (!others.isEmpty()) {
                shown.forEach(one -> rows.add(new Measure.Row(one.row(), finding, lower(one, others))));
            }
        });
        return rows;
    }

    private static double lower(Scored one, List<Scored> others) {
        double lower = 0;
        for (Scored other : others) {
            lower += other.score() < one.score() ? 1 : other.score() == one.score() ? 0.5 : 0;
        }
        return lower / others.size();
    }
}
