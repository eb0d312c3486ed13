package org.vesalius.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vesalius.RealData;
import org.vesalius.dicom.DicomFile;
import org.vesalius.dicom.DicomPixels;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;

/** On real films text that a test burned in is found, and what is no text stays. The figures that it prints stand in {@code docs/identity.md}; the environment variable {@code VESALIUS_FILMS} takes more of them. */
class RealFilmsTest {
    private static final String[] LINES = {"OKONKWO,ANNELISE", "MRN 77-0042", "DOB 04/05/1930", "ST. ELSEWHERE HOSPITAL"
    };
    private static final int[] HEIGHTS = {7, 9, 12, 16, 24};
    private static final float[] INKS = {255, 0, 200};
    private static final int FILMS = Integer.parseInt(System.getenv().getOrDefault("VESALIUS_FILMS", "16"));

    /** Some of the films of a folder, evenly. */
    private static List<Image> films(String folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(RealData.folder(folder))) {
            files = all.sorted().toList();
        }
        List<Image> films = new ArrayList<>();
        for (int i = 0; i < FILMS && i < files.size(); i++) {
            Image film =
                    ImageFiles.decode(Files.readAllBytes(files.get((int) ((long) i * files.size() / FILMS))), "film");
            films.add(film.withPeak(255).toGrey());
        }
        return films;
    }

    private static double share(List<Region> regions, Image film) {
        return regions.stream().mapToDouble(Region::area).sum() / film.width() / film.height();
    }

    private static void measure(String folder, double mostBlanked) throws IOException {
        int whole = 0;
        int all = 0;
        double blanked = 0;
        List<Image> films = films(folder);
        for (int i = 0; i < films.size(); i++) {
            Image film = films.get(i);
            blanked += share(BurnedInText.find(film), film) / films.size();
            Burned burned =
                    Burned.into(film, LINES[i % LINES.length], HEIGHTS[i % HEIGHTS.length], INKS[i % INKS.length], i);
            if (burned.visible() >= 0.5) {
                all++;
                whole += burned.coveredBy(BurnedInText.find(burned.image())) > 0.98 ? 1 : 0;
            }
        }
        System.out.printf(
                "%s: %d of %d lines whole; %.4f of the area blanked in %d films as they are%n",
                folder, whole, all, blanked, films.size());
        assertThat(whole).isGreaterThanOrEqualTo((int) Math.floor(0.85 * all));
        assertThat(blanked).isLessThan(mostBlanked);
    }

    @Test
    void filmsOfNih() throws IOException {
        measure("nih-cxr14/images", 0.02);
    }

    /** From publications, many of them with letters in them. */
    @Test
    void filmsOfPublications() throws IOException {
        measure("covid-chestxray/images", 0.05);
    }

    @Test
    void theLettersOfAnUltrasoundScreenAreFound() throws IOException {
        Path file = RealData.folder("dicom").resolve("examples_palette.dcm");
        List<Region> regions = BurnedInText.find(DicomPixels.image(DicomFile.read(file)));
        Region exam = new Region(95, 36, 168, 14);
        Region date = new Region(670, 10, 105, 14);
        for (Region line : List.of(exam, date)) {
            assertThat(regions).anyMatch(region -> region.with(line).equals(region));
        }
    }

    @Test
    void slicesOfARealSeriesKeepTheirPixels() throws IOException {
        int blanked = 0;
        int slices = 0;
        try (Stream<Path> files = Files.list(RealData.folder("totalseg/example_ct_dicom"))) {
            for (Path file : files.sorted().toList()) {
                blanked += PixelCleaner.clean(DicomFile.read(file)).regions();
                slices++;
            }
        }
        System.out.printf("CT: %d rectangles blanked in %d slices%n", blanked, slices);
        assertThat(blanked).isZero();
    }
}
