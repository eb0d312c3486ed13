package org.vesalius.image;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.vesalius.io.InputException;

/** The marker segments of a JPEG 2000 code stream (T.800 annex A), tile by tile. */
final class J2kStream {
    private static final int SIZ = 0xFF51;
    private static final int COD = 0xFF52;
    private static final int COC = 0xFF53;
    private static final int RGN = 0xFF5E;
    private static final int QCD = 0xFF5C;
    private static final int QCC = 0xFF5D;
    private static final int POC = 0xFF5F;
    private static final int PPM = 0xFF60;
    private static final int PPT = 0xFF61;
    private static final int SOT = 0xFF90;
    private static final int SOD = 0xFF93;
    private static final int EOC = 0xFFD9;
    private static final int SPARE_BLOCKS = 4096;

    private final byte[] data;
    private final ByteBuffer in;
    private final String what;
    private final int[] size = new int[8];
    private int components;
    private int precision;
    private boolean signed;
    private final Settings main = new Settings();
    private final TreeMap<Integer, Settings> tiles = new TreeMap<>();

    /** What holds for all tiles, or for one; and where the bytes of that one lie. */
    private static final class Settings {
        J2kCoding[] codings = {};
        int progression;
        int layers;
        boolean mixed;
        List<J2kPackets.Order> orders = new ArrayList<>();
        final List<int[]> parts = new ArrayList<>();

        Settings copy() {
            Settings copy = new Settings();
            copy.codings = new J2kCoding[codings.length];
            for (int c = 0; c < codings.length; c++) {
                copy.codings[c] = codings[c].copy();
            }
            copy.progression = progression;
            copy.layers = layers;
            copy.mixed = mixed;
            copy.orders = new ArrayList<>(orders);
            return copy;
        }
    }

    J2kStream(byte[] data, String what) {
        this.data = data;
        this.in = ByteBuffer.wrap(data);
        this.what = what;
    }

    Raster decode() {
        in.position(2);
        header(main, SOT);
        if (components == 0 || main.layers == 0) {
            throw broken("a header without size or coding style");
        }
        while (in.remaining() >= 12 && (in.getShort(in.position()) & 0xFFFF) == SOT) {
            tilePart();
        }
        int width = size[0] - size[2];
        int height = size[1] - size[3];
        int[] out = new int[width * height * components];
        long across = (0L + size[0] - size[6] + size[4] - 1) / size[4];
        long down = (0L + size[1] - size[7] + size[5] - 1) / size[5];
        if (tiles.size() != across * down || tiles.lastKey() != across * down - 1) {
            throw broken("a truncated one: tiles are missing");
        }
        tiles.forEach((number, settings) -> tile(number, (int) across, settings, out));
        return new Raster(width, height, components, precision, signed, out);
    }

    /** Marker segments up to {@code end}, which stays for SOT and is gone over for SOD. */
    private void header(Settings settings, int end) {
        while (in.remaining() >= 2) {
            int marker = in.getShort() & 0xFFFF;
            if (marker == end) {
                in.position(in.position() - (end == SOT ? 2 : 0));
                return;
            }
            int length = in.remaining() < 2 ? 0 : in.getShort() & 0xFFFF;
            if (marker < 0xFF30 || length < 2 || length - 2 > in.remaining()) {
                throw broken("a truncated one");
            }
            ByteBuffer segment = in.slice(in.position(), length - 2);
            in.position(in.position() + length - 2);
            segment(marker, segment, settings);
        }
        throw broken("a truncated one");
    }

