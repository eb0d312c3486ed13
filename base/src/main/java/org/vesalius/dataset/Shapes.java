package org.vesalius.dataset;

import java.util.List;
import org.vesalius.image.Box;
import org.vesalius.image.Image;

/** Drawn masks as pixels, 1 inside and 0 outside, row by row: a pixel is inside when its centre is. */
final class Shapes {
    private Shapes() {}

    static Image cut(Image drawn, MaskSource.Cut cut) {
        float[] inside = new float[Math.multiplyExact(cut.width(), cut.height())];
        int bottom = Math.min(drawn.height(), cut.height() - cut.top());
        int right = Math.min(drawn.width(), cut.width() - cut.left());
        for (int y = Math.max(0, -cut.top()); y < bottom; y++) {
            for (int x = Math.max(0, -cut.left()); x < right; x++) {
                inside[(y + cut.top()) * cut.width() + x + cut.left()] = drawn.at(x, y, 0) >= drawn.peak() / 2 ? 1 : 0;
            }
        }
        return Image.grey(cut.width(), cut.height(), 1, inside);
    }

    static float[] polygons(MaskSource.Polygons drawn) {
        float[] inside = new float[Math.multiplyExact(drawn.width(), drawn.height())];
        for (List<MaskSource.Point> line : drawn.lines()) {
            for (int i = 0; i < line.size(); i++) {
                edge(line.get(i), line.get((i + 1) % line.size()), drawn, inside);
            }
        }
        return inside;
    }

    /** Turns over every pixel whose centre lies right of the edge; an even number of turns leaves it as it was. */
    private static void edge(MaskSource.Point a, MaskSource.Point b, MaskSource.Polygons drawn, float[] inside) {
        int width = drawn.width();
        int from = row(Math.min(a.y(), b.y()), drawn.height());
        int to = row(Math.max(a.y(), b.y()), drawn.height());
        for (int y = from; y < to; y++) {
            double cross = a.x() + (y + .5 - a.y()) / (b.y() - a.y()) * (b.x() - a.x());
            for (int x = (int) Math.clamp(Math.ceil(cross - .5), 0, width); x < width; x++) {
                inside[y * width + x] = 1 - inside[y * width + x];
            }
        }
    }

    private static int row(double y, int height) {
        return (int) Math.clamp(Math.ceil(y - .5), 0, height);
    }

    static float[] ellipse(MaskSource.Ellipse drawn) {
        float[] inside = new float[Math.multiplyExact(drawn.width(), drawn.height())];
        Box box = drawn.box();
        double cx = box.x() + box.width() / 2;
        double cy = box.y() + box.height() / 2;
        for (int i = 0; i < inside.length; i++) {
            int row = i / drawn.width();
            double dx = (i - row * drawn.width() + .5 - cx) / (box.width() / 2);
            double dy = (row + .5 - cy) / (box.height() / 2);
            inside[i] = dx * dx + dy * dy <= 1 ? 1 : 0;
        }
        return inside;
    }
}
