package org.vesalius.archive;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;

/**
 * A zip file in mapped memory, read by its central directory (zip64 included). Stored entries are slices of the mapping; deflated ones are unpacked when asked for, up to a budget, and a claimed size
 * that deflate cannot reach is refused before anything is allocated.
 */
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END64 = 0x06064b50;
    private static final int LOCATOR64 = 0x07064b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END_SIZE = 22;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final long CHUNK = 1 << 24;
    private static final long FULL = 0xFFFFFFFFL;
    private static final long MAX_RATIO = 1032; // of deflate, zlib's technical details
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String what;
    private final MemorySegment file;
    private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    private long budget;

    private record Entry(int method, boolean encrypted, long crc, long packed, long size, long header) {}

    private ZipDirectory(String what, MemorySegment file, long budget) {
        this.what = what;
        this.file = file;
        this.budget = budget;
    }

    /** Whether the bytes begin as a zip does. */
    static boolean recognises(MemorySegment file) {
        return file.byteSize() >= 4 && file.get(INT, 0) == LOCAL;
    }

    /**
     * Reads the directory.
     *
     * @param budget bytes that unpacked entries may take together
     */
    static ZipDirectory open(String what, MemorySegment file, long budget) {
        ZipDirectory zip = new ZipDirectory(what, file, budget);
        try {
            zip.readDirectory();
        } catch (IndexOutOfBoundsException e) {
            throw zip.damaged("a directory entry points outside the file", e);
        }
        return zip;
    }

    /** Names in the order of the directory. */
    Iterable<String> names() {
        return entries.keySet();
    }

    boolean contains(String name) {
        return entries.containsKey(name);
    }

    /** As {@link #content}, with the check sum of what is stored unpacked compared too, which reads all of it. */
    MemorySegment checked(String name, Arena arena) {
        MemorySegment content = content(name, arena);
        Entry entry = entries.get(name);
        if (entry != null && entry.method == 0) {
            check(name, content, entry.crc);
        }
        return content;
    }

    /** The content of an entry, a slice of the file when it is stored unpacked; the check sum of one that must be unpacked is compared. */
    MemorySegment content(String name, Arena arena) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw damaged("the entry " + name + " is missing", null);
        }
        if (entry.encrypted) {
            throw new InputException(what + ": the entry " + name + " is encrypted; unpack it first");
        }
        MemorySegment packed = packed(name, entry);
        return switch (entry.method) {
            case 0 -> packed;
            case 8 -> {
                MemorySegment unpacked = inflate(name, packed, entry.size, arena);
                check(name, unpacked, entry.crc);
                yield unpacked;
            }
            default ->
                throw new InputException(what + ": the entry " + name + " uses zip method " + entry.method
                        + "; expected stored or deflated; pack it again");
        };
    }

    private MemorySegment packed(String name, Entry entry) {
        try {
            if (file.get(INT, entry.header) != LOCAL) {
                throw damaged("no entry where the directory says " + name + " is", null);
            }
            long start = entry.header + 30 + unsignedShort(entry.header + 26) + unsignedShort(entry.header + 28);
            if (entry.method == 0 && entry.packed != entry.size) {
                throw damaged("the stored entry " + name + " has two sizes", null);
            }
            return file.asSlice(start, entry.packed);
        } catch (IndexOutOfBoundsException e) {
            throw damaged(
                    "the entry " + name + " claims " + entry.packed + " bytes of a file of " + file.byteSize(), e);
        }
    }

    private MemorySegment inflate(String name, MemorySegment packed, long size, Arena arena) {
        if (size < 0 || size / MAX_RATIO > packed.byteSize() + 1) {
            throw damaged(
                    "the entry " + name + " claims " + size + " bytes out of " + packed.byteSize() + " packed", null);
        }
        if (size > budget || size > Integer.MAX_VALUE || packed.byteSize() > Integer.MAX_VALUE) {
            throw InputException.of(
                    what + ", entry " + name,
                    "at most " + budget + " bytes to unpack",
                    size + "",
                    "unpack it with zip and store it without compression");
        }
        budget -= size;
        MemorySegment out = arena.allocate(size);
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed.asByteBuffer());
            var target = out.asByteBuffer();
            while (target.hasRemaining() && !inflater.finished()) {
                if (inflater.inflate(target) == 0) {
                    break;
                }
            }
            if (target.hasRemaining()) {
                throw damaged("the entry " + name + " ends early", null);
            }
        } catch (DataFormatException e) {
            throw damaged("the entry " + name + " does not unpack", e);
        } finally {
            inflater.end();
        }
        return out;
    }

    private void check(String name, MemorySegment content, long expected) {
        CRC32 crc = new CRC32();
        for (long at = 0; at < content.byteSize(); at += CHUNK) {
            crc.update(content.asSlice(at, Math.min(CHUNK, content.byteSize() - at))
                    .asByteBuffer());
        }
        if (crc.getValue() != expected) {
            throw damaged("the entry " + name + " has another check sum", null);
        }
    }

    private void readDirectory() {
        long end = findEnd();
        long count = unsignedShort(end + 10);
        long start = unsignedInt(end + 16);
        if ((count == 0xFFFF || start == FULL) && end >= 20 && file.get(INT, end - 20) == LOCATOR64) {
            long end64 = file.get(LONG, end - 20 + 8);
            if (end64 < 0 || file.get(INT, end64) != END64) {
                throw damaged("the zip64 directory is not where it should be", null);
            }
            count = file.get(LONG, end64 + 32);
            start = file.get(LONG, end64 + 48);
        }
        long at = start;
        for (long i = 0; i < count; i++) {
            at = readEntry(at);
        }
    }

    private long findEnd() {
        long lowest = Math.max(0, file.byteSize() - END_SIZE - MAX_COMMENT);
        for (long at = file.byteSize() - END_SIZE; at >= lowest; at--) {
            if (file.get(INT, at) == END) {
                return at;
            }
        }
        throw damaged("the directory at the end is missing, so the file was cut short", null);
    }

    private long readEntry(long at) {
        if (file.get(INT, at) != CENTRAL) {
            throw damaged("the directory is broken", null);
        }
        int nameLength = unsignedShort(at + 28);
        int extraLength = unsignedShort(at + 30);
        int commentLength = unsignedShort(at + 32);
        byte[] name = file.asSlice(at + 46, nameLength).toArray(ValueLayout.JAVA_BYTE);
        Map<Integer, Long> wide = new LinkedHashMap<>();
        long packed = unsignedInt(at + 20);
        long size = unsignedInt(at + 24);
        long header = unsignedInt(at + 42);
        long extra = zip64(at + 46 + nameLength, extraLength);
        if (extra >= 0) {
            // only those fields that are full stand in the extra block, in this order
            for (var field : new long[][] {{24, size}, {20, packed}, {42, header}}) {
                if (field[1] == FULL) {
                    wide.put((int) field[0], file.get(LONG, extra));
                    extra += 8;
                }
            }
        }
        Entry entry = new Entry(
                unsignedShort(at + 10),
                (unsignedShort(at + 8) & 1) != 0,
                unsignedInt(at + 16),
                wide.getOrDefault(20, packed),
                wide.getOrDefault(24, size),
                wide.getOrDefault(42, header));
        if (entries.put(new String(name, StandardCharsets.UTF_8), entry) != null) {
            throw damaged("two entries have the same name", null);
        }
        return at + 46 + nameLength + extraLength + commentLength;
    }

    /** Where the values of the zip64 block of an extra field begin, or -1. */
    private long zip64(long at, int length) {
        long end = at + length;
        while (at + 4 <= end) {
            int size = unsignedShort(at + 2);
            if (unsignedShort(at) == 1) {
                return at + 4;
            }
            at += 4 + size;
        }
        return -1;
    }

    private int unsignedShort(long at) {
        return file.get(SHORT, at) & 0xFFFF;
    }

    private long unsignedInt(long at) {
        return file.get(INT, at) & FULL;
    }

    private InputException damaged(String why, @Nullable Exception cause) {
        String message = what + ": not a whole zip file: " + why + "; fetch it again";
        return cause == null ? new InputException(message) : new InputException(message, cause);
    }
}
