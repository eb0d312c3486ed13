package org.vesalius.archive;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.vesalius.io.InputException;

/** A cursor over the bytes of a pickle; a length is checked against what is left before anything is allocated. */
final class PickleInput {
    /** No text or byte string of a checkpoint's skeleton is longer: numbers lie in storages. */
    private static final long LONGEST = 1 << 26;

    private static final int LONGEST_NUMBER = 1024;

    private final String what;
    private final MemorySegment bytes;
    private long at;

    PickleInput(String what, MemorySegment bytes, long at) {
        this.what = what;
        this.bytes = bytes;
        this.at = at;
    }

    String what() {
        return what;
    }

    long position() {
        return at;
    }

    int unsignedByte() {
        need(1);
        return bytes.get(ValueLayout.JAVA_BYTE, at++) & 0xFF;
    }

    int unsignedShort() {
        return unsignedByte() | unsignedByte() << 8;
    }

    int littleInt() {
        need(4);
        int value = bytes.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), at);
        at += 4;
        return value;
    }

    long unsignedInt() {
        return littleInt() & 0xFFFFFFFFL;
    }

    long littleLong() {
        need(8);
        long value = bytes.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), at);
        at += 8;
        return value;
    }

    double bigDouble() {
        need(8);
        double value = bytes.get(ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), at);
        at += 8;
        return value;
    }

    byte[] bytes(long length) {
        if (length < 0 || length > LONGEST) {
            throw damaged("a string of " + length + " bytes");
        }
        need(length);
        byte[] value = bytes.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
        at += length;
        return value;
    }

    String text(long length) {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    /** Python's long: little-endian two's complement. */
    Object twosComplement(long length) {
        if (length > LONGEST_NUMBER) {
            throw damaged("a number of " + length + " bytes");
        }
        byte[] little = bytes(length);
        byte[] big = new byte[little.length];
        for (int i = 0; i < little.length; i++) {
            big[i] = little[little.length - 1 - i];
        }
        return big.length == 0 ? Long.valueOf(0) : narrow(new BigInteger(big));
    }

    /** An integer in decimal text up to the line's end. */
    Object decimal() {
        String line = line();
        String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
        if (digits.length() > LONGEST_NUMBER) {
            throw damaged("a number of " + digits.length() + " digits");
        }
        try {
            return narrow(new BigInteger(digits));
        } catch (NumberFormatException e) {
            throw damaged("a number that is none");
        }
    }

    private static Object narrow(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    /** Text up to the line's end, which is left out. */
    String line() {
        String line = text(lineLength());
        need(1);
        at++;
        return line;
    }

    /** As {@link #line}, a character for each byte. */
    String latinLine() {
        byte[] line = bytes(lineLength());
        need(1);
        at++;
        return new String(line, StandardCharsets.ISO_8859_1);
    }

    private long lineLength() {
        long end = at;
        while (end < bytes.byteSize() && bytes.get(ValueLayout.JAVA_BYTE, end) != '\n') {
            end++;
        }
        return end - at;
    }

    private void need(long length) {
        if (length > bytes.byteSize() - at) {
            throw damaged("the end of the file inside a value");
        }
    }

    InputException damaged(String found) {
        return new InputException(message(found));
    }

    InputException damaged(String found, RuntimeException cause) {
        return new InputException(message(found), cause);
    }

    private String message(String found) {
        return what + ": not a whole pickle: " + found + " at byte " + at + "; fetch the file again";
    }
}
