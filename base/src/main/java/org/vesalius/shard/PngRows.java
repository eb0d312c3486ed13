package org.vesalius.shard;

/** The row filters of PNG (ISO/IEC 15948, section 9): each row begins with the number of its filter. */
final class PngRows {
    private static final int SUB = 1;
    private static final int UP = 2;
    private static final int AVERAGE = 3;
    private static final int PAETH = 4;
    private static final int[] TRIED = {SUB, UP, PAETH};

    private PngRows() {}

    /** Each row under the filter that leaves the smallest absolute sum; {@code row} and {@code pixel} in bytes. */
    static byte[] filter(byte[] raw, int row, int pixel) {
        int height = raw.length / row;
        byte[] out = new byte[(row + 1) * height];
        byte[] above = new byte[row];
        byte[] line = new byte[row];
        byte[] tried = new byte[row];
        for (int y = 0; y < height; y++) {
            System.arraycopy(raw, y * row, line, 0, row);
            long best = Long.MAX_VALUE;
            for (int filter : TRIED) {
                long sum = filterRow(filter, line, above, tried, pixel);
                if (sum < best) {
                    best = sum;
                    out[y * (row + 1)] = (byte) filter;
                    System.arraycopy(tried, 0, out, y * (row + 1) + 1, row);
                }
            }
            byte[] free = above;
            above = line;
            line = free;
        }
        return out;
    }

    private static long filterRow(int filter, byte[] line, byte[] above, byte[] out, int pixel) {
        long sum = 0;
        for (int i = 0; i < line.length; i++) {
            int left = i < pixel ? 0 : line[i - pixel] & 0xff;
            int up = above[i] & 0xff;
            int corner = i < pixel ? 0 : above[i - pixel] & 0xff;
            out[i] = (byte) (line[i] - predicted(filter, left, up, corner));
            sum += Math.abs((int) out[i]);
        }
        return sum;
    }

    /** The rows without their filters. */
    static byte[] unfilter(byte[] filtered, int row, int pixel) {
        int height = filtered.length / (row + 1);
        byte[] raw = new byte[row * height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(filtered, y * (row + 1) + 1, raw, y * row, row);
            unfilterRow(filtered[y * (row + 1)], raw, y * row, row, pixel);
        }
        return raw;
    }

    private static void unfilterRow(int filter, byte[] raw, int start, int row, int pixel) {
        boolean first = start == 0;
        switch (filter) {
            case 0 -> {}
            case SUB -> {
                for (int i = start + pixel; i < start + row; i++) {
                    raw[i] += raw[i - pixel];
                }
            }
            case UP -> {
                for (int i = first ? start + row : start; i < start + row; i++) {
                    raw[i] += raw[i - row];
                }
            }
            case AVERAGE, PAETH -> {
                for (int i = start; i < start + row; i++) {
                    int left = i < start + pixel ? 0 : raw[i - pixel] & 0xff;
                    int up = first ? 0 : raw[i - row] & 0xff;
                    int corner = first || i < start + pixel ? 0 : raw[i - row - pixel] & 0xff;
                    raw[i] += (byte) predicted(filter, left, up, corner);
                }
            }
            default -> throw new IllegalArgumentException("a stored PNG is damaged");
        }
    }

    private static int predicted(int filter, int left, int up, int corner) {
        return switch (filter) {
            case SUB -> left;
            case UP -> up;
            case AVERAGE -> (left + up) / 2;
            default -> paeth(left, up, corner);
        };
    }

    private static int paeth(int left, int up, int corner) {
        int byLeft = Math.abs(up - corner);
        int byUp = Math.abs(left - corner);
        int byCorner = Math.abs(left + up - 2 * corner);
        if (byLeft <= byUp && byLeft <= byCorner) {
            return left;
        }
        return byUp <= byCorner ? up : corner;
    }
}
