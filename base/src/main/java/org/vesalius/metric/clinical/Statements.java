package org.vesalius.metric.clinical;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.vesalius.report.CheXpert14;
import org.vesalius.report.LabelState;
import org.vesalius.report.Laterality;
import org.vesalius.report.label.ReportFacts;
import org.vesalius.report.label.RuleLabeler;

/**
 * What a report states, read by rules, for comparing it with another.
 *
 * @param states of every class
 * @param sides on which a class that is asserted or doubted is said to be; empty where no side is named
 * @param priors whether it speaks of earlier films
 */
public record Statements(Map<String, LabelState> states, Map<String, Set<Laterality>> sides, boolean priors) {
    /** Classes that have no side. */
    private static final Set<String> CENTRAL =
            Set.of(CheXpert14.NO_FINDING, "Cardiomegaly", "Enlarged Cardiomediastinum");

    /** How they are read, part of a metric's name. */
    public static final String RULES = RuleLabeler.VERSION;

    public Statements {
        states = Map.copyOf(states);
        sides = Map.copyOf(sides);
    }

    /** Of a report text. */
    public static Statements of(String text, RuleLabeler labeler) {
        ReportFacts facts = ReportFacts.of(text, labeler);
        Map<String, Set<Laterality>> sides = new LinkedHashMap<>();
        for (ReportFacts.Finding finding : facts.findings()) {
            if (finding.state() != LabelState.NEGATIVE && !CENTRAL.contains(finding.label())) {
                add(sides.computeIfAbsent(finding.label(), _ -> EnumSet.noneOf(Laterality.class)), finding.side());
            }
        }
        return new Statements(labeler.label(text), sides, !facts.priors().isEmpty());
    }

    private static void add(Set<Laterality> sides, Laterality side) {
        switch (side) {
            case BILATERAL -> {
                sides.add(Laterality.LEFT);
                sides.add(Laterality.RIGHT);
            }
            case LEFT, RIGHT -> sides.add(side);
            case NONE -> {}
        }
    }

    /** Some of all, counted over findings. */
    public record Share(int part, int all) {}

    /** Of the classes that both assert with a side, how many on the same side. */
    public static Share sideAccuracy(Statements reference, Statements hypothesis) {
        int same = 0;
        int all = 0;
        for (Map.Entry<String, Set<Laterality>> finding : reference.sides.entrySet()) {
            Set<Laterality> said = hypothesis.sides.getOrDefault(finding.getKey(), Set.of());
            if (!finding.getValue().isEmpty() && !said.isEmpty()) {
                all++;
                same += said.equals(finding.getValue()) ? 1 : 0;
            }
        }
        return new Share(same, all);
    }

    /** Of the classes that the reference asserts with a side, how many the hypothesis asserts on the same one. */
    public static Share sideRecall(Statements reference, Statements hypothesis) {
        int same = 0;
        int all = 0;
        for (Map.Entry<String, Set<Laterality>> finding : reference.sides.entrySet()) {
            if (!finding.getValue().isEmpty()) {
                all++;
                same += finding.getValue().equals(hypothesis.sides.get(finding.getKey())) ? 1 : 0;
            }
        }
        return new Share(same, all);
    }

    /** Of the classes that both either assert or deny, how many they say the same of; doubt is left out, and so is "No Finding". */
    public static Share negationAccuracy(Statements reference, Statements hypothesis) {
        int same = 0;
        int all = 0;
        for (Map.Entry<String, LabelState> label : reference.states.entrySet()) {
            LabelState said = hypothesis.states.getOrDefault(label.getKey(), LabelState.BLANK);
            if (definite(label.getValue()) && definite(said) && !label.getKey().equals(CheXpert14.NO_FINDING)) {
                all++;
                same += said == label.getValue() ? 1 : 0;
            }
        }
        return new Share(same, all);
    }

    /** Whether the hypothesis speaks of earlier films although the reference does not; nothing is counted where the reference does. */
    public static Share hallucinatedPrior(Statements reference, Statements hypothesis) {
        return reference.priors ? new Share(0, 0) : new Share(hypothesis.priors ? 1 : 0, 1);
    }

    private static boolean definite(LabelState state) {
        return state == LabelState.POSITIVE || state == LabelState.NEGATIVE;
    }
}
