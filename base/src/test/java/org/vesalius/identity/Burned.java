package org.vesalius.identity;

import java.util.List;
import java.util.Random;
import org.vesalius.image.Image;

/** A film with a line of text at a place that a number chooses, across or upwards. */
record Burned(Image film, Image image, String text, int height, int x, int y, boolean upwards) {

    static Burned into(Image film, String text, int height, float tone, int seed) {
        Random random = new Random(31L * seed + height);
        boolean upwards = seed % 5 == 4;
        int w = Math.min(Font.width(text, height), upwards ? film.height() : film.width());
        int across = upwards ? height : w;
        int down = upwards ? w : height;
        int x = random.nextInt(Math.max(1, film.width() - across));
        int y = random.nextInt(Math.max(1, film.height() - down));
        float[] samples = film.samples().clone();
        Burned burned = new Burned(
                film, Image.grey(film.width(), film.height(), film.peak(), samples), text, height, x, y, upwards);
        for (int i = 0; i < samples.length; i++) {
            float ink = burned.ink(i % film.width(), i / film.width());
            samples[i] += (tone - samples[i]) * ink;
        }
        return burned;
    }

    private float ink(int px, int py) {
        int along = upwards ? y + Math.min(Font.width(text, height), image.height()) - 1 - py : px - x;
        int across = upwards ? px - x : py - y;
        return along < 0 || across < 0 || across >= height ? 0 : Font.ink(text, height, along, across);
    }

    /** The share of the ink that differs from the film below it by a tenth of the range and lies in one of the regions. */
    double coveredBy(List<Region> regions) {
        double all = 0;
        double covered = 0;
        for (int py = 0; py < image.height(); py++) {
            for (int px = 0; px < image.width(); px++) {
                float change = Math.abs(image.at(px, py, 0) - film.at(px, py, 0));
                float ink = change < 25 ? 0 : ink(px, py);
                all += ink;
                Region pixel = new Region(px, py, 1, 1);
                covered += ink > 0 && regions.stream().anyMatch(pixel::meets) ? ink : 0;
            }
        }
        return all == 0 ? 1 : covered / all;
    }

    /** The share of the ink that differs from the film below it by a tenth of the range: a line of which little can be seen tells little. */
    double visible() {
        double all = 0;
        double seen = 0;
        for (int py = 0; py < image.height(); py++) {
            for (int px = 0; px < image.width(); px++) {
                float ink = ink(px, py);
                all += ink;
                seen += Math.abs(image.at(px, py, 0) - film.at(px, py, 0)) < 25 ? 0 : ink;
            }
        }
        return all == 0 ? 0 : seen / all;
    }
}
