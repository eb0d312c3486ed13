package org.vesalius.image;

import java.util.List;

/** From the blocks of a tile's component to its samples: coefficients, wavelet levels, for either transform. */
final class J2kDecoder {
    private final J2kBlock blocks;
    private final byte[] data;

    J2kDecoder(J2kBlock blocks, byte[] data) {
        this.blocks = blocks;
        this.data = data;
    }

    /** Row by row, of the whole tile. */
    int[] whole(J2kTile tile, int component) {
        J2kCoding coding = tile.codings[component];
        List<List<J2kBand>> resolutions = tile.bands.get(component);
        int[] low = wholeBand(resolutions.getFirst().getFirst(), coding);
        for (int r = 1; r <= coding.levels; r++) {
            List<J2kBand> bands = resolutions.get(r);
            int down = coding.levels - r;
            int x0 = J2kTile.ceil(tile.x0, down);
            int y0 = J2kTile.ceil(tile.y0, down);
            low = J2kWavelet.whole(
                    low,
                    wholeBand(bands.get(0), coding),
                    wholeBand(bands.get(1), coding),
                    wholeBand(bands.get(2), coding),
                    x0,
                    y0,
                    J2kTile.ceil(tile.x1, down) - x0,
                    J2kTile.ceil(tile.y1, down) - y0);
        }
        return low;
    }

    /** As {@link #whole} with the irreversible transform. */
    float[] real(J2kTile tile, int component) {
        J2kCoding coding = tile.codings[component];
        List<List<J2kBand>> resolutions = tile.bands.get(component);
        float[] low = realBand(resolutions.getFirst().getFirst(), coding);
        for (int r = 1; r <= coding.levels; r++) {
            List<J2kBand> bands = resolutions.get(r);
            int down = coding.levels - r;
            int x0 = J2kTile.ceil(tile.x0, down);
            int y0 = J2kTile.ceil(tile.y0, down);
            low = J2kWavelet.real(
                    low,
                    realBand(bands.get(0), coding),
                    realBand(bands.get(1), coding),
                    realBand(bands.get(2), coding),
                    x0,
                    y0,
                    J2kTile.ceil(tile.x1, down) - x0,
                    J2kTile.ceil(tile.y1, down) - y0);
        }
        return low;
    }

    private int[] wholeBand(J2kBand band, J2kCoding coding) {
        int[] out = new int[band.width() * band.height()];
        for (J2kBand.Block block : band.blocks) {
            if (block.passes == 0) {
                continue;
            }
            int[] values = coefficients(band, block, coding);
            int width = block.x1 - block.x0;
            for (int i = 0, y = block.y0; y < block.y1; y++) {
                int to = (y - band.y0) * band.width() + block.x0 - band.x0;
                for (int x = 0; x < width; x++, i++) {
                    // towards zero
                    out[to + x] = values[i] / 2;
                }
            }
        }
        return out;
    }

    private float[] realBand(J2kBand band, J2kCoding coding) {
        float[] out = new float[band.width() * band.height()];
        float step = band.step / 2;
        for (J2kBand.Block block : band.blocks) {
            if (block.passes == 0) {
                continue;
            }
            int[] values = coefficients(band, block, coding);
            int width = block.x1 - block.x0;
            for (int i = 0, y = block.y0; y < block.y1; y++) {
                int to = (y - band.y0) * band.width() + block.x0 - band.x0;
                for (int x = 0; x < width; x++, i++) {
                    out[to + x] = values[i] * step;
                }
            }
        }
        return out;
    }

    private int[] coefficients(J2kBand band, J2kBand.Block block, J2kCoding coding) {
        int[] values = blocks.decode(band, block, coding, data);
        if (coding.regionShift > 0) {
            int count = (block.x1 - block.x0) * (block.y1 - block.y0);
            for (int i = 0; i < count; i++) {
                int magnitude = Math.abs(values[i]);
                if (magnitude >= 1 << coding.regionShift) {
                    magnitude >>= coding.regionShift;
                    values[i] = values[i] < 0 ? -magnitude : magnitude;
                }
            }
        }
        return values;
    }
}
