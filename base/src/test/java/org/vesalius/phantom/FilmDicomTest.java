package org.vesalius.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vesalius.dataset.Split;
import org.vesalius.dicom.DicomFile;
import org.vesalius.dicom.DicomPixels;
import org.vesalius.dicom.Tag;
import org.vesalius.image.Image;

/** A film through the DICOM file and the reader's grey pipeline is the film as it was meant. */
class FilmDicomTest {
    /** What a film may differ in. */
    private enum Kind {
        DIRECT,
        INVERTED,
        TABLE,
        RESCALED
    }

    @Test
    void theReaderShowsWhatWasMeant() {
        Set<Kind> seen = new HashSet<>();
        List<List<Visit>> patients = new Phantom(31).visits(Split.TRAIN, 14);
        for (List<Visit> visits : patients) {
            Phantom.Made made = Phantom.make(Split.TRAIN, visits, 0);
            for (Film film : List.of(made.frontal(), made.lateral())) {
                byte[] bytes = FilmDicom.of(made.truth(), film, "image").bytes();
                DicomFile file = DicomFile.read(bytes, "film");
                Film.Display display = film.display();
                seen.add(display.inverted() ? Kind.INVERTED : Kind.DIRECT);
                if (display.table()) {
                    seen.add(Kind.TABLE);
                }
                if (display.slope() != 1 || display.intercept() != 0) {
                    seen.add(Kind.RESCALED);
                }
                assertEquals(12, file.data().integer(Tag.BITS_STORED, 0));
                assertTrue(file.data().string(Tag.PATIENT_NAME).orElse("").startsWith("SYNTHETIC^"));
                compare(film, DicomPixels.image(file));
            }
        }
        assertEquals(EnumSet.allOf(Kind.class), seen);
    }

    private static void compare(Film film, Image image) {
        assertEquals(film.width(), image.width());
        assertEquals(film.height(), image.height());
        Film.Display display = film.display();
        int[] table = display.lookup();
        for (int i = 0; i < film.stored().length; i += 7) {
            int stored = film.stored()[i];
            double value = stored * display.slope() + display.intercept();
            double grey = display.table()
                    ? table[stored] / (double) Film.WHITE
                    : Math.clamp((value - display.centre()) / display.width() + 0.5, 0.0, 1.0);
            double shown = display.inverted() ? 1 - grey : grey;
            assertEquals(255 * shown, image.samples()[i], 1.0);
        }
    }

    @Test
    void airIsDarkAndTheSpineIsBright() {
        Phantom.Made made =
                Phantom.make(Split.TRAIN, new Phantom(31).visits(Split.TRAIN, 1).getFirst(), 0);
        Image image = DicomPixels.image(DicomFile.read(
                FilmDicom.of(made.truth(), made.frontal(), "image").bytes(), "film"));
        double lung = mean(image, made.frontal(), "right lung");
        double spine = mean(image, made.frontal(), "spine");
        assertTrue(spine > lung + 60, "spine " + spine + ", lung " + lung);
    }

    private static double mean(Image image, Film film, String organ) {
        Mask mask = film.masks().getOrDefault(organ, Mask.EMPTY);
        boolean[] inside = mask.decode();
        double sum = 0;
        for (int i = 0; i < inside.length; i++) {
            sum += inside[i] ? image.samples()[i] : 0;
        }
        return sum / mask.area();
    }
}
