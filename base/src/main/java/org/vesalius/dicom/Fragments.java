package org.vesalius.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.vesalius.io.InputException;

/** Which fragments of compressed pixels make up a frame (PS3.5 section A.4). */
final class Fragments {
    private Fragments() {}

    /** The code stream of one frame. */
    static ByteBuffer frame(DicomFile file, Element pixels, PixelFormat format, int frame) {
        List<ByteBuffer> all = pixels.fragments;
        List<ByteBuffer> parts = all.isEmpty() ? all : all.subList(1, all.size());
        if (parts.isEmpty()) {
            throw InputException.of(file.what(), "compressed pixels", "no fragment", "get the file again");
        }
        if (format.frames() == 1) {
            return join(parts);
        }
        if (parts.size() == format.frames()) {
            return parts.get(frame);
        }
        long[] offsets = offsets(file.data(), all.getFirst(), format.frames());
        if (offsets.length == format.frames() && fits(offsets, parts)) {
            long end = frame + 1 < offsets.length ? offsets[frame + 1] : Long.MAX_VALUE;
            return join(between(parts, offsets[frame], end));
        }
        return join(byStart(file, parts, frame, format.frames()));
    }

    private static long[] offsets(DataSet data, ByteBuffer basic, int frames) {
        byte[] extended = data.bytes(Tag.EXTENDED_OFFSET_TABLE).orElse(new byte[0]);
        if (extended.length == 8L * frames) {
            long[] offsets = new long[frames];
            ByteBuffer.wrap(extended)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asLongBuffer()
                    .get(offsets);
            return offsets;
        }
        if (basic.limit() != 4L * frames) {
            return new long[0];
        }
        long[] offsets = new long[frames];
        for (int i = 0; i < frames; i++) {
            offsets[i] = Integer.toUnsignedLong(basic.getInt(4 * i));
        }
        return offsets;
    }

    /** Whether each frame begins where a fragment begins, the first one at the beginning: some tables are of another file, or count differently. */
    private static boolean fits(long[] offsets, List<ByteBuffer> parts) {
        int frame = 0;
        long at = 0;
        for (ByteBuffer part : parts) {
            if (frame < offsets.length && offsets[frame] == at) {
                frame++;
            }
            at += 8 + part.limit();
        }
        return offsets[0] == 0 && frame == offsets.length;
    }

    /** Offsets count from the first byte after the offset table and include the 8 bytes before each fragment. */
    private static List<ByteBuffer> between(List<ByteBuffer> parts, long from, long to) {
        long at = 0;
        int first = parts.size();
        int last = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (at >= from && at < to) {
                first = Math.min(first, i);
                last = i + 1;
            }
            at += 8 + parts.get(i).limit();
        }
        return first < last ? parts.subList(first, last) : List.of();
    }

    /** Without a table, a fragment that begins as a picture does begins a frame. */
    private static List<ByteBuffer> byStart(DicomFile file, List<ByteBuffer> parts, int frame, int frames) {
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (starts(parts.get(i))) {
                starts.add(i);
            }
        }
        if (starts.size() != frames || starts.getFirst() != 0) {
            throw InputException.of(
                    file.what(),
                    "a table of " + frames + " offsets, or a fragment for each frame",
                    "neither, and " + starts.size() + " pictures in " + parts.size() + " fragments",
                    "get the file again");
        }
        return parts.subList(starts.get(frame), frame + 1 < frames ? starts.get(frame + 1) : parts.size());
    }

    /** The first marker of JPEG and JPEG-LS, that of JPEG 2000, or the first box of JP2. */
    private static boolean starts(ByteBuffer part) {
        if (part.limit() < 4) {
            return false;
        }
        int first = part.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(0);
        return first >>> 8 == 0xFFD8FF || first == 0xFF4FFF51 || first == 12;
    }

    private static ByteBuffer join(List<ByteBuffer> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        int length = parts.stream().mapToInt(ByteBuffer::limit).sum();
        ByteBuffer whole = ByteBuffer.allocate(length);
        for (ByteBuffer part : parts) {
            whole.put(part.slice(0, part.limit()));
        }
        return whole.flip();
    }
}
