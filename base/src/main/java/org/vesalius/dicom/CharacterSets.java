package org.vesalius.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Text by {@code SpecificCharacterSet} (PS3.3 C.12.1.1.2), code extensions by escape sequences included. */
final class CharacterSets {
    private static final int ESCAPE = 0x1B;
    private static final byte[] TO_KANJI = {ESCAPE, '$', 'B'};
    private static final byte[] TO_SUPPLEMENT = {ESCAPE, '$', '(', 'D'};

    // KS X 1001 and the syllables that Windows adds
    private static final String KOREAN = "x-windows-949";

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
            Map.entry("149", KOREAN),
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
            Map.entry("$)C", KOREAN),
            Map.entry("$)A", "GB2312"));

    private CharacterSets() {}

    /**
     * {@code sets} as they stand in the file, which hold for text of these representations; where they say nothing that is known, UTF-8 if the bytes are that, else Latin-1.
     */
    static String decode(byte[] bytes, List<String> sets, Vr vr) {
        List<String> names =
                vr.isCharsetText() ? sets.stream().map(CharacterSets::name).toList() : List.of();
        String first = names.isEmpty() ? "" : names.getFirst();
        boolean escapes = false;
        boolean ascii = true;
        for (byte b : bytes) {
            escapes |= b == ESCAPE;
            ascii &= b >= 0;
        }
        // these have no code extensions
        if (!first.equals("UTF-8") && !first.startsWith("GB1") && !first.equals("GBK") && escapes) {
            return new Escaped(first, vr).decode(bytes);
        }
        if (ascii) {
            return new String(bytes, StandardCharsets.US_ASCII);
        }
        // some writers leave the escapes out where there is but one set that they can mean
        List<String> known =
                names.stream().filter(name -> !name.isEmpty()).distinct().toList();
        String meant = first.isEmpty() && known.size() == 1 ? known.getFirst() : first;
        return meant.isEmpty() ? guessed(bytes) : new String(bytes, charset(meant));
    }

    /** Java's name of a defined term, also of one that is written a little otherwise; empty for the default repertoire and what is not known. */
    private static String name(String term) {
        String upper = term.toUpperCase(Locale.ROOT);
        for (String whole : List.of("GB18030", "GBK")) {
            if (upper.endsWith(whole)) {
                return whole;
            }
        }
        if (upper.matches("UTF.?8")) {
            return "UTF-8";
        }
        int digits = upper.length();
        while (digits > 0 && Character.isDigit(upper.charAt(digits - 1))) {
            digits--;
        }
        return upper.startsWith("ISO") ? NAMES.getOrDefault(upper.substring(digits), "") : "";
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

    /** Text with code extensions (PS3.5 section 6.1.2.5): what the lower and the upper half of the bytes mean changes on the way. */
    private static final class Escaped {
        private final String first;
        private final Vr vr;
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream run = new ByteArrayOutputStream();
        // a set of two bytes in the lower half, by its escape sequence; none for ASCII
        private byte[] lower = {};
        private String upper;

        Escaped(String first, Vr vr) {
            this.first = first;
            this.vr = vr;
            this.upper = first;
        }

        String decode(byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == ESCAPE) {
                    end();
                    String sequence = sequence(bytes, i + 1);
                    i += sequence.length();
                    change(sequence);
                } else {
                    boolean ends = ends(bytes[i]);
                    run.write(bytes[i]);
                    if (ends) {
                        end();
                        lower = new byte[0];
                        upper = first.isEmpty() ? upper : first;
                    }
                }
            }
            end();
            return text.toString();
        }

        private void change(String sequence) {
            switch (sequence) {
                case "$B", "$@" -> lower = TO_KANJI;
                case "$(D" -> lower = TO_SUPPLEMENT;
                case "(B", "(J" -> lower = new byte[0];
                default -> upper = UPPER.getOrDefault(sequence, upper);
            }
        }

        /** Control characters and delimiters bring the first set back (6.1.2.5.3); between the halves of a character there are none. */
        private boolean ends(byte b) {
            if (b >= 0 && b < ' ') {
                return true;
            }
            boolean delimiter = (b == '\\' && vr.isMultiple()) || (vr == Vr.PN && (b == '^' || b == '='));
            return delimiter && lower.length == 0;
        }

        private void end() {
            byte[] bytes = run.toByteArray();
            run.reset();
            if (lower.length == 0) {
                text.append(new String(bytes, charset(upper.isEmpty() ? "ISO-8859-1" : upper)));
                return;
            }
            // a control character at the end is a byte of its own
            int last = bytes.length == 0 ? -1 : bytes[bytes.length - 1];
            int end = last >= 0 && last < ' ' ? bytes.length - 1 : bytes.length;
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.writeBytes(lower);
            whole.write(bytes, 0, end);
            text.append(new String(whole.toByteArray(), charset("ISO-2022-JP-2")));
            text.append(new String(bytes, end, bytes.length - end, StandardCharsets.US_ASCII));
        }

        /** Intermediate bytes 0x20 to 0x2F, then one final byte. */
        private static String sequence(byte[] bytes, int from) {
            int end = from;
            while (end < bytes.length && bytes[end] >= 0x20 && bytes[end] <= 0x2F) {
                end++;
            }
            return new String(bytes, from, Math.min(end + 1, bytes.length) - from, StandardCharsets.US_ASCII);
        }
    }
}
