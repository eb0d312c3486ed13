package org.vesalius.identity;

import java.util.List;
import org.vesalius.dicom.DataSet;
import org.vesalius.dicom.DicomWriter;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;

/** Applies the profile to a header, sequences included, and marks the result as what it is (PS3.15 section E.1.1). Pixels are copied; {@link PixelCleaner} sees to them. */
final class HeaderCleaner {
    private static final String OLDEST = "090Y";
    private static final int OLDEST_YEARS = 90;
    private static final String DUMMY = "REMOVED";
    private static final Tag METHOD_CODES = Tag.of(0x0012, 0x0064);
    private static final Tag LONGITUDINAL = Tag.of(0x0028, 0x0303);
    private static final Tag FEATURES = Tag.of(0x0028, 0x0302);
    private static final Tag TIMEZONE = Tag.of(0x0008, 0x0201);

    private final Policy policy;
    private final Subject subject;
    private final TextScrubber scrubber;
    private final Tally<Done> done = new Tally<>(Done.class);

    HeaderCleaner(Policy policy, Subject subject, TextScrubber scrubber) {
        this.policy = policy;
        this.subject = subject;
        this.scrubber = scrubber;
    }

    /** What was done so far. */
    Tally<Done> done() {
        return done;
    }

    /** The cleaned header with pixels as they were, without the marks. */
    DicomWriter clean(DataSet data) {
        DicomWriter out = new DicomWriter();
        for (Tag tag : data.tags()) {
            if (tag.element() != 0 && !tag.equals(Tag.SPECIFIC_CHARACTER_SET)) {
                element(data, tag, out);
            }
        }
        return out;
    }

    /**
     * Says in the header what was done.
     *
     * @param pixelsChecked whether burned-in text was searched and what was found is blanked
     * @param head whether the picture may show a face
     */
    void mark(DicomWriter out, boolean pixelsChecked, boolean head) {
        out.put(Tag.PATIENT_IDENTITY_REMOVED, Vr.CS, "YES")
                .put(Tag.DEIDENTIFICATION_METHOD, Vr.LO, "Vesalius", ProfileTable.EDITION + " table E.1-1")
                .put(LONGITUDINAL, Vr.CS, policy.longitudinal());
        if (pixelsChecked) {
            out.put(Tag.BURNED_IN_ANNOTATION, Vr.CS, "NO");
        }
        if (head) {
            out.put(FEATURES, Vr.CS, "YES");
        }
        List<DicomWriter> codes = new java.util.ArrayList<>();
        codes.add(code(ProfileOption.PROFILE_CODE, ProfileOption.PROFILE_MEANING));
        for (ProfileOption option : policy.options()) {
            if (option != ProfileOption.CLEAN_PIXEL_DATA || pixelsChecked) {
                codes.add(code(option.code(), option.meaning()));
            }
        }
        out.put(METHOD_CODES, codes.toArray(DicomWriter[]::new));
    }

    private static DicomWriter code(String value, String meaning) {
        return new DicomWriter()
                .put(Tag.of(0x0008, 0x0100), Vr.SH, value)
                .put(Tag.of(0x0008, 0x0102), Vr.SH, "DCM")
                .put(Tag.of(0x0008, 0x0104), Vr.LO, meaning);
    }

    private void element(DataSet data, Tag tag, DicomWriter out) {
        if (tag.isPrivate()) {
            privateElement(data, tag, out);
            return;
        }
        Vr vr = data.vr(tag).orElse(Vr.UN);
        if (vr == Vr.SQ && data.items(tag).isEmpty() && data.has(tag)) {
            // a sequence written as unknown bytes: what cannot be read cannot be cleaned
            done.add(Done.REMOVED);
            return;
        }
        if (surrogate(data, tag, vr, out)) {
            done.add(Done.REPLACED);
            return;
        }
        switch (ClassUids.contains(tag) ? Action.KEEP : policy.action(tag, vr)) {
            case REMOVE -> done.add(Done.REMOVED);
            case EMPTY -> {
                empty(tag, vr, out);
                done.add(data.has(tag) ? Done.EMPTIED : Done.KEPT);
            }
            case DUMMY -> dummy(data, tag, vr, out);
            case KEEP -> keep(data, tag, vr, out);
            case CLEAN -> cleaned(data, tag, vr, out);
            case UID -> uids(data, tag, vr, out);
        }
    }

    private void privateElement(DataSet data, Tag tag, DicomWriter out) {
        boolean safe = policy.has(ProfileOption.RETAIN_SAFE_PRIVATE) && SafePrivate.contains(data, tag);
        if (safe) {
            out.copy(data, tag);
        }
        done.add(safe ? Done.PRIVATE_KEPT : Done.PRIVATE_REMOVED);
    }

    /** The three that hold a study together get a surrogate that says nothing, rather than nothing. */
    private boolean surrogate(DataSet data, Tag tag, Vr vr, DicomWriter out) {
        if (tag.equals(Tag.PATIENT_NAME)) {
            out.put(tag, Vr.PN, subject.name());
        } else if (tag.equals(Tag.PATIENT_ID)) {
            out.put(tag, Vr.LO, subject.id());
        } else if (tag.equals(Tag.ACCESSION_NUMBER)) {
            out.put(tag, Vr.SH, subject.surrogates().accession(data.string(tag).orElse("")));
        } else if (tag.equals(Tag.PATIENT_AGE) && policy.action(tag, vr) == Action.KEEP) {
            out.put(tag, Vr.AS, age(data.string(tag).orElse("")));
        } else {
            return false;
        }
        return true;
    }

