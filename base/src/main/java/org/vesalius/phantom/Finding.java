package org.vesalius.phantom;

import java.util.Arrays;
import java.util.List;

/** What can be seen in a phantom. */
public enum Finding {
    PLEURAL_EFFUSION("pleural effusion", 0.16),
    PNEUMOTHORAX("pneumothorax", 0.14),
    CONSOLIDATION("consolidation", 0.17),
    NODULE("nodule", 0.17),
    CARDIOMEGALY("cardiomegaly", 0.17),
    OEDEMA("oedema", 0.14),
    ATELECTASIS("atelectasis", 0.15),
    RIB_FRACTURE("rib fracture", 0.14),
    EMPHYSEMA("emphysema", 0.14),
    ENDOTRACHEAL_TUBE("endotracheal tube", 0.14),
    CENTRAL_LINE("central line", 0.15),
    PACEMAKER("pacemaker", 0.14);

    private final String label;
    private final double prevalence;

    Finding(String label, double prevalence) {
        this.label = label;
        this.prevalence = prevalence;
    }

    /** The name that labels, reports' truth and prompts use. */
    public String label() {
        return label;
    }

    /** The share of studies that show it, about. */
    public double prevalence() {
        return prevalence;
    }

    /** The classes of CheXpert's fourteen that are positive where this is; none is meant for emphysema. */
    public List<String> chexpert() {
        return switch (this) {
            case PLEURAL_EFFUSION -> List.of("Pleural Effusion");
            case PNEUMOTHORAX -> List.of("Pneumothorax");
            case CONSOLIDATION -> List.of("Consolidation", "Lung Opacity");
            case NODULE -> List.of("Lung Lesion", "Lung Opacity");
            case CARDIOMEGALY -> List.of("Cardiomegaly");
            case OEDEMA -> List.of("Edema", "Lung Opacity");
            case ATELECTASIS -> List.of("Atelectasis", "Lung Opacity");
            case RIB_FRACTURE -> List.of("Fracture");
            case EMPHYSEMA -> List.of();
            case ENDOTRACHEAL_TUBE, CENTRAL_LINE, PACEMAKER -> List.of("Support Devices");
        };
    }

    /** A tube, line or generator, no disease. */
    public boolean device() {
        return this == ENDOTRACHEAL_TUBE || this == CENTRAL_LINE || this == PACEMAKER;
    }

    /** Lies in one lung or on one side of the chest. */
    public boolean sided() {
        return switch (this) {
            case CARDIOMEGALY, OEDEMA, EMPHYSEMA, ENDOTRACHEAL_TUBE -> false;
            default -> true;
        };
    }

    /** All labels, in order. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Finding::label).toList();
    }
}
