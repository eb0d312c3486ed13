package org.vesalius.identity;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.vesalius.dicom.DataSet;
import org.vesalius.dicom.DicomFile;
import org.vesalius.dicom.DicomWriter;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;

/**
 * Looks for what is known of a patient in the bytes of a result, whatever part of the file they belong to: in the character sets that DICOM knows, in UTF-16, escaped for the web and in Base64, without regard to the case
 * of ASCII letters. Names of few letters count as whole words only, and those of fewer than four are looked for in texts only: both are in any noise.
 */
final class ResidualScan {
    private static final int SHORT = 4;
    private static final int IN_PIXELS = 7;
    private static final Tag VALUE_TYPE = Tag.of(0x0040, 0xA040);
    private static final Tag RELATIONSHIP = Tag.of(0x0040, 0xA010);

    /** What these two attributes of structured reports may say (PS3.3 section C.17.3): words that are names of people too. */
    private static final Set<String> TERMS = Set.of(
            "TEXT",
            "NUM",
            "CODE",
            "DATETIME",
            "DATE",
            "TIME",
            "UIDREF",
            "PNAME",
            "COMPOSITE",
            "IMAGE",
            "WAVEFORM",
            "SCOORD",
            "SCOORD3D",
            "TCOORD",
            "CONTAINER",
            "TABLE",
            "CONTAINS",
            "HAS OBS CONTEXT",
            "HAS CONCEPT MOD",
            "HAS PROPERTIES",
            "HAS ACQ CONTEXT",
            "INFERRED FROM",
            "SELECTED FROM");

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

    private final ByteSearch search = new ByteSearch();
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
        if (policy.has(ProfileOption.RETAIN_DEVICE)) {
            texts.removeAll(known.devices());
        }
        texts.forEach(this::pattern);
        if (!policy.has(ProfileOption.RETAIN_UIDS)) {
            known.uids().forEach(search::addUid);
        }
    }

    private void pattern(String text) {
        boolean digits = text.chars().allMatch(c -> Character.isDigit(c) || c == '.' || c == '-');
        if (text.length() < SHORT || (digits && text.length() < IN_PIXELS)) {
            words.add(Pattern.compile(
                    "(?<![\\p{L}\\p{N}.])" + Pattern.quote(text) + "(?![\\p{L}\\p{N}.])",
                    digits ? 0 : Pattern.UNICODE_CASE));
            return;
        }
        ByteSearch.Bound bound = bound(text, digits);
        for (Charset charset : CHARSETS) {
            if (charset.newEncoder().canEncode(text)) {
                search.add(text.getBytes(charset), bound);
                search.add(text.toUpperCase(Locale.ROOT).getBytes(charset), bound);
                search.add(text.toLowerCase(Locale.ROOT).getBytes(charset), bound);
            }
        }
        search.add(Folded.of(text).getBytes(StandardCharsets.UTF_8), bound);
        search.add(URLEncoder.encode(text, StandardCharsets.UTF_8).getBytes(StandardCharsets.US_ASCII), bound);
        base64(text);
    }

    private static ByteSearch.Bound bound(String text, boolean digits) {
        if (digits) {
            return ByteSearch.Bound.DIGITS;
        }
        if (text.length() >= IN_PIXELS) {
            return ByteSearch.Bound.NONE;
        }
        boolean letters = text.chars().allMatch(Character::isLetter);
        return letters ? ByteSearch.Bound.LETTERS : ByteSearch.Bound.BOTH;
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
                search.add(coded.substring(from, to).getBytes(StandardCharsets.US_ASCII), ByteSearch.Bound.NONE);
            }
        }
    }

    /** Whether something known, short words too, is in a text. */
    boolean finds(String text) {
        return search.isIn(text.getBytes(StandardCharsets.UTF_8), 0)
                || search.isIn(Folded.of(text).getBytes(StandardCharsets.UTF_8), 0)
                || words.stream().anyMatch(word -> word.matcher(text).find());
    }

    /** Where in a file something known is: an attribute, the header as bytes, or the file as bytes; empty when nowhere. */
    Optional<String> where(DicomFile file, byte[] bytes) {
        Optional<String> attribute = where(file.data());
        if (attribute.isPresent()) {
            return attribute;
        }
        if (search.isIn(header(file.data()).bytes(), 0)) {
            return Optional.of("the header");
        }
        return search.isIn(bytes, IN_PIXELS) ? Optional.of("the file") : Optional.empty();
    }

    private Optional<String> where(DataSet data) {
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

    /** All but the pixels and the terms of structured reports. */
    private static DicomWriter header(DataSet data) {
        DicomWriter header = new DicomWriter();
        for (Tag tag : data.tags()) {
            boolean term = (tag.equals(VALUE_TYPE) || tag.equals(RELATIONSHIP))
                    && TERMS.contains(data.string(tag).orElse(""));
            if (term || tag.group() == Tag.PIXEL_DATA.group()) {
                continue;
            }
            List<DataSet> items = data.items(tag);
            if (items.isEmpty()) {
                header.copy(data, tag);
            } else {
                header.put(tag, items.stream().map(ResidualScan::header).toArray(DicomWriter[]::new));
            }
        }
        return header;
    }
}