    /** Ages over 89 count as 90. */
    static String age(String age) {
        boolean old = age.matches("\\d{3}Y") && Integer.parseInt(age.substring(0, 3)) >= OLDEST_YEARS;
        return old ? OLDEST : age.matches("\\d{3}[DWMY]") ? age : "";
    }

    private void empty(Tag tag, Vr vr, DicomWriter out) {
        if (vr == Vr.SQ) {
            out.put(tag);
        } else {
            out.put(tag, vr, new byte[0]);
        }
    }

    private void dummy(DataSet data, Tag tag, Vr vr, DicomWriter out) {
        done.add(Done.REPLACED);
        switch (vr) {
            case SQ -> out.put(tag, data.items(tag).stream().map(this::shell).toArray(DicomWriter[]::new));
            case PN, LO, SH, LT, ST, UT, UC, CS, AE -> out.put(tag, vr, DUMMY);
            case DA -> out.put(tag, vr, "19000101");
            case TM -> out.put(tag, vr, "000000");
            case DT -> out.put(tag, vr, "19000101000000");
            case AS -> out.put(tag, vr, "000Y");
            case IS, DS -> out.put(tag, vr, "0");
            case UR -> out.put(tag, vr, "https://example.org/");
            case UI ->
                out.put(
                        tag,
                        vr,
                        subject.surrogates().uid("dummy " + data.string(tag).orElse("")));
            default -> out.put(tag, vr, new byte[Math.max(2, vr.unit())]);
        }
    }

    /** An item of a sequence that is replaced: cleaned, and of its words none is left, since codes of persons are words like others. */
    private DicomWriter shell(DataSet item) {
        DicomWriter out = new DicomWriter();
        for (Tag tag : item.tags()) {
            Vr vr = item.vr(tag).orElse(Vr.UN);
            if (vr == Vr.SQ && !item.items(tag).isEmpty() && !tag.isPrivate()) {
                out.put(tag, item.items(tag).stream().map(this::shell).toArray(DicomWriter[]::new));
            } else if (vr.isCharsetText() && !tag.isPrivate() && policy.action(tag, vr) != Action.REMOVE) {
                out.put(tag, vr, DUMMY);
            } else if (tag.element() != 0 && !tag.equals(Tag.SPECIFIC_CHARACTER_SET)) {
                element(item, tag, out);
            }
        }
        return out;
    }

    private void sequence(DataSet data, Tag tag, DicomWriter out) {
        out.put(tag, data.items(tag).stream().map(this::clean).toArray(DicomWriter[]::new));
    }

    private void keep(DataSet data, Tag tag, Vr vr, DicomWriter out) {
        if (vr == Vr.SQ) {
            sequence(data, tag, out);
            return;
        }
        done.add(Done.KEPT);
        if (vr.isCharsetText()) {
            out.put(tag, vr, data.strings(tag).stream().map(scrubber::known).toArray(String[]::new));
        } else {
            out.copy(data, tag);
        }
    }

    private void cleaned(DataSet data, Tag tag, Vr vr, DicomWriter out) {
        if (vr == Vr.SQ) {
            sequence(data, tag, out);
            return;
        }
        if (tag.equals(TIMEZONE)) {
            done.add(Done.REMOVED);
            return;
        }
        switch (vr) {
            case DA, DT -> {
                done.add(Done.DATE_SHIFTED);
                out.put(
                        tag,
                        vr,
                        data.strings(tag).stream()
                                .map(value ->
                                        Dates.shifted(value, subject.days()).orElse(""))
                                .toArray(String[]::new));
            }
            case TM -> keep(data, tag, vr, out);
            case AE, SH, CS -> {
                done.add(Done.CLEANED);
                out.put(
                        tag,
                        vr,
                        data.strings(tag).stream()
                                .map(value -> vr == Vr.AE ? subject.surrogates().shape(value) : fit(value, vr))
                                .toArray(String[]::new));
            }
            case LO, PN, LT, ST, UT, UC, UR -> {
                done.add(Done.CLEANED);
                out.put(
                        tag,
                        vr,
                        data.strings(tag).stream().map(value -> fit(value, vr)).toArray(String[]::new));
            }
            default -> done.add(Done.REMOVED);
        }
    }

    /** Scrubbed, and no longer than the representation allows. */
    private String fit(String value, Vr vr) {
        String text = scrubber.scrub(value).text();
        int limit = switch (vr) {
            case SH, CS -> 16;
            case LO -> 64;
            default -> Integer.MAX_VALUE;
        };
        return text.length() <= limit || text.equals(value) ? text : text.substring(0, limit);
    }

    private void uids(DataSet data, Tag tag, Vr vr, DicomWriter out) {
        if (vr != Vr.UI) {
            done.add(Done.REMOVED);
            return;
        }
        done.add(Done.UID_REPLACED);
        out.put(
                tag,
                vr,
                data.strings(tag).stream().map(subject.surrogates()::uid).toArray(String[]::new));
    }
}
