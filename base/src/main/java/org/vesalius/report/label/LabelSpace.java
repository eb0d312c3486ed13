package org.vesalius.report.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vesalius.io.InputException;
import org.vesalius.report.CheXpert14;
import org.vesalius.report.Nih14;

/** Whose classes are labelled. */
public enum LabelSpace {
    /** The fourteen of CheXpert, by the phrases of its labeler and some of our own. */
    CHEXPERT("chexpert"),
    /** The fourteen of NIH ChestX-ray14 and "No Finding", by phrases of our own. */
    NIH("nih");

    private final String id;

    LabelSpace(String id) {
        this.id = id;
    }

    /** Its name in settings and on the command line. */
    public String id() {
        return id;
    }

    /** Its classes, in the order of its files. */
    public List<String> names() {
        return switch (this) {
            case CHEXPERT -> CheXpert14.NAMES;
            case NIH -> with(Nih14.NAMES, Nih14.NO_FINDING);
        };
    }

    /**
     * The space of this name.
     *
     * @throws InputException for another, with the nearest
     */
    public static LabelSpace of(String id) {
        return Arrays.stream(values())
                .filter(space -> space.id.equals(id))
                .findFirst()
                .orElseThrow(() -> InputException.unknown(
                        "label space",
                        id,
                        Arrays.stream(values()).map(LabelSpace::id).toList()));
    }

    private static List<String> with(List<String> names, String more) {
        List<String> all = new ArrayList<>(names);
        all.add(more);
        return List.copyOf(all);
    }
}