    private void segment(int marker, ByteBuffer segment, Settings settings) {
        if (marker != SIZ && components == 0) {
            throw broken("one that does not begin with its size");
        }
        switch (marker) {
            case SIZ -> size(segment);
            case COD -> style(segment, settings);
            case COC -> {
                J2kCoding coding = component(segment, settings);
                boolean custom = segment.hasRemaining() && (segment.get() & 1) == 1;
                coding.style(segment, custom, this::broken);
                coding.ownStyle = true;
            }
            case QCD -> {
                for (J2kCoding coding : settings.codings) {
                    if (!coding.ownQuantiser) {
                        coding.quantiser(segment.duplicate(), this::broken);
                    }
                }
            }
            case QCC -> {
                J2kCoding coding = component(segment, settings);
                coding.quantiser(segment, this::broken);
                coding.ownQuantiser = true;
            }
            case RGN -> {
                J2kCoding coding = component(segment, settings);
                if (segment.remaining() < 2 || segment.get() != 0) {
                    throw broken("an unknown region");
                }
                coding.regionShift = segment.get() & 255;
            }
            case POC -> order(segment, settings);
            case PPM, PPT -> throw broken("packed packet headers, which are not read");
            default -> {}
        }
    }

    private void size(ByteBuffer segment) {
        int count = segment.limit() < 36 ? 0 : segment.getShort(34) & 0xFFFF;
        if (count < 1 || count > 4 || segment.limit() < 36 + 3 * count || components > 0) {
            throw broken("1 to 4 components expected: " + count);
        }
        for (int i = 0; i < 8; i++) {
            size[i] = segment.getInt(2 + 4 * i);
            if (size[i] < 0) {
                throw broken("an impossible size");
            }
        }
        // XTO <= XO < X, and the first tile is not empty
        boolean whole = size[2] < size[0] && size[3] < size[1] && size[6] <= size[2] && size[7] <= size[3];
        boolean tiled = size[4] > size[2] - size[6] && size[5] > size[3] - size[7];
        long pixels = whole ? (long) (size[0] - size[2]) * (size[1] - size[3]) : 0;
        if (!whole || !tiled) {
            throw broken("an impossible size");
        }
        if (!ImageFiles.mayHold(pixels, count, data.length)) {
            throw broken(pixels + " pixels, more than its " + data.length + " bytes can hold");
        }
        precision = (segment.get(36) & 127) + 1;
        signed = segment.get(36) < 0;
        for (int c = 0; c < count; c++) {
            boolean alike = segment.get(36 + 3 * c) == segment.get(36);
            if (!alike || segment.get(37 + 3 * c) != 1 || segment.get(38 + 3 * c) != 1 || precision > 16) {
                throw broken("components of different sizes or of " + precision + " bits");
            }
        }
        components = count;
        main.codings = new J2kCoding[count];
        for (int c = 0; c < count; c++) {
            main.codings[c] = new J2kCoding();
        }
    }

    private void style(ByteBuffer segment, Settings settings) {
        if (segment.remaining() < 10) {
            throw broken("a coding style that is too short");
        }
        boolean custom = (segment.get() & 1) == 1;
        settings.progression = segment.get() & 255;
        settings.layers = segment.getShort() & 0xFFFF;
        settings.mixed = segment.get() == 1;
        for (J2kCoding coding : settings.codings) {
            if (!coding.ownStyle) {
                coding.style(segment.duplicate(), custom, this::broken);
            }
        }
    }

    private J2kCoding component(ByteBuffer segment, Settings settings) {
        int c = segment.hasRemaining() ? segment.get() & 255 : 255;
        if (c >= settings.codings.length) {
            throw broken("a setting of a component that is not there");
        }
        return settings.codings[c];
    }

    private void order(ByteBuffer segment, Settings settings) {
        if (settings != main && settings.parts.isEmpty()) {
            settings.orders.clear();
        }
        while (segment.remaining() >= 7) {
            int firstResolution = segment.get() & 255;
            int firstComponent = segment.get() & 255;
            int layers = segment.getShort() & 0xFFFF;
            int resolutions = segment.get() & 255;
            int last = segment.get() & 255;
            settings.orders.add(new J2kPackets.Order(
                    segment.get() & 255, layers, firstResolution, resolutions, firstComponent, last == 0 ? 256 : last));
        }
    }

