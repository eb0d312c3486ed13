package org.vesalius.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vesalius.image.Image;

/** Text burned into films of the phantom in several sizes, places, directions and polarities. */
class BurnedInTextTest {
    private static final String[] LINES = {"OKONKWO,ANNELISE", "MRN 77-0042", "DOB 04/05/1930", "12:31", "ST. ELSEWHERE"
    };
    private static final int[] HEIGHTS = {7, 9, 12, 16, 24, 36};
    private static final float[] INKS = {255, 0, 200};

    private static final List<Image> FILMS = new ArrayList<>();

    @BeforeAll
    static void films() {
        FILMS.addAll(Films.of(6));
    }

    @Test
    void textIsFoundInEverySizeAndPolarity() {
        int all = 0;
        int turn = 0;
        int whole = 0;
        double ink = 0;
        double covered = 0;
        StringBuilder misses = new StringBuilder();
        for (int height : HEIGHTS) {
            for (float tone : INKS) {
                for (int i = 0; i < 3; i++) {
                    Burned burned = Burned.into(
                            FILMS.get(turn % FILMS.size()), LINES[turn % LINES.length], height, tone, turn++);
                    if (burned.visible() < 0.5) {
                        // little of it can be seen, by people neither
                        continue;
                    }
                    double part = burned.coveredBy(BurnedInText.find(burned.image()));
                    all++;
                    whole += part > 0.98 ? 1 : 0;
                    covered += part;
                    ink++;
                    if (part <= 0.98) {
                        misses.append(" %d/%.0f:%.2f(%.2f)".formatted(height, tone, part, burned.visible()));
                    }
                }
            }
        }
        System.out.printf(
                "burned-in text: %d of %d lines whole, %.4f of the ink;%s%n", whole, all, covered / ink, misses);
        assertThat(whole / (double) all).isGreaterThan(0.9);
    }

    @Test
    void cleanFilmsAreLeftAlone() {
        int regions = 0;
        double share = 0;
        for (Image film : FILMS) {
            for (Region region : BurnedInText.find(film)) {
                regions++;
                share += region.width() * (double) region.height() / film.samples().length / FILMS.size();
            }
        }
        System.out.printf("clean films: %d regions in %d films, %.5f of the area%n", regions, FILMS.size(), share);
        assertThat(share).isLessThan(0.002);
    }
}
