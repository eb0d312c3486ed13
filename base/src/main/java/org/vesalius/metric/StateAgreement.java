package org.vesalius.metric;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.vesalius.report.LabelState;

/**
 * The four states of one label that a program gives against those that people gave: what labelers of reports are judged by (Irvin et al., CheXpert, AAAI 2019: F1 of mention, negation and uncertainty;
 * Smit et al., CheXbert, EMNLP 2020: kappa over all states and the weighted F1 of their released code). Every number is a function of how often each row counts.
 */
public final class StateAgreement {
    /** Name, mode and version of {@link #kappa}. */
    public static final String KAPPA = "cohen-kappa[four states]@1";

    /** Name, mode and version of {@link #weightedF1}. */
    public static final String WEIGHTED_F1 = "weighted-f1[negative, uncertain and positive by their shares]@1";

    private static final List<LabelState> STATES = List.of(LabelState.values());

    private final List<LabelState> truths;
    private final List<LabelState> calls;

    /** One label of some reports: what people say and what the program says, row by row. */
    public StateAgreement(List<LabelState> truths, List<LabelState> calls) {
        if (truths.size() != calls.size()) {
            throw new IllegalArgumentException("as many states of the one as of the other");
        }
        this.truths = List.copyOf(truths);
        this.calls = List.copyOf(calls);
    }

    /** How many reports. */
    public int rows() {
        return truths.size();
    }

    /** Cohen's kappa over the four states; NaN where both sides know one state only. */
    public double kappa(int[] times) {
        return Kappa.cohen(codes(truths), codes(calls), STATES.size(), Kappa.Weights.NOMINAL, times);
    }

    private static int[] codes(List<LabelState> states) {
        return states.stream().mapToInt(STATES::indexOf).toArray();
    }

    /** F1 of naming the label at all, whatever is said of it; NaN where nobody names it. */
    public double mention(int[] times) {
        return f1(LabelState::mentioned, times);
    }

    /** F1 of one state against all others; NaN where nobody uses it. */
    public double f1(LabelState state, int[] times) {
        return f1(given -> given == state, times);
    }

    private double f1(Predicate<LabelState> wanted, int[] times) {
        double[] cells = new double[4];
        for (int i = 0; i < times.length; i++) {
            cells[(wanted.test(calls.get(i)) ? 0 : 2) + (wanted.test(truths.get(i)) ? 0 : 1)] += times[i];
        }
        return new Confusion(cells[0], cells[1], cells[3], cells[2]).f1();
    }

    /** The sum over negative, uncertain and positive of F1 (0 where nobody uses the state) times the state's share; CheXbert's code takes the shares of a label file of its own. */
    public double weightedF1(Map<LabelState, Double> shares, int[] times) {
        double sum = 0;
        for (LabelState state : List.of(LabelState.NEGATIVE, LabelState.UNCERTAIN, LabelState.POSITIVE)) {
            double f1 = f1(state, times);
            sum += shares.getOrDefault(state, 0.0) * (Double.isNaN(f1) ? 0 : f1);
        }
        return sum;
    }

    /** As {@link #weightedF1(Map, int[])}, with the shares of these very rows; NaN where people name the label nowhere. */
    public double weightedF1(int[] times) {
        Map<LabelState, Double> shares = new EnumMap<>(LabelState.class);
        double named = 0;
        for (int i = 0; i < times.length; i++) {
            if (truths.get(i).mentioned()) {
                shares.merge(truths.get(i), (double) times[i], Double::sum);
                named += times[i];
            }
        }
        double all = named;
        shares.replaceAll((state, count) -> count / all);
        return named > 0 ? weightedF1(shares, times) : Double.NaN;
    }

    /** Whether people told more apart than present and absent: else only present against absent means anything. */
    public boolean fourStates() {
        return truths.contains(LabelState.BLANK) || truths.contains(LabelState.UNCERTAIN);
    }
}
