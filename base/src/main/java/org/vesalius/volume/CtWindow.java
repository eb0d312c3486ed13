package org.vesalius.volume;

import java.util.Arrays;
import java.util.Locale;
import org.vesalius.io.InputException;

/**
 * The windows that CT is looked at with, Hounsfield units. Numbers: A. Murphy, D. J. Bell et al., <em>Windowing (CT)</em>, Radiopaedia.org, rID 52108 (https://radiopaedia.org/articles/windowing-ct); where it
 * gives a range, the middle of it. Institutions differ by some tens of units.
 */
public enum CtWindow {
    LUNG(-600, 1500),
    MEDIASTINUM(50, 350),
    ABDOMEN(50, 400),
    LIVER(30, 150),
    /** Soft tissues of the spine. */
    SPINE(50, 250),
    BONE(400, 1800),
    BRAIN(40, 80),
    /** Centre 50 to 100, width 130 to 300. */
    SUBDURAL(75, 215),
    /** The narrow one; 8 wide at 32 is the other that is in use. */
    STROKE(40, 40),
    TEMPORAL_BONE(600, 2800);

    private final double centre;
    private final double width;

    CtWindow(double centre, double width) {
        this.centre = centre;
        this.width = width;
    }

    /** By its name in lower case, with a hyphen for a blank. */
    public static CtWindow named(String name) {
        return Arrays.stream(values())
                .filter(window -> window.lower().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> InputException.unknown(
                        "CT window",
                        name,
                        Arrays.stream(values()).map(CtWindow::lower).toList()));
    }

    /** Its name, such as {@code temporal-bone}. */
    public String lower() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Middle grey. */
    public double centre() {
        return centre;
    }

    /** From black to white. */
    public double width() {
        return width;
    }

    /** What is black, with all below it. */
    public double low() {
        return centre - width / 2;
    }

    /** What is white, with all above it. */
    public double high() {
        return centre + width / 2;
    }

    /** From 0, black, to 1, white (LINEAR_EXACT of DICOM PS3.3 C.11.2.1.3.2). */
    public double grey(double hounsfield) {
        return Math.clamp((hounsfield - low()) / width, 0, 1);
    }
}