    private void tilePart() {
        int start = in.position();
        int number = in.getShort(start + 4) & 0xFFFF;
        long length = Integer.toUnsignedLong(in.getInt(start + 6));
        in.position(start + 12);
        Settings settings = tiles.computeIfAbsent(number, _ -> main.copy());
        header(settings, SOD);
        long end = length == 0 ? withoutEnd() : start + length;
        if (end < in.position() || end > data.length) {
            throw broken("a truncated one");
        }
        settings.parts.add(new int[] {in.position(), (int) end});
        in.position((int) end);
    }

    private int withoutEnd() {
        boolean marked = (in.getShort(data.length - 2) & 0xFFFF) == EOC;
        return marked ? data.length - 2 : data.length;
    }

    private void tile(int number, int across, Settings settings, int[] out) {
        int left = size[6] + number % across * size[4];
        int top = size[7] + number / across * size[5];
        int bytes = settings.parts.stream().mapToInt(p -> p[1] - p[0]).sum();
        J2kTile tile = new J2kTile(
                Math.max(left, size[2]),
                Math.max(top, size[3]),
                (int) Math.min((long) left + size[4], size[0]),
                (int) Math.min((long) top + size[5], size[1]),
                settings.codings,
                precision,
                64L * bytes + SPARE_BLOCKS,
                this::broken);
        byte[] packets = new byte[bytes];
        int at = 0;
        for (int[] part : settings.parts) {
            System.arraycopy(data, part[0], packets, at, part[1] - part[0]);
            at += part[1] - part[0];
        }
        J2kPackets reader = new J2kPackets(tile, new J2kPacketBits(packets, bytes, this::broken), this::broken);
        for (J2kPackets.Order order : settings.orders) {
            reader.read(new J2kPackets.Order(
                    order.kind(),
                    Math.min(order.layers(), settings.layers),
                    order.firstResolution(),
                    order.resolutions(),
                    order.firstComponent(),
                    order.components()));
        }
        if (settings.orders.isEmpty()) {
            reader.read(new J2kPackets.Order(settings.progression, settings.layers, 0, 33, 0, components));
        }
        samples(tile, settings, new J2kDecoder(new J2kBlock(this::broken), packets), out);
    }

    private void samples(J2kTile tile, Settings settings, J2kDecoder decoder, int[] out) {
        boolean reversible = settings.codings[0].reversible;
        if (settings.mixed && (components < 3 || settings.codings[1].reversible != reversible)) {
            throw broken("a component transform of too few components");
        }
        if (settings.mixed && settings.codings[2].reversible != reversible) {
            throw broken("a component transform of different wavelets");
        }
        int[][] whole = new int[components][];
        float[][] real = new float[components][];
        for (int c = 0; c < components; c++) {
            if (settings.codings[c].reversible) {
                whole[c] = decoder.whole(tile, c);
            } else {
                real[c] = decoder.real(tile, c);
            }
        }
        if (settings.mixed && reversible) {
            Jpeg2000.rgb(whole[0], whole[1], whole[2]);
        } else if (settings.mixed) {
            Jpeg2000.rgb(real[0], real[1], real[2]);
        }
        for (int c = 0; c < components; c++) {
            boolean exact = settings.codings[c].reversible;
            put(tile, exact ? whole[c] : rounded(real[c]), c, out);
        }
    }

    private static int[] rounded(float[] values) {
        int[] out = new int[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (int) Math.rint(values[i]);
        }
        return out;
    }

    private void put(J2kTile tile, int[] values, int c, int[] out) {
        int shift = signed ? 0 : 1 << (precision - 1);
        int least = signed ? -(1 << (precision - 1)) : 0;
        int most = least + (1 << precision) - 1;
        int width = size[0] - size[2];
        for (int i = 0, y = tile.y0; y < tile.y1; y++) {
            int at = ((y - size[3]) * width + tile.x0 - size[2]) * components + c;
            for (int x = tile.x0; x < tile.x1; x++, i++, at += components) {
                out[at] = Math.max(least, Math.min(most, values[i] + shift));
            }
        }
    }

    private InputException broken(String got) {
        return InputException.of(what, "a whole JPEG 2000 stream", got, "get the file again or convert it");
    }
}
