package org.vesalius.image;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.vesalius.io.InputException;

/**
 * The pixels of a region as runs, counted down the columns from the upper left corner (pixel {@code y + x * height}): the order of COCO and of Kaggle's challenges. In which of their notations a file is
 * written says the name of the function that reads it.
 *
 * @param runs start and length in turn, ascending, not touching each other, no length of 0
 */
public record Runs(int width, int height, List<Integer> runs) {
    private static final int COCO_BASE = 48;
    private static final int COCO_BITS = 5;

    /** The list is copied; runs that overlap, touch or are empty are brought into the form above. */
    public Runs {
        long pixels = (long) width * height;
        if (width < 1 || height < 1 || pixels > Integer.MAX_VALUE || runs.size() % 2 != 0) {
            throw broken("a picture of at least one pixel and pairs of start and length", "another form");
        }
        for (int i = 0; i < runs.size(); i += 2) {
            if (runs.get(i) < 0 || runs.get(i + 1) < 0 || (long) runs.get(i) + runs.get(i + 1) > pixels) {
                throw broken("runs inside " + width + " x " + height + " pixels", "one that leaves them");
            }
        }
        runs = List.copyOf(merged(runs));
    }

    /** Pairs of the gap since the end of the run before and a length, as SIIM-ACR Pneumothorax writes them ("relative"). */
    public static Runs relative(String pairs, int width, int height) {
        List<Integer> numbers = numbers(pairs);
        List<Integer> runs = new ArrayList<>(numbers.size());
        long at = 0;
        for (int i = 0; i + 1 < numbers.size(); i += 2) {
            at += numbers.get(i);
            runs.add(position(at));
            runs.add(numbers.get(i + 1));
            at += numbers.get(i + 1);
        }
        return whole(numbers, new Runs(width, height, runs));
    }

    /** Pairs of a start, counted from 1, and a length, as most of Kaggle's challenges write them. */
    public static Runs absolute(String pairs, int width, int height) {
        List<Integer> numbers = numbers(pairs);
        List<Integer> runs = new ArrayList<>(numbers);
        for (int i = 0; i < runs.size(); i += 2) {
            runs.set(i, runs.get(i) - 1);
        }
        return new Runs(width, height, runs);
    }

    /** COCO's uncompressed {@code counts}: lengths of alternating runs, the first outside. */
    public static Runs ofCounts(List<Integer> counts, int width, int height) {
        List<Integer> runs = new ArrayList<>();
        long at = 0;
        for (int i = 0; i < counts.size(); i++) {
            if (i % 2 == 1) {
                runs.add(position(at));
                runs.add(counts.get(i));
            }
            at += counts.get(i);
        }
        if (at != (long) width * height) {
            throw broken("counts that add up to " + width + " x " + height, Long.toString(at));
        }
        return new Runs(width, height, runs);
    }

    /** COCO's compressed {@code counts}: five bits a character above '0', from the third count on the difference to the count two before. */
    public static Runs ofCompressed(String counts, int width, int height) {
        List<Integer> lengths = new ArrayList<>();
        int at = 0;
        while (at < counts.length()) {
            long value = 0;
            int shift = 0;
            boolean more = true;
            while (more) {
                int code = at < counts.length() ? counts.charAt(at++) - COCO_BASE : -1;
                if (code < 0 || code > 63 || shift > 30) {
                    throw broken("COCO's compressed counts", "another character, or an end within a number");
                }
                value |= (long) (code & 31) << shift;
                shift += COCO_BITS;
                more = (code & 32) != 0;
                if (!more && (code & 16) != 0) {
                    value |= -1L << shift;
                }
            }
            int size = lengths.size();
            lengths.add(position(size > 2 ? value + lengths.get(size - 2) : value));
        }
        return ofCounts(lengths, width, height);
    }

    private static List<Integer> numbers(String cells) {
        try {
            List<Integer> numbers = new ArrayList<>();
            for (String cell : cells.strip().split("\\s+")) {
                if (!cell.isEmpty()) {
                    numbers.add(Integer.valueOf(cell));
                }
            }
            return numbers;
        } catch (NumberFormatException e) {
            throw broken("whole numbers with blanks between them", "something else");
        }
    }

