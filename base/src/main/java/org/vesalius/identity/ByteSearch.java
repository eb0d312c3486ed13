package org.vesalius.identity;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Many byte strings searched at once, without regard to the case of ASCII letters; unique identifiers are searched as wholes, in a table of their own. */
final class ByteSearch {
    private static final int KEY = 4;
    private static final int UID_LEAST = 5;

    /** What must not stand beside a hit, because it would be part of another word or number. */
    enum Bound {
        /** Anything may. */
        NONE,
        /** No letter: {@code Chan} is not in {@code change}. */
        LETTERS,
        /** No digit, but zeros may go before. */
        DIGITS,
        /** Neither. */
        BOTH
    }

    private static final class Candidate {
        private final byte[] bytes;
        private final Bound bound;

        Candidate(byte[] bytes, Bound bound) {
            this.bytes = bytes;
            this.bound = bound;
        }

        boolean isAt(byte[] in, int at) {
            int end = at + bytes.length;
            return end <= in.length
                    && Arrays.equals(in, at, end, bytes, 0, bytes.length)
                    && (at == 0 || (in[at - 1] == '0' && bound == Bound.DIGITS) || !blocks(in[at - 1]))
                    && (end == in.length || !blocks(in[end]));
        }

        private boolean blocks(byte beside) {
            boolean letter = beside >= 'a' && beside <= 'z';
            boolean digit = beside >= '0' && beside <= '9';
            return switch (bound) {
                case NONE -> false;
                case LETTERS -> letter;
                case DIGITS -> digit;
                case BOTH -> letter || digit;
            };
        }
    }

    /** By their first four bytes. */
    private final Map<Integer, List<Candidate>> candidates = new HashMap<>();

    private final Set<String> uids = new HashSet<>();

    /** One more; those of fewer than four bytes are in any noise and so are not searched. */
    void add(byte[] pattern, Bound bound) {
        byte[] lower = lower(pattern);
        if (lower.length < KEY) {
            return;
        }
        List<Candidate> same = candidates.computeIfAbsent(key(lower), _ -> new ArrayList<>());
        if (same.stream().noneMatch(other -> Arrays.equals(other.bytes, lower))) {
            same.add(new Candidate(lower, bound));
        }
    }

    /** One more unique identifier. */
    void addUid(String uid) {
        uids.add(uid);
    }

    /** Whether one of them, of at least so many bytes, is in these. */
    boolean isIn(byte[] bytes, int least) {
        byte[] lower = lower(bytes);
        int rolling = 0;
        int number = 0;
        for (int at = 0; at < lower.length; at++) {
            rolling = rolling << 8 | (lower[at] & 255);
            List<Candidate> here = at < KEY - 1 ? null : candidates.get(rolling);
            if (here != null && isOneAt(here, lower, at - KEY + 1, least)) {
                return true;
            }
            boolean inNumber = (lower[at] >= '0' && lower[at] <= '9') || lower[at] == '.';
            if (!inNumber && at - number >= UID_LEAST && isUid(lower, number, at)) {
                return true;
            }
            number = inNumber ? number : at + 1;
        }
        return lower.length - number >= UID_LEAST && isUid(lower, number, lower.length);
    }

    private static boolean isOneAt(List<Candidate> here, byte[] in, int at, int least) {
        for (Candidate candidate : here) {
            if (candidate.bytes.length >= least && candidate.isAt(in, at)) {
                return true;
            }
        }
        return false;
    }

    /** Digits and dots as a whole, without the stop that ends a sentence. */
    private boolean isUid(byte[] in, int from, int to) {
        int end = in[to - 1] == '.' ? to - 1 : to;
        return uids.contains(new String(in, from, end - from, StandardCharsets.US_ASCII));
    }

    private static byte[] lower(byte[] in) {
        byte[] out = in.clone();
        for (int i = 0; i < out.length; i++) {
            if (out[i] >= 'A' && out[i] <= 'Z') {
                out[i] += 'a' - 'A';
            }
        }
        return out;
    }

    private static int key(byte[] bytes) {
        return bytes[0] << 24 | (bytes[1] & 255) << 16 | (bytes[2] & 255) << 8 | (bytes[3] & 255);
    }
}
