package org.vesalius.identity;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vesalius.dicom.DataSet;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;

/** What the headers of a patient's files say about who that is: searched in report text, and afterwards in every output byte. */
final class Identifiers {
    private static final Set<Tag> NUMBERS = tags(
            0x00100020,
            0x00101000,
            0x00080050,
            0x00200010,
            0x00380010,
            0x00380060,
            0x00402016,
            0x00402017,
            0x00401001,
            0x00400253,
            0x00400009,
            0x00101090,
            0x00101050,
            0x0040050A,
            0x00400551,
            0x00400512,
            0x00120040,
            0x00120042,
            0x00120071);
    private static final Set<Tag> PLACES = tags(
            0x00080080,
            0x00080081,
            0x00101040,
            0x00102152,
            0x00380300,
            0x00380400,
            0x00401102,
            0x0040A353,
            0x00080092,
            0x00102299,
            0x0040A027,
            0x00120031,
            0x00120060);
    private static final Set<Tag> DEVICES =
            tags(0x00181000, 0x00081010, 0x00181004, 0x00181007, 0x00181008, 0x0018700A);
    private static final Set<Tag> PHONES = tags(0x00102154, 0x00080094, 0x00401103, 0x00402010, 0x0040A354, 0x00102155);
    private static final Tag BIRTH_NAME = Tag.of(0x0010, 0x1005);

    /** Words of headers that name nobody. */
    private static final Set<String> NOBODY = Set.of(
            "anonymous",
            "anonymized",
            "anonymised",
            "anon",
            "unknown",
            "none",
            "patient",
            "test",
            "removed",
            "synthetic",
            "phantom",
            "name",
            "na",
            "n/a",
            "xxxx",
            "null",
            "deidentified",
            "dummy",
            "unspecified",
            "hidden",
            "noname",
            "md",
            "dr",
            "mr",
            "mrs",
            "ms",
            "prof",
            "jr",
            "sr",
            "phd",
            "rt",
            "rn");

    private final Set<Person> people = new LinkedHashSet<>();
    private final Set<String> numbers = new TreeSet<>();
    private final Set<String> devices = new TreeSet<>();
    private final Set<String> places = new TreeSet<>();
    private final Set<String> phones = new TreeSet<>();
    private final Set<String> births = new TreeSet<>();
    private final Set<String> uids = new HashSet<>();
    private @Nullable Person patient;

    private static Set<Tag> tags(int... codes) {
        Set<Tag> tags = new HashSet<>();
        for (int code : codes) {
            tags.add(new Tag(code));
        }
        return tags;
    }

    /** Takes over what a header says, sequences included. */
    void collect(DataSet data) {
        for (Tag tag : data.tags()) {
            Vr vr = data.vr(tag).orElse(Vr.UN);
            if (vr == Vr.SQ) {
                data.items(tag).forEach(this::collect);
            } else if (vr.isText()) {
                data.strings(tag).forEach(value -> collect(tag, vr, value));
            }
        }
    }

    private void collect(Tag tag, Vr vr, String value) {
        if (value.isBlank()) {
            return;
        }
        if (vr == Vr.PN || tag.equals(BIRTH_NAME)) {
            List<Person> named = Person.of(value);
            named.forEach(this::person);
            if (tag.equals(Tag.PATIENT_NAME) && patient == null) {
                patient = named.stream().filter(people::contains).findFirst().orElse(null);
            }
        } else if (DEVICES.contains(tag)) {
            devices.add(value);
            number(value);
        } else if (NUMBERS.contains(tag)) {
            number(value);
        } else if (PLACES.contains(tag)) {
            place(value);
        } else if (PHONES.contains(tag)) {
            phones.add(value);
        } else if (tag.equals(Tag.PATIENT_BIRTH_DATE)) {
            births.add(value);
        } else if (vr == Vr.UI && !ClassUids.contains(tag) && !value.startsWith("1.2.840.10008.")) {
            uids.add(value);
        }
    }

    /** A person that a table or header names. */
    void person(Person person) {
        if (names(person.family()) || person.given().stream().anyMatch(Identifiers::names)) {
            people.add(person);
        }
    }

    /** A number that a table or header names. */
    void number(String value) {
        boolean digit = value.chars().anyMatch(Character::isDigit);
        boolean letter = value.chars().anyMatch(Character::isLetter);
        if (value.length() >= (digit ? letter ? 3 : 4 : 5) && !NOBODY.contains(value.toLowerCase(Locale.ROOT))) {
            numbers.add(value);
        }
    }

    /** An address or institution. */
    void place(String value) {
        if (value.length() >= 4 && !NOBODY.contains(value.toLowerCase(Locale.ROOT))) {
            places.add(value);
        }
    }

    /** A date of birth as {@code YYYYMMDD}. */
    void birth(String value) {
        births.add(value);
    }

    /** Whether a word of a name says who somebody is. */
    static boolean names(String word) {
        return word.length() >= 2
                && word.chars().anyMatch(Character::isLetter)
                && !NOBODY.contains(word.toLowerCase(Locale.ROOT));
    }

    /** The patient's own name; none when the header has none that says who it is. */
    Optional<Person> patient() {
        return Optional.ofNullable(patient);
    }

    List<Person> people() {
        return List.copyOf(people);
    }

    List<String> numbers() {
        return List.copyOf(numbers);
    }

    /** Those of the numbers that name a device. */
    Set<String> devices() {
        return Set.copyOf(devices);
    }

    List<String> places() {
        return List.copyOf(places);
    }

    List<String> phones() {
        return List.copyOf(phones);
    }

    List<String> births() {
        return List.copyOf(births);
    }

    Set<String> uids() {
        return Set.copyOf(uids);
    }
}
