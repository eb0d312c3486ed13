package org.vesalius.report;

import java.util.List;

/** The 14 classes of CheXpert (Irvin et al., "CheXpert: a large chest radiograph dataset with uncertainty labels and expert comparison", AAAI 2019). */
public final class CheXpert14 {
    public static final String NO_FINDING = "No Finding";
    public static final String SUPPORT_DEVICES = "Support Devices";

    /** In the order of CheXpert's {@code train.csv}; the labeler's own files swap Lung Lesion and Lung Opacity, so address columns by name. */
    public static final List<String> NAMES = List.of(
            NO_FINDING,
            "Enlarged Cardiomediastinum",
            "Cardiomegaly",
            "Lung Opacity",
            "Lung Lesion",
            "Edema",
            "Consolidation",
            "Pneumonia",
            "Atelectasis",
            "Pneumothorax",
            "Pleural Effusion",
            "Pleural Other",
            "Fracture",
            SUPPORT_DEVICES);

    /** The five that the competition scores. */
    public static final List<String> COMPETITION =
            List.of("Atelectasis", "Cardiomegaly", "Consolidation", "Edema", "Pleural Effusion");

    private CheXpert14() {}
}
