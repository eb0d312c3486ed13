package org.vesalius.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages a file as transfers, writers and attackers do: single bits, numbers at their limits, stretches that are cut, doubled, moved or come from another file. The same random source gives the same bytes. */
final class Mutations {
    private static final int MOST_AT_ONCE = 4;
    private static final int MOST_MORE = 4096;
    private static final int[] NUMBERS = {
        0,
        1,
        2,
        7,
        8,
        16,
        63,
        64,
        127,
        128,
        255,
        256,
        4095,
        32767,
        32768,
        65535,
        65536,
        1 << 24,
        Integer.MAX_VALUE,
        -1,
        -2,
        Integer.MIN_VALUE
    };
    private static final List<String> TEXTS = List.of(
            "0",
            "-1",
            "1",
            "255",
            "65536",
            "2147483647",
            "2147483648",
            "-9223372036854775808",
            "1e308",
            "NaN",
            "",
            "x");

    private final List<byte[]> files;
    private final SplittableRandom random;

    Mutations(List<byte[]> files, SplittableRandom random) {
        this.files = files;
        this.random = random;
    }

    /** A copy with one to four damages. */
    byte[] of(byte[] file) {
        byte[] bytes = file.clone();
        for (int i = random.nextInt(MOST_AT_ONCE); i >= 0; i--) {
            bytes = bytes.length == 0 ? new byte[] {(byte) random.nextInt()} : one(bytes);
        }
        return bytes.length <= 2 * file.length + MOST_MORE ? bytes : Arrays.copyOf(bytes, 2 * file.length + MOST_MORE);
    }

    private byte[] one(byte[] bytes) {
        int at = position(bytes.length);
        switch (random.nextInt(12)) {
            case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> bytes[at] = (byte) random.nextInt();
            case 3, 4 -> number(bytes, at, NUMBERS[random.nextInt(NUMBERS.length)], false);
            case 5 -> number(bytes, at, random.nextInt(-16, 17), true);
            case 6 -> Arrays.fill(bytes, at, at + stretch(bytes.length - at), (byte) random.nextInt());
            case 7 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 8 -> {
                return joined(bytes, at, new byte[0], at + stretch(bytes.length - at));
            }
            case 9 -> {
                byte[] other = files.get(random.nextInt(files.size()));
                int from = position(other.length);
                byte[] piece = Arrays.copyOfRange(other, from, from + stretch(other.length - from));
                return joined(bytes, at, piece, random.nextBoolean() ? at : Math.min(bytes.length, at + piece.length));
            }
            case 10 -> {
                return text(bytes, at);
            }
            default -> {
                byte[] noise = new byte[1 + random.nextInt(16)];
                random.nextBytes(noise);
                return joined(bytes, at, noise, at);
            }
        }
        return bytes;
    }

    /** Half of them anywhere, half towards the beginning, where headers are. */
    private int position(int length) {
        double u = random.nextDouble();
        return (int) (length * (random.nextBoolean() ? u : u * u * u));
    }

    private int stretch(int most) {
        return Math.min(most, 1 + random.nextInt(random.nextInt(4) == 0 ? Math.max(1, most) : 16));
    }

    private void number(byte[] bytes, int at, int value, boolean add) {
        ByteBuffer out =
                ByteBuffer.wrap(bytes).order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int room = bytes.length - at;
        switch (random.nextInt(4)) {
            case 0 -> bytes[at] = (byte) (add ? bytes[at] + value : value);
            case 1 -> {
                if (room >= 2) {
                    out.putShort(at, (short) (add ? out.getShort(at) + value : value));
                }
            }
            case 2 -> {
                if (room >= 4) {
                    out.putInt(at, add ? out.getInt(at) + value : value);
                }
            }
            default -> {
                if (room >= 8) {
                    out.putLong(at, add ? out.getLong(at) + value : value);
                }
            }
        }
    }

    private static byte[] joined(byte[] bytes, int upTo, byte[] middle, int rest) {
        byte[] out = new byte[upTo + middle.length + bytes.length - rest];
        System.arraycopy(bytes, 0, out, 0, upTo);
        System.arraycopy(middle, 0, out, upTo, middle.length);
        System.arraycopy(bytes, rest, out, upTo + middle.length, bytes.length - rest);
        return out;
    }

    /** Another number in place of the next one that stands in digits, or of nothing. */
    private byte[] text(byte[] bytes, int at) {
        int start = at;
        while (start < bytes.length && !isDigit(bytes[start])) {
            start++;
        }
        int end = start;
        while (end < bytes.length && isDigit(bytes[end])) {
            end++;
        }
        String text = TEXTS.get(random.nextInt(TEXTS.size()));
        return joined(bytes, start, text.getBytes(StandardCharsets.US_ASCII), end);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
