package org.vesalius.report;

import java.util.List;

/** The 14 classes of NIH ChestX-ray14 (Wang et al., "ChestX-ray8", CVPR 2017, extended to 14), spelled as in {@code Data_Entry_2017.csv}. */
public final class Nih14 {
    public static final String NO_FINDING = "No Finding";

    public static final List<String> NAMES = List.of(
            "Atelectasis",
            "Cardiomegaly",
            "Effusion",
            "Infiltration",
            "Mass",
            "Nodule",
            "Pneumonia",
            "Pneumothorax",
            "Consolidation",
            "Edema",
            "Emphysema",
            "Fibrosis",
            "Pleural_Thickening",
            "Hernia");

    private Nih14() {}
}
