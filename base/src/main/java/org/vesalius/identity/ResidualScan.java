package org.vesalius.identity;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.vesalius.dicom.DataSet;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;

/**
 * Looks for what is known of a patient in the bytes of a result, whatever part of the file they belong to: in the character sets that DICOM knows, in UTF-16, escaped for the web and in Base64, without regard to the case
 * of ASCII letters. Short words, which any noise contains, are looked for in texts only.
 */
final class ResidualScan {
    private static final int KEY = 4;
    private static final int SHORT = 4;
    private static final int IN_PIXELS = 7;
    private static final List<Charset> CHARSETS = charsets(
            "UTF-8",
            "ISO-8859-1",
            "ISO-8859-2",
            "ISO-8859-5",
            "ISO-8859-6",
            "ISO-8859-7",
            "ISO-8859-8",
            "ISO-8859-9",
            "UTF-16LE",
            "UTF-16BE",
            "windows-1251",
            "ISO-2022-JP",
            "Shift_JIS",
            "EUC-JP",
            "EUC-KR",
            "GB18030",
            "TIS-620");

    /** Lower-case byte patterns by their first four bytes. */
    private final Map<Integer, List<byte[]>> patterns = new HashMap<>();

    private final List<Pattern> words = new ArrayList<>();

    private static List<Charset> charsets(String... names) {
        return Arrays.stream(names)
                .filter(Charset::isSupported)
                .map(Charset::forName)
                .toList();
    }

    ResidualScan(Subject subject, Policy policy) {
        Identifiers known = subject.identifiers();
        Set<String> texts = new HashSet<>();
        for (Person person : known.people()) {
            List<String> parts = new ArrayList<>(person.given());
            parts.add(person.family());
            parts.stream()
                    .filter(part -> Identifiers.names(part) && !Words.ORDINARY.contains(Folded.of(part)))
                    .forEach(texts::add);
        }
        texts.addAll(known.numbers());
        texts.addAll(known.phones());
        texts.addAll(known.births());
        if (!policy.has(ProfileOption.RETAIN_INSTITUTION)) {
            texts.addAll(known.places());
        }
        if (!policy.has(ProfileOption.RETAIN_UIDS)) {
            texts.addAll(known.uids());
        }
        if (policy.has(ProfileOption.RETAIN_DEVICE)) {
            texts.removeAll(known.devices());
        }
        texts.forEach(this::pattern);
    }

    private void pattern(String text) {
        boolean digits = text.chars().allMatch(c -> Character.isDigit(c) || c == '.' || c == '-');
        if (text.length() < SHORT || (digits && text.length() < IN_PIXELS)) {
            words.add(Pattern.compile(
                    "(?<![\\p{L}\\p{N}.])" + Pattern.quote(text) + "(?![\\p{L}\\p{N}.])",
                    digits ? 0 : Pattern.UNICODE_CASE));
            return;
        }
        for (Charset charset : CHARSETS) {
            if (charset.newEncoder().canEncode(text)) {
                bytes(text.getBytes(charset));
                bytes(text.toUpperCase(Locale.ROOT).getBytes(charset));
                bytes(text.toLowerCase(Locale.ROOT).getBytes(charset));
            }
        }
        bytes(Folded.of(text).getBytes(StandardCharsets.UTF_8));
        bytes(URLEncoder.encode(text, StandardCharsets.UTF_8).getBytes(StandardCharsets.US_ASCII));
        base64(text);
    }

    /** The characters of Base64 that do not depend on what stands beside the text, at each of three places in a group. */
    private void base64(String text) {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int shift = 0; shift < 3; shift++) {
            byte[] padded = new byte[raw.length + shift];
            System.arraycopy(raw, 0, padded, shift, raw.length);
            String coded = Base64.getEncoder().withoutPadding().encodeToString(padded);
            int from = shift == 0 ? 0 : shift + 1;
            int to = coded.length() - (padded.length % 3 == 0 ? 0 : 1);
            if (to - from >= IN_PIXELS) {
                // case matters in Base64, but a hit in another case is rare enough
                bytes(coded.substring(from, to).getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private void bytes(byte[] pattern) {
        byte[] lower = lower(pattern);
        if (lower.length >= KEY) {
            List<byte[]> same = patterns.computeIfAbsent(key(lower, 0), _ -> new ArrayList<>());
            if (same.stream().noneMatch(other -> Arrays.equals(other, lower))) {
                same.add(lower);
            }
        }
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

    private static int key(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 255) << 16 | (bytes[at + 2] & 255) << 8 | (bytes[at + 3] & 255);
    }

    /** Whether something known is in bytes; {@code pixels} when most of them are numbers of a picture. */
    boolean finds(byte[] bytes, boolean pixels) {
        byte[] lower = lower(bytes);
        int rolling = 0;
        for (int end = 0; end < lower.length; end++) {
            rolling = rolling << 8 | (lower[end] & 255);
            if (end >= KEY - 1) {
                List<byte[]> candidates = patterns.get(rolling);
                if (candidates != null && matches(lower, end - KEY + 1, candidates, pixels)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean matches(byte[] in, int at, List<byte[]> candidates, boolean pixels) {
        for (byte[] candidate : candidates) {
            boolean longEnough = !pixels || candidate.length >= IN_PIXELS;
            if (longEnough
                    && at + candidate.length <= in.length
                    && Arrays.equals(in, at, at + candidate.length, candidate, 0, candidate.length)) {
                return true;
            }
        }
        return false;
    }

    /** Whether something known, short words too, is in a text. */
    boolean finds(String text) {
        return finds(text.getBytes(StandardCharsets.UTF_8), false)
                || finds(Folded.of(text).getBytes(StandardCharsets.UTF_8), false)
                || words.stream().anyMatch(word -> word.matcher(text).find());
    }

    /** Where an identifier is in a header: the first attribute that has one. */
    Optional<String> where(DataSet data) {
        for (Tag tag : data.tags()) {
            for (DataSet item : data.items(tag)) {
                Optional<String> inside = where(item);
                if (inside.isPresent()) {
                    return inside;
                }
            }
            boolean text = data.vr(tag).map(Vr::isCharsetText).orElse(false);
            if (text && data.strings(tag).stream().anyMatch(this::finds)) {
                return Optional.of(tag.toString());
            }
        }
        return Optional.empty();
    }
}
