package org.vesalius.shard;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.vesalius.io.InputException;

/**
 * The members of one study in a shard, as POSIX ustar: a header of 512 bytes, the content, zeros up to the next multiple of 512. Times, owners and modes are fixed, so that equal members are equal bytes;
 * names have at most 99 characters.
 */
final class TarSlice {
    static final int BLOCK = 512;

    private static final Pattern OCTAL = Pattern.compile("[0-7]{1,11}");

    private TarSlice() {}

    /** Members in their order as they lie in a tar. */
    static byte[] write(SequencedMap<String, byte[]> members) {
        var out = new ByteArrayOutputStream();
        members.forEach((name, content) -> {
            out.writeBytes(header(name, content.length));
            out.writeBytes(content);
            out.writeBytes(new byte[padding(content.length)]);
        });
        return out.toByteArray();
    }

    /** What ends a tar. */
    static byte[] end() {
        return new byte[2 * BLOCK];
    }

    /**
     * The members of a slice, in their order.
     *
     * @throws InputException when the bytes are no whole members
     */
    static SequencedMap<String, byte[]> read(byte[] slice) {
        var members = new LinkedHashMap<String, byte[]>();
        int at = 0;
        while (at < slice.length) {
            if (slice.length - at < BLOCK) {
                throw damaged("a header that is cut");
            }
            String name = text(slice, at, 100);
            if (checkSum(slice, at) != number(slice, at + 148, 8)) {
                throw damaged("a header whose check sum is another");
            }
            long size = number(slice, at + 124, 12);
            at += BLOCK;
            if (size > slice.length - at) {
                throw damaged("a member that is cut");
            }
            byte[] content = new byte[(int) size];
            System.arraycopy(slice, at, content, 0, content.length);
            members.put(name, content);
            at += content.length + padding(content.length);
        }
        return Collections.unmodifiableSequencedMap(members);
    }

    private static InputException damaged(String got) {
        return InputException.of("the members of a study", "a whole tar", got, "prepare the set again");
    }

    private static long number(byte[] bytes, int at, int length) {
        String text = text(bytes, at, length).strip();
        if (!OCTAL.matcher(text).matches()) {
            throw damaged("a header without a size or a check sum");
        }
        return Long.parseLong(text, 8);
    }

    /** The sum of a header's bytes, those of the sum itself taken as blanks. */
    private static int checkSum(byte[] bytes, int at) {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : bytes[at + i] & 0xff;
        }
        return sum;
    }

    private static int padding(int length) {
        return -length & (BLOCK - 1);
    }

    private static byte[] header(String name, int size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, "%011o".formatted(size));
        put(header, 136, "00000000000");
        put(header, 148, "        ");
        header[156] = '0';
        put(header, 257, "ustar");
        put(header, 263, "00");
        put(header, 148, "%06o".formatted(checkSum(header, 0)));
        header[154] = 0;
        header[155] = ' ';
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static String text(byte[] bytes, int at, int length) {
        int end = at;
        while (end < at + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, at, end - at, StandardCharsets.US_ASCII);
    }
}
