package org.vesalius.phantom;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.vesalius.report.LabelState;
import org.vesalius.report.Section;

/** Sentences about what is not there. */
final class Denials {
    private static final List<Finding> IN_LUNG =
            List.of(Finding.CONSOLIDATION, Finding.NODULE, Finding.OEDEMA, Finding.ATELECTASIS, Finding.EMPHYSEMA);

    private static final List<Finding> DEVICES =
            List.of(Finding.ENDOTRACHEAL_TUBE, Finding.CENTRAL_LINE, Finding.PACEMAKER);

    private final Visit visit;
    private final Rng rng;
    private final Set<Finding> open = EnumSet.noneOf(Finding.class);

    Denials(Visit visit, Rng rng) {
        this.visit = visit;
        this.rng = rng;
        for (Finding finding : Finding.values()) {
            // what has just resolved is told by its own sentence
            if (visit.observations().stream().noneMatch(o -> o.finding() == finding)) {
                open.add(finding);
            }
        }
    }

    List<Narrative.Sentence> sentences() {
        List<Narrative.Sentence> told = new ArrayList<>();
        pleura(told);
        heart(told);
        lungs(told);
        if (open.contains(Finding.RIB_FRACTURE) && rng.chance(0.4)) {
            told.add(deny(
                    rng.pick(List.of(
                            "No rib fracture is seen", "No acute osseous abnormality", "The bony thorax is intact")),
                    Finding.RIB_FRACTURE));
        }
        devices(told);
        return told;
    }

    private void devices(List<Narrative.Sentence> told) {
        if (open.containsAll(DEVICES) && rng.chance(0.15)) {
            told.add(deny("No support devices", Finding.ENDOTRACHEAL_TUBE, Finding.CENTRAL_LINE, Finding.PACEMAKER));
            return;
        }
        for (Finding device : DEVICES) {
            if (open.contains(device) && rng.chance(0.12)) {
                told.add(deny(rng.pick(List.of("No ", "There is no ")) + device.label(), device));
            }
        }
    }

    private void pleura(List<Narrative.Sentence> told) {
        boolean dry = open.contains(Finding.PLEURAL_EFFUSION);
        boolean tight = open.contains(Finding.PNEUMOTHORAX);
        if (dry && tight && rng.chance(0.75)) {
            told.add(deny(
                    rng.pick(List.of(
                            "No pleural effusion or pneumothorax",
                            "There is no pneumothorax and no pleural effusion",
                            "The pleural spaces are clear without effusion or pneumothorax",
                            "No evidence of pneumothorax or pleural effusion")),
                    Finding.PLEURAL_EFFUSION,
                    Finding.PNEUMOTHORAX));
        } else if (dry && !tight && rng.chance(0.6)) {
            told.add(deny(
                    rng.pick(List.of("No pleural effusion", "There is no pleural effusion")),
                    Finding.PLEURAL_EFFUSION));
        } else if (tight && !dry && rng.chance(0.6)) {
            told.add(deny(rng.pick(List.of("No pneumothorax", "There is no pneumothorax")), Finding.PNEUMOTHORAX));
        }
    }

    private void heart(List<Narrative.Sentence> told) {
        if (open.contains(Finding.CARDIOMEGALY) && rng.chance(0.7)) {
            told.add(deny(
                    rng.pick(List.of(
                            "The heart size is normal",
                            "Heart size within normal limits",
                            "Normal cardiac silhouette",
                            "The heart is not enlarged",
                            "No cardiomegaly")),
                    Finding.CARDIOMEGALY));
        }
    }

    private void lungs(List<Narrative.Sentence> told) {
        if (open.containsAll(IN_LUNG)) {
            if (rng.chance(0.85)) {
                told.add(deny(
                        rng.pick(List.of(
                                "The lungs are clear",
                                "Lungs are clear without focal opacity",
                                "Clear lungs",
                                "No focal lung abnormality")),
                        Finding.CONSOLIDATION,
                        Finding.NODULE,
                        Finding.OEDEMA,
                        Finding.ATELECTASIS));
            }
            return;
        }
        for (Finding finding : IN_LUNG) {
            if (open.contains(finding) && rng.chance(finding == Finding.CONSOLIDATION ? 0.4 : 0.28)) {
                String name = finding == Finding.OEDEMA
                        ? rng.pick(List.of("pulmonary edema", "pulmonary oedema"))
                        : name(finding);
                told.add(deny(rng.pick(List.of("No ", "There is no ", "No evidence of ")) + name, finding));
            }
        }
    }

    private static String name(Finding finding) {
        return switch (finding) {
            case NODULE -> "pulmonary nodule or mass";
            case CONSOLIDATION -> "focal consolidation";
            default -> finding.label();
        };
    }

    /** The one sentence of an impression without a finding of its own. */
    Narrative.Sentence normal(Section section, boolean nothing) {
        String text = nothing
                ? rng.pick(List.of(
                        "No acute cardiopulmonary abnormality",
                        "Normal chest radiograph",
                        "No acute cardiopulmonary process",
                        "No abnormality detected"))
                : rng.pick(List.of("No acute cardiopulmonary abnormality", "No acute cardiopulmonary process"));
        return new Narrative.Sentence(section, text + ".", List.of(), new TreeMap<>());
    }

    private Narrative.Sentence deny(String text, Finding... findings) {
        SequencedMap<String, LabelState> says = new TreeMap<>();
        for (Finding finding : findings) {
            if (visit.has(finding)) {
                throw new IllegalStateException("denies what is there: " + finding);
            }
            says.put(finding.label(), LabelState.NEGATIVE);
        }
        return new Narrative.Sentence(Section.FINDINGS, text + ".", List.of(), says);
    }
}
