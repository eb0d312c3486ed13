package org.vesalius.dicom;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The data elements of PS3.6: what an implicit encoding leaves out, and the keywords. */
public final class Dictionary {
    private record Entry(Vr vr, String keyword) {}

    private static final Map<Integer, Entry> ENTRIES = load();

    private Dictionary() {}

    /** The usual representation; {@code UN} when the element is private or unknown. */
    public static Vr vr(Tag tag) {
        if (tag.element() == 0) {
            return Vr.UL;
        }
        if (tag.isPrivate()) {
            return tag.element() >= 0x10 && tag.element() <= 0xFF ? Vr.LO : Vr.UN;
        }
        Entry entry = ENTRIES.get(key(tag));
        return entry == null ? Vr.UN : entry.vr;
    }

    /** Such as {@code PatientID}. */
    public static Optional<String> keyword(Tag tag) {
        return Optional.ofNullable(ENTRIES.get(key(tag))).map(Entry::keyword);
    }

    /** Curves and overlays repeat over groups 5000 to 501E and 6000 to 601E. */
    private static int key(Tag tag) {
        int family = tag.group() & 0xFF00;
        boolean repeats = (family == 0x5000 || family == 0x6000) && tag.group() - family <= 0x1E;
        return repeats ? Tag.of(family, tag.element()).code() : tag.code();
    }

    private static Map<Integer, Entry> load() {
        Map<Integer, Entry> entries = new HashMap<>(8192);
        try (InputStream in = Dictionary.class.getResourceAsStream("dictionary.txt")) {
            if (in == null) {
                throw new IllegalStateException("dictionary.txt is missing from the class path");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    Vr vr = Vr.valueOf(line.substring(9, 11));
                    entries.put(Integer.parseUnsignedInt(line, 0, 8, 16), new Entry(vr, line.substring(12)));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("dictionary.txt cannot be read", e);
        }
        return entries;
    }
}