    private static Runs whole(List<Integer> numbers, Runs runs) {
        if (numbers.size() % 2 != 0) {
            throw broken("pairs of numbers", "an odd number of them");
        }
        return runs;
    }

    private static int position(long at) {
        if (at < 0 || at > Integer.MAX_VALUE) {
            throw broken("positions inside the picture", Long.toString(at));
        }
        return (int) at;
    }

    private static InputException broken(String expected, String got) {
        return InputException.of("run lengths", expected, got, "check the file and which notation it is in");
    }

    private static List<Integer> merged(List<Integer> runs) {
        List<long[]> sorted = new ArrayList<>();
        for (int i = 0; i < runs.size(); i += 2) {
            sorted.add(new long[] {runs.get(i), runs.get(i) + (long) runs.get(i + 1)});
        }
        sorted.sort((a, b) -> Long.compare(a[0], b[0]));
        List<Integer> merged = new ArrayList<>();
        for (long[] run : sorted) {
            int last = merged.size();
            if (run[1] > run[0]) {
                if (last > 0 && run[0] <= merged.get(last - 2) + merged.get(last - 1)) {
                    int start = merged.get(last - 2);
                    merged.set(last - 1, (int) Math.max(merged.get(last - 1), run[1] - start));
                } else {
                    merged.add((int) run[0]);
                    merged.add((int) (run[1] - run[0]));
                }
            }
        }
        return merged;
    }

    /** SIIM's notation of the same region, read again by {@link #relative}. */
    public String toRelative() {
        StringBuilder text = new StringBuilder();
        int end = 0;
        for (int i = 0; i < runs.size(); i += 2) {
            text.append(i == 0 ? "" : " ").append(runs.get(i) - end).append(' ').append(runs.get(i + 1));
            end = runs.get(i) + runs.get(i + 1);
        }
        return text.toString();
    }

    /** What lies in this or the other, which must be of the same size. */
    public Runs union(Runs other) {
        if (other.width != width || other.height != height) {
            throw broken(width + " x " + height + " pixels", other.width + " x " + other.height);
        }
        List<Integer> all = new ArrayList<>(runs);
        all.addAll(other.runs);
        return new Runs(width, height, all);
    }

    /** How many pixels it has. */
    public int area() {
        int area = 0;
        for (int i = 1; i < runs.size(); i += 2) {
            area += runs.get(i);
        }
        return area;
    }

    /** Lengths of alternating runs row by row from the upper left corner, the first outside: the other way round. */
    public List<Integer> byRows() {
        boolean[] pixels = raster();
        List<Integer> lengths = new ArrayList<>();
        boolean inside = false;
        int from = 0;
        for (int i = 0; i < pixels.length; i++) {
            if (pixels[i] != inside) {
                lengths.add(i - from);
                from = i;
                inside = !inside;
            }
        }
        lengths.add(pixels.length - from);
        return lengths;
    }

    /** Row by row, {@code [y * width + x]}. */
    public boolean[] raster() {
        boolean[] pixels = new boolean[width * height];
        each(at -> pixels[at % height * width + at / height] = true);
        return pixels;
    }

    /** The smallest box of whole pixels that holds it; of area 0 when it has no pixel. */
    public Box bounds(String label) {
        int[] edges = {width, height, 0, 0};
        each(at -> {
            edges[0] = Math.min(edges[0], at / height);
            edges[1] = Math.min(edges[1], at % height);
            edges[2] = Math.max(edges[2], at / height + 1);
            edges[3] = Math.max(edges[3], at % height + 1);
        });
        return edges[2] == 0
                ? new Box(0, 0, 0, 0, label)
                : new Box(edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1], label);
    }

    private void each(IntConsumer pixel) {
        for (int i = 0; i < runs.size(); i += 2) {
            for (int at = runs.get(i); at < runs.get(i) + runs.get(i + 1); at++) {
                pixel.accept(at);
            }
        }
    }
}
