package org.vesalius.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.LabelAgreement;
import org.vesalius.report.LabelAlignment;
import org.vesalius.report.LabelPolicy;
import org.vesalius.report.LabelState;
import org.vesalius.report.label.Label;
import org.vesalius.report.label.LabelSpace;

/** Counts the labels of many reports, and compares them with those that the data hold. */
final class LabelTally {
    private static final long SEED = 1;

    private final LabelSpace space;
    private final LabelPolicy policy;
    private final @Nullable LabelAlignment alignment;
    private final boolean score;
    private final Map<String, Map<LabelState, Integer>> counts = new LinkedHashMap<>();
    private final List<LabelCommand.Explained> kept = new ArrayList<>();
    private final LabelAgreement agreement = new LabelAgreement();
    private final Set<String> known = new TreeSet<>();
    private int reports;
    private int empty;

    LabelTally(LabelSpace space, LabelPolicy policy, @Nullable LabelAlignment alignment, boolean score) {
        this.space = space;
        this.policy = policy;
        this.alignment = alignment;
        this.score = score;
        for (String name : space.names()) {
            Map<LabelState, Integer> states = new EnumMap<>(LabelState.class);
            for (LabelState state : LabelState.values()) {
                states.put(state, 0);
            }
            counts.put(name, states);
        }
    }

    void withoutText() {
        empty++;
    }

    /** Counts a report, and keeps its labels when that is wanted. */
    void add(ReportsInput.Given given, List<Label> labels, boolean keep) {
        reports++;
        Map<String, LabelState> said = states(labels);
        said.forEach((name, state) -> counts.computeIfAbsent(name, _ -> new EnumMap<>(LabelState.class))
                .merge(state, 1, Integer::sum));
        if (keep) {
            kept.add(new LabelCommand.Explained(given.row(), labels));
        }
        Map<String, LabelState> gold = given.study().labels();
        if (score && !gold.isEmpty()) {
            Map<String, LabelState> named = alignment == null ? gold : alignment.align(gold);
            known.addAll(named.keySet());
            agreement.add(given.study().patientId(), named, said, policy);
        }
    }

    static Map<String, LabelState> states(List<Label> labels) {
        Map<String, LabelState> states = new LinkedHashMap<>();
        labels.forEach(label -> states.put(label.name(), label.state()));
        return states;
    }

    int reports() {
        return reports;
    }

    /** Reports that say nothing. */
    int empty() {
        return empty;
    }

    Map<String, Map<LabelState, Integer>> counts() {
        return counts;
    }

    List<LabelCommand.Explained> kept() {
        return kept;
    }

    /** Of the classes that the data and the space have in common, present against absent. */
    List<LabelAgreement.OfClass> scores() {
        return score ? agreement.of(common(), Bootstrap.RESAMPLES, SEED) : List.of();
    }

    /** Of those whose labels in the data tell four states apart. */
    List<LabelAgreement.OfStates> states() {
        return score ? agreement.ofStates(common(), Bootstrap.RESAMPLES, SEED) : List.of();
    }

    private List<String> common() {
        List<String> common = space.names().stream().filter(known::contains).toList();
        if (common.isEmpty()) {
            throw InputException.of(
                    "--score",
                    "data with labels named " + String.join(", ", space.names()),
                    known.isEmpty() ? "no labels" : "labels named " + String.join(", ", known),
                    "choose another --space, or name the labels anew with --align");
        }
        return common;
    }
}
