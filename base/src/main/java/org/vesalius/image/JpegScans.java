package org.vesalius.image;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;

/** Reads the marker segments of a JPEG one after another, keeps the tables, and hands each scan to the decoder of its process: for the lossless process and for sequential ones that the JDK refuses. */
final class JpegScans {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int DHT = 0xC4;
    private static final int SOS = 0xDA;
    private static final int DQT = 0xDB;
    private static final int DRI = 0xDD;

    final byte[] file;
    final JpegHeader header;
    final String what;
    final Component[] components;
    final @Nullable JpegHuffman[] dc = new @Nullable JpegHuffman[4];
    final @Nullable JpegHuffman[] ac = new @Nullable JpegHuffman[4];
    final int[] @Nullable [] quantisers = new int[4] @Nullable [];
    int restartInterval;

    /** What the frame header says of a component: sampling factors and the number of its quantiser. */
    static final class Component {
        final int id;
        final int across;
        final int down;
        final int quantiser;
        int dcTable;
        int acTable;

        private Component(int id, int across, int down, int quantiser) {
            this.id = id;
            this.across = across;
            this.down = down;
            this.quantiser = quantiser;
        }
    }

    private JpegScans(byte[] file, JpegHeader header, String what) {
        this.file = file;
        this.header = header;
        this.what = what;
        this.components = new Component[header.components()];
    }

    /** Samples row by row, components interleaved, chroma at full size. */
    static int[] decode(byte[] file, JpegHeader header, String what) {
        JpegScans scans = new JpegScans(file, header, what);
        return header.process() == 0xC3 ? new JpegLossless(scans).decode() : new JpegSequential(scans).decode();
    }

    /** One scan: its components, and where its bits begin; returns where the marker after it begins. */
    interface Scan {
        int decode(Component[] of, int predictor, int shift, int from);
    }

    /** To the end of the picture; every component must come in a scan. */
    void each(Scan scan) {
        int at = 2;
        int seen = 0;
        while (seen < components.length) {
            if (at + 4 > file.length || file[at] != (byte) 0xFF) {
                throw broken("a truncated one");
            }
            int marker = file[at + 1] & 255;
            if (marker == 0xFF || marker == 0x01 || (marker >= 0xD0 && marker <= SOI)) {
                at += marker == 0xFF ? 1 : 2;
                continue;
            }
            int length = (file[at + 2] & 255) << 8 | (file[at + 3] & 255);
            if (marker == EOI || length < 2 || at + 2 + length > file.length) {
                throw broken("a truncated one");
            }
            ByteBuffer segment = ByteBuffer.wrap(file, at + 4, length - 2).slice();
            at += 2 + length;
            if (marker == SOS) {
                Component[] of = scanned(segment);
                seen += of.length;
                int low = segment.get(segment.limit() - 1) & 15;
                at = scan.decode(of, segment.get(segment.limit() - 3) & 255, low, at);
            } else {
                table(marker, segment);
            }
        }
    }

    private void table(int marker, ByteBuffer segment) {
        switch (marker) {
            case DHT -> huffman(segment);
            case DQT -> quantisers(segment);
            case DRI -> restartInterval = segment.limit() < 2 ? 0 : segment.getShort(0) & 0xFFFF;
            default -> {
                if (marker == header.process()) {
                    frame(segment);
                }
            }
        }
    }

    private void frame(ByteBuffer segment) {
        if (segment.limit() < 6 + 3 * components.length) {
            throw broken("a frame header that is too short");
        }
        for (int c = 0; c < components.length; c++) {
            int factors = segment.get(7 + 3 * c) & 255;
            components[c] = new Component(
                    segment.get(6 + 3 * c) & 255, factors >> 4, factors & 15, segment.get(8 + 3 * c) & 255);
            boolean known = factors >> 4 >= 1 && factors >> 4 <= 4 && (factors & 15) >= 1 && (factors & 15) <= 4;
            if (!known || components[c].quantiser > 3) {
                throw broken("impossible sampling factors");
            }
        }
    }

    private Component[] scanned(ByteBuffer segment) {
        int count = segment.limit() < 1 ? 0 : segment.get(0) & 255;
        if (count < 1 || count > components.length || segment.limit() != 4 + 2 * count || components[0] == null) {
            throw broken("an impossible scan header");
        }
        Component[] of = new Component[count];
        for (int i = 0; i < count; i++) {
            of[i] = byId(segment.get(1 + 2 * i) & 255);
            of[i].dcTable = (segment.get(2 + 2 * i) & 255) >> 4;
            of[i].acTable = segment.get(2 + 2 * i) & 15;
            if (of[i].dcTable > 3 || of[i].acTable > 3) {
                throw broken("an impossible scan header");
            }
        }
        return of;
    }

    private Component byId(int id) {
        for (Component component : components) {
            if (component.id == id) {
                return component;
            }
        }
        throw broken("a scan of a component that the frame does not have");
    }

    /** Which one of the frame's components it is. */
    int index(Component component) {
        int c = 0;
        while (components[c] != component) {
            c++;
        }
        return c;
    }

    private void huffman(ByteBuffer segment) {
        while (segment.remaining() >= 17) {
            int target = segment.get() & 255;
            int[] counts = new int[16];
            int all = 0;
            for (int i = 0; i < 16; i++) {
                counts[i] = segment.get() & 255;
                all += counts[i];
            }
            if (target >> 4 > 1 || (target & 15) > 3 || all > 256 || all > segment.remaining()) {
                throw broken("an impossible Huffman table");
            }
            int[] symbols = new int[all];
            for (int i = 0; i < all; i++) {
                symbols[i] = segment.get() & 255;
            }
            JpegHuffman table = JpegHuffman.of(counts, symbols);
            if (table == null) {
                throw broken("an impossible Huffman table");
            }
            (target >> 4 == 0 ? dc : ac)[target & 15] = table;
        }
    }

    private void quantisers(ByteBuffer segment) {
        while (segment.hasRemaining()) {
            int target = segment.get() & 255;
            int bytes = target >> 4 == 0 ? 1 : 2;
            if ((target & 15) > 3 || segment.remaining() < 64 * bytes) {
                throw broken("an impossible quantiser table");
            }
            int[] steps = new int[64];
            for (int i = 0; i < 64; i++) {
                steps[i] = bytes == 1 ? segment.get() & 255 : segment.getShort() & 0xFFFF;
            }
            quantisers[target & 15] = steps;
        }
    }

    /** Follows the restart marker that must stand at {@code at}; returns where the bits go on. */
    int restart(int at, int number) {
        if (at + 2 > file.length || (file[at + 1] & 255) != 0xD0 + (number & 7)) {
            throw broken("a missing restart marker");
        }
        return at + 2;
    }

    <T> T table(@Nullable T table) {
        if (table == null) {
            throw broken("a scan whose table is missing");
        }
        return table;
    }

    InputException broken(String got) {
        return InputException.of(what, "a whole JPEG", got, "get the file again");
    }
}
