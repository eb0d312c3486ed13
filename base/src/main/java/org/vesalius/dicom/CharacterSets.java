package org.vesalius.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Text by {@code SpecificCharacterSet} (PS3.3 C.12.1.1.2), code extensions by escape sequences included. */
final class CharacterSets {
    private static final int ESCAPE = 0x1B;
    private static final byte[] TO_KANJI = {ESCAPE, '$', 'B'};
    private static final byte[] TO_SUPPLEMENT = {ESCAPE, '$', '(', 'D'};

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("100", "ISO-8859-1"),
            Map.entry("101", "ISO-8859-2"),
            Map.entry("109", "ISO-8859-3"),
            Map.entry("110", "ISO-8859-4"),
            Map.entry("144", "ISO-8859-5"),
            Map.entry("127", "ISO-8859-6"),
            Map.entry("126", "ISO-8859-7"),
            Map.entry("138", "ISO-8859-8"),
            Map.entry("148", "ISO-8859-9"),
            Map.entry("203", "ISO-8859-15"),
            Map.entry("166", "TIS-620"),
            Map.entry("13", "JIS_X0201"),
            Map.entry("149", "EUC-KR"),
            Map.entry("58", "GB2312"),
            Map.entry("192", "UTF-8"),
            Map.entry("GB18030", "GB18030"),
            Map.entry("GBK", "GBK"));

    /** What the bytes after the escape byte switch the upper half to. */
    private static final Map<String, String> UPPER = Map.ofEntries(
            Map.entry("-A", "ISO-8859-1"),
            Map.entry("-B", "ISO-8859-2"),
            Map.entry("-C", "ISO-8859-3"),
            Map.entry("-D", "ISO-8859-4"),
            Map.entry("-L", "ISO-8859-5"),
            Map.entry("-G", "ISO-8859-6"),
            Map.entry("-F", "ISO-8859-7"),
            Map.entry("-H", "ISO-8859-8"),
            Map.entry("-M", "ISO-8859-9"),
            Map.entry("-b", "ISO-8859-15"),
            Map.entry("-T", "TIS-620"),
            Map.entry(")I", "JIS_X0201"),
            Map.entry("$)C", "EUC-KR"),
            Map.entry("$)A", "GB2312"));

    private CharacterSets() {}

    /** {@code sets} as they stand in the file; where they say nothing that is known, UTF-8 if the bytes are that, else Latin-1. */
    static String decode(byte[] bytes, List<String> sets) {
        String first = sets.isEmpty() ? "" : NAMES.getOrDefault(shortName(sets.getFirst()), "");
        boolean escapes = false;
        boolean ascii = true;
        for (byte b : bytes) {
            escapes |= b == ESCAPE;
            ascii &= b >= 0;
        }
        if (escapes && !first.equals("UTF-8") && !first.startsWith("GB1")) {
            return escaped(bytes, first.isEmpty() ? "ISO-8859-1" : first);
        }
        if (ascii) {
            return new String(bytes, StandardCharsets.US_ASCII);
        }
        return first.isEmpty() ? guessed(bytes) : new String(bytes, charset(first));
    }

    private static String shortName(String name) {
        return name.replace("ISO_IR ", "").replace("ISO 2022 IR ", "").trim();
    }

    private static Charset charset(String name) {
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.ISO_8859_1;
    }

    private static String guessed(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    private static String escaped(byte[] bytes, String first) {
        StringBuilder text = new StringBuilder();
        ByteArrayOutputStream run = new ByteArrayOutputStream();
        String upper = first;
        byte[] lower = {};
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != ESCAPE) {
                run.write(bytes[i]);
                continue;
            }
            text.append(run(run.toByteArray(), lower, upper));
            run.reset();
            String sequence = sequence(bytes, i + 1);
            i += sequence.length();
            switch (sequence) {
                case "$B", "$@" -> lower = TO_KANJI;
                case "$(D" -> lower = TO_SUPPLEMENT;
                case "(B", "(J" -> lower = new byte[0];
                default -> upper = UPPER.getOrDefault(sequence, upper);
            }
        }
        return text.append(run(run.toByteArray(), lower, upper)).toString();
    }

    /** Intermediate bytes 0x20 to 0x2F, then one final byte. */
    private static String sequence(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] >= 0x20 && bytes[end] <= 0x2F) {
            end++;
        }
        return new String(bytes, from, Math.min(end + 1, bytes.length) - from, StandardCharsets.US_ASCII);
    }

    private static String run(byte[] bytes, byte[] lower, String upper) {
        if (lower.length == 0) {
            return new String(bytes, charset(upper));
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(lower);
        whole.writeBytes(bytes);
        return new String(whole.toByteArray(), charset("ISO-2022-JP-2"));
    }
}
