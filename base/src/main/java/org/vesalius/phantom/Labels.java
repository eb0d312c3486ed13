package org.vesalius.phantom;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.report.CheXpert14;
import org.vesalius.report.LabelState;

/** Four-state labels of a visit. */
final class Labels {
    private Labels() {}

    /** What is there: never uncertain; a class of CheXpert that no finding supports stays blank. */
    static Map<String, LabelState> truth(Visit visit) {
        Map<String, LabelState> labels = new TreeMap<>();
        for (String name : CheXpert14.NAMES) {
            boolean supported =
                    Arrays.stream(Finding.values()).anyMatch(f -> f.chexpert().contains(name));
            labels.put(name, supported ? LabelState.NEGATIVE : LabelState.BLANK);
        }
        boolean ill = false;
        for (Finding finding : Finding.values()) {
            boolean there = visit.has(finding);
            labels.put(finding.label(), there ? LabelState.POSITIVE : LabelState.NEGATIVE);
            if (there) {
                finding.chexpert().forEach(name -> labels.put(name, LabelState.POSITIVE));
                ill |= !finding.device();
            }
        }
        labels.put(CheXpert14.NO_FINDING, ill ? LabelState.NEGATIVE : LabelState.POSITIVE);
        return labels;
    }

    /** What the report says of the phantom's own names; what it does not mention is blank. */
    static Map<String, LabelState> reported(List<Narrative.Sentence> sentences) {
        Map<String, LabelState> labels = new TreeMap<>();
        Finding.labels().forEach(name -> labels.put(name, LabelState.BLANK));
        for (Narrative.Sentence sentence : sentences) {
            sentence.says().forEach((name, state) -> labels.merge(name, state, Labels::stronger));
        }
        return labels;
    }

    /** A statement beats a doubt, a doubt beats a denial. */
    private static LabelState stronger(LabelState a, LabelState b) {
        return rank(a) >= rank(b) ? a : b;
    }

    private static int rank(LabelState state) {
        return switch (state) {
            case POSITIVE -> 3;
            case UNCERTAIN -> 2;
            case NEGATIVE -> 1;
            case BLANK -> 0;
        };
    }
}
