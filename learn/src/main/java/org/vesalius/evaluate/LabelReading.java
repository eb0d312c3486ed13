package org.vesalius.evaluate;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.dataset.Study;
import org.vesalius.io.InputException;
import org.vesalius.report.LabelAlignment;
import org.vesalius.report.LabelPolicy;
import org.vesalius.report.LabelState;

/**
 * How the labels of a set are read where numbers are needed; part of the digest.
 *
 * @param policy what uncertain and blank labels count as, by the name of a {@link LabelPolicy}
 * @param alignment under which other set's names the labels are scored, by the name of a {@link LabelAlignment}; empty for their own
 */
public record LabelReading(String policy, String alignment) {
    /** Positive against negative under their own names; uncertain and blank left out. */
    public static final LabelReading KNOWN = new LabelReading("known", "");

    /**
     * Checks both names.
     *
     * @throws InputException for an unknown one, with the nearest
     */
    public LabelReading {
        LabelPolicy.of(policy);
        if (!alignment.isEmpty()) {
            LabelAlignment.of(alignment);
        }
    }

    /** For the digest. */
    String rule() {
        String counted = policy.equals(KNOWN.policy)
                ? "positive against negative; uncertain and blank left out"
                : "policy " + policy + ", studies without any label left out";
        return alignment.isEmpty() ? counted : counted + "; named by " + alignment;
    }

    /** 1, 0 or NaN for a label that is left out, as all are of a study without any. */
    double truth(Study study, String label) {
        Map<String, LabelState> named = new HashMap<>(align(study.labels()));
        if (named.isEmpty()) {
            return Double.NaN;
        }
        named.putIfAbsent(label, LabelState.BLANK);
        return LabelPolicy.of(policy).targets(named).getOrDefault(label, Double.NaN);
    }

    /** What the labels of a study say of one, under the names that are scored. */
    LabelState state(Study study, String label) {
        return align(study.labels()).getOrDefault(label, LabelState.BLANK);
    }

    private Map<String, LabelState> align(Map<String, LabelState> labels) {
        return alignment.isEmpty() ? labels : LabelAlignment.of(alignment).align(labels);
    }

    /** Of a set's counts those under the names that are scored; labels that mean one are added up. */
    Map<String, Map<LabelState, Integer>> counts(Map<String, Map<LabelState, Integer>> counts) {
        if (alignment.isEmpty()) {
            return counts;
        }
        Map<String, String> target = LabelAlignment.of(alignment).target();
        Map<String, Map<LabelState, Integer>> named = new TreeMap<>();
        counts.forEach((name, states) -> {
            String counterpart = target.get(name);
            if (counterpart != null) {
                Map<LabelState, Integer> sum = named.computeIfAbsent(counterpart, _ -> new EnumMap<>(LabelState.class));
                states.forEach((state, number) -> sum.merge(state, number, Integer::sum));
            }
        });
        return named;
    }

    /** Whether a label with these counts may be present in one study and absent in another. */
    boolean decides(String label, Map<LabelState, Integer> states) {
        LabelPolicy counted = LabelPolicy.of(policy);
        LabelPolicy.Uncertain uncertain = counted.byLabel().getOrDefault(label, counted.uncertain());
        boolean doubted = states.getOrDefault(LabelState.UNCERTAIN, 0) > 0;
        boolean present =
                states.getOrDefault(LabelState.POSITIVE, 0) > 0 || (doubted && uncertain == LabelPolicy.Uncertain.ONES);
        boolean absent = states.getOrDefault(LabelState.NEGATIVE, 0) > 0
                || counted.blank() != LabelPolicy.Blank.IGNORE
                || (doubted && uncertain == LabelPolicy.Uncertain.ZEROS);
        return present && absent;
    }
}
