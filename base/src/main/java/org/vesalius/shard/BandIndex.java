package org.vesalius.shard;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Finds rows that have one of several hashes in common: in each band two rows of equal hash meet. Eight bytes a row and band. */
final class BandIndex {
    private static final long LOW = 0xFFFFFFFFL;
    private static final int FIRST = 16;

    private final long[][] bands;
    private int rows;
    private boolean sorted = true;

    BandIndex(int bands) {
        this.bands = new long[bands][FIRST];
    }

    /** Adds the next row, numbered from 0, by its hash in every band. */
    void add(int[] hashes) {
        for (int b = 0; b < bands.length; b++) {
            if (rows == bands[b].length) {
                bands[b] = Arrays.copyOf(bands[b], 2 * rows);
            }
            bands[b][rows] = packed(hashes[b], rows);
        }
        rows++;
        sorted = false;
    }

    int rows() {
        return rows;
    }

    /** The rows that meet these hashes in a band, each once, in their order. */
    IntStream meeting(int[] hashes) {
        if (!sorted) {
            for (long[] band : bands) {
                Arrays.sort(band, 0, rows);
            }
            sorted = true;
        }
        return IntStream.range(0, bands.length)
                .flatMap(b -> meeting(bands[b], hashes[b]))
                .sorted()
                .distinct();
    }

    private IntStream meeting(long[] band, int hash) {
        int from = Arrays.binarySearch(band, 0, rows, packed(hash, 0));
        int start = from < 0 ? -from - 1 : from;
        return IntStream.range(start, rows)
                .takeWhile(i -> (int) (band[i] >> Integer.SIZE) == hash)
                .map(i -> (int) (band[i] & LOW));
    }

    private static long packed(int hash, int row) {
        return ((long) hash << Integer.SIZE) | row;
    }
}
