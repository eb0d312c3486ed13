package org.vesalius.report;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.io.InputException;

/**
 * Labels of one set in the words of another. Several labels may mean one: it is present when one of them is, uncertain when one is and none is present, absent only when all that were asked of are. What has no
 * counterpart is left out.
 *
 * @param target of each label that has one
 */
public record LabelAlignment(Map<String, String> target) {
    /** The 14 of NIH in CheXpert's words: ten have a counterpart; Infiltration, Emphysema, Fibrosis and Hernia have no counterpart. */
    public static final LabelAlignment NIH14_TO_CHEXPERT14 = new LabelAlignment(Map.ofEntries(
            Map.entry("Atelectasis", "Atelectasis"),
            Map.entry("Cardiomegaly", "Cardiomegaly"),
            Map.entry("Effusion", "Pleural Effusion"),
            Map.entry("Mass", "Lung Lesion"),
            Map.entry("Nodule", "Lung Lesion"),
            Map.entry("Pneumonia", "Pneumonia"),
            Map.entry("Pneumothorax", "Pneumothorax"),
            Map.entry("Consolidation", "Consolidation"),
            Map.entry("Edema", "Edema"),
            Map.entry("Pleural_Thickening", "Pleural Other"),
            Map.entry("No Finding", "No Finding")));

    /** VinDr-CXR's in CheXpert's words. */
    public static final LabelAlignment VINDR_TO_CHEXPERT14 = new LabelAlignment(Map.ofEntries(
            Map.entry("Atelectasis", "Atelectasis"),
            Map.entry("Cardiomegaly", "Cardiomegaly"),
            Map.entry("Consolidation", "Consolidation"),
            Map.entry("Edema", "Edema"),
            Map.entry("Lung Opacity", "Lung Opacity"),
            Map.entry("Nodule/Mass", "Lung Lesion"),
            Map.entry("Lung tumor", "Lung Lesion"),
            Map.entry("Pleural effusion", "Pleural Effusion"),
            Map.entry("Pleural thickening", "Pleural Other"),
            Map.entry("Pneumonia", "Pneumonia"),
            Map.entry("Pneumothorax", "Pneumothorax"),
            Map.entry("Rib fracture", "Fracture"),
            Map.entry("Clavicle fracture", "Fracture"),
            Map.entry("No finding", "No Finding")));

    /** PadChest's most frequent in CheXpert's words. */
    public static final LabelAlignment PADCHEST_TO_CHEXPERT14 = new LabelAlignment(Map.ofEntries(
            Map.entry("atelectasis", "Atelectasis"),
            Map.entry("laminar atelectasis", "Atelectasis"),
            Map.entry("lobar atelectasis", "Atelectasis"),
            Map.entry("cardiomegaly", "Cardiomegaly"),
            Map.entry("consolidation", "Consolidation"),
            Map.entry("pulmonary edema", "Edema"),
            Map.entry("mediastinal enlargement", "Enlarged Cardiomediastinum"),
            Map.entry("nodule", "Lung Lesion"),
            Map.entry("pulmonary mass", "Lung Lesion"),
            Map.entry("mass", "Lung Lesion"),
            Map.entry("pleural effusion", "Pleural Effusion"),
            Map.entry("pleural thickening", "Pleural Other"),
            Map.entry("pneumonia", "Pneumonia"),
            Map.entry("pneumothorax", "Pneumothorax"),
            Map.entry("fracture", "Fracture"),
            Map.entry("rib fracture", "Fracture"),
            Map.entry("clavicle fracture", "Fracture"),
            Map.entry("normal", "No Finding")));

    private static final Map<String, LabelAlignment> BY_NAME = Map.of(
            "nih14-chexpert14", NIH14_TO_CHEXPERT14,
            "vindr-chexpert14", VINDR_TO_CHEXPERT14,
            "padchest-chexpert14", PADCHEST_TO_CHEXPERT14);

    public LabelAlignment {
        target = Collections.unmodifiableMap(new TreeMap<>(target));
    }

    /**
     * By its name in settings.
     *
     * @throws InputException for another, with the nearest
     */
    public static LabelAlignment of(String name) {
        LabelAlignment alignment = BY_NAME.get(name);
        if (alignment == null) {
            throw InputException.unknown("label alignment", name, List.copyOf(BY_NAME.keySet()));
        }
        return alignment;
    }

    /** The labels that have a counterpart, under its name. */
    public Map<String, LabelState> align(Map<String, LabelState> labels) {
        Map<String, LabelState> aligned = new TreeMap<>();
        labels.forEach((name, state) -> {
            String counterpart = target.get(name);
            if (counterpart != null) {
                aligned.merge(counterpart, state, LabelAlignment::either);
            }
        });
        return aligned;
    }

    private static LabelState either(LabelState a, LabelState b) {
        for (LabelState state : List.of(LabelState.POSITIVE, LabelState.UNCERTAIN, LabelState.BLANK)) {
            if (a == state || b == state) {
                return state;
            }
        }
        return LabelState.NEGATIVE;
    }
}
