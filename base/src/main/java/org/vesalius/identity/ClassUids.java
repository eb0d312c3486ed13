package org.vesalius.identity;

import java.util.Set;
import org.vesalius.dicom.Tag;

/** Attributes whose unique identifiers name a class, a code system or a context group: they say nothing of a patient, stay, and are not searched for. */
final class ClassUids {
    private static final Set<Tag> TAGS = Set.of(
            Tag.SOP_CLASS_UID,
            Tag.of(0x0008, 0x001A),
            Tag.of(0x0008, 0x001B),
            Tag.of(0x0008, 0x0062),
            Tag.of(0x0008, 0x010C),
            Tag.of(0x0008, 0x0117),
            Tag.of(0x0008, 0x0118),
            Tag.of(0x0008, 0x1150),
            Tag.of(0x0008, 0x115A));

    private ClassUids() {}

    static boolean contains(Tag tag) {
        return TAGS.contains(tag);
    }
}
