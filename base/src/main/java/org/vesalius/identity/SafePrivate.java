package org.vesalius.identity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.vesalius.dicom.DataSet;
import org.vesalius.dicom.Tag;

/** Private elements that hold no identity (resource {@code safe-private.tsv}), and the creators that announce them. */
final class SafePrivate {
    private static final String RESOURCE = "safe-private.tsv";
    private static final Set<String> SAFE = load();

    private SafePrivate() {}

    /** Whether an element is safe, or announces a block in which one is. */
    static boolean contains(DataSet data, Tag tag) {
        if (tag.element() <= 0xFF) {
            return data.tags().stream()
                    .anyMatch(other -> other.group() == tag.group()
                            && other.element() >>> 8 == tag.element()
                            && contains(data, other));
        }
        String creator = data.string(Tag.of(tag.group(), tag.element() >>> 8)).orElse("");
        return SAFE.contains(creator + "\t%04X\t%02X".formatted(tag.group(), tag.element() & 0xFF));
    }

    private static Set<String> load() {
        try (InputStream in = SafePrivate.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the class path");
            }
            Set<String> safe = new HashSet<>();
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> safe.add(line.substring(0, line.lastIndexOf('\t'))));
            return Set.copyOf(safe);
        } catch (IOException e) {
            throw new IllegalStateException(RESOURCE + " cannot be read", e);
        }
    }
}
