package org.vesalius.report;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.io.InputException;

/**
 * What the four states count as where numbers are needed: 1, 0, or NaN for "left out". Readers never apply one. Names and meaning of the treatments of uncertain labels are those of CheXpert (Irvin et al., AAAI
 * 2019, section 4).
 *
 * @param uncertain of labels that are not in {@code byLabel}
 * @param byLabel of single labels
 */
public record LabelPolicy(Uncertain uncertain, Map<String, Uncertain> byLabel, Blank blank) {
    /** What an uncertain label counts as. */
    public enum Uncertain {
        /** U-Zeros: absent. */
        ZEROS,
        /** U-Ones: present. */
        ONES,
        /** U-Ignore: left out. */
        IGNORE,
        /** U-SelfTrained: what a model trained without them predicts. */
        SELF
    }

    /** What a label counts as of which nothing is said. */
    public enum Blank {
        /** Absent: nobody mentions what is not there. */
        ZEROS,
        /** Left out. */
        IGNORE,
        /** Absent where the study is said to have no finding, else left out (TorchXRayVision). */
        ZEROS_WITHOUT_FINDING
    }

    /** Only what is said for certain counts: uncertain and blank left out. */
    public static final LabelPolicy KNOWN = new LabelPolicy(Uncertain.IGNORE, Map.of(), Blank.IGNORE);

    /** Uncertain and blank absent. */
    public static final LabelPolicy U_ZEROS = new LabelPolicy(Uncertain.ZEROS, Map.of(), Blank.ZEROS);

    /** Uncertain present, blank absent. */
    public static final LabelPolicy U_ONES = new LabelPolicy(Uncertain.ONES, Map.of(), Blank.ZEROS);

    /** Uncertain left out, blank absent. */
    public static final LabelPolicy U_IGNORE = new LabelPolicy(Uncertain.IGNORE, Map.of(), Blank.ZEROS);

    /** Uncertain as a model predicts, blank absent. */
    public static final LabelPolicy U_SELF = new LabelPolicy(Uncertain.SELF, Map.of(), Blank.ZEROS);

    /** Label by label for the five of CheXpert's competition, as GLoRIA's code has it (marshuang80/gloria, constants.py). */
    public static final LabelPolicy GLORIA = new LabelPolicy(
            Uncertain.ZEROS,
            Map.of("Atelectasis", Uncertain.ONES, "Edema", Uncertain.ONES, "Pleural Effusion", Uncertain.ONES),
            Blank.ZEROS);

    /** TorchXRayVision's: uncertain left out, blank absent only in studies without finding. */
    public static final LabelPolicy XRV = new LabelPolicy(Uncertain.IGNORE, Map.of(), Blank.ZEROS_WITHOUT_FINDING);

    private static final Map<String, LabelPolicy> BY_NAME = Map.of(
            "known", KNOWN,
            "u-zeros", U_ZEROS,
            "u-ones", U_ONES,
            "u-ignore", U_IGNORE,
            "u-self", U_SELF,
            "gloria", GLORIA,
            "xrv", XRV);

    public LabelPolicy {
        byLabel = Collections.unmodifiableMap(new TreeMap<>(byLabel));
    }

    /**
     * By its name in settings and plans.
     *
     * @throws InputException for another, with the nearest
     */
    public static LabelPolicy of(String name) {
        LabelPolicy policy = BY_NAME.get(name);
        if (policy == null) {
            throw InputException.unknown("label policy", name, List.copyOf(BY_NAME.keySet()));
        }
        return policy;
    }

    /** What each label of a study counts as: 1, 0, or NaN for one that is left out; under {@code SELF} an uncertain one is left out. */
    public Map<String, Double> targets(Map<String, LabelState> labels) {
        return targets(labels, Map.of());
    }

    /** As {@link #targets(Map)}, with the probabilities that stand for uncertain labels under {@code SELF}. */
    public Map<String, Double> targets(Map<String, LabelState> labels, Map<String, Double> predicted) {
        boolean none = labels.get(CheXpert14.NO_FINDING) == LabelState.POSITIVE;
        Map<String, Double> targets = new TreeMap<>();
        labels.forEach((name, state) -> targets.put(
                name,
                switch (state) {
                    case POSITIVE -> 1.0;
                    case NEGATIVE -> 0.0;
                    case UNCERTAIN -> uncertain(name, predicted);
                    case BLANK -> blank(none);
                }));
        return targets;
    }

    private double uncertain(String name, Map<String, Double> predicted) {
        return switch (byLabel.getOrDefault(name, uncertain)) {
            case ZEROS -> 0;
            case ONES -> 1;
            case IGNORE -> Double.NaN;
            case SELF -> predicted.getOrDefault(name, Double.NaN);
        };
    }

    private double blank(boolean noFinding) {
        return switch (blank) {
            case ZEROS -> 0;
            case IGNORE -> Double.NaN;
            case ZEROS_WITHOUT_FINDING -> noFinding ? 0 : Double.NaN;
        };
    }
}
