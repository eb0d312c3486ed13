package org.vesalius.identity;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.vesalius.dicom.Dictionary;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;
import org.vesalius.io.InputException;

/**
 * Which options are on, and what that means for each attribute. An attribute that the table does not name is judged by its representation: names go, free text is cleaned or goes, dates follow the choice of dates,
 * unique identifiers are replaced, what the dictionary does not know goes, curves and overlays go whole, the rest stays.
 */
public record Policy(Set<ProfileOption> options) {
    public Policy {
        if (options.contains(ProfileOption.FULL_DATES) && options.contains(ProfileOption.MODIFIED_DATES)) {
            throw InputException.of("dates", "kept or shifted", "both", "choose one");
        }
        options = options.isEmpty() ? Collections.emptySet() : Collections.unmodifiableSet(EnumSet.copyOf(options));
    }

    /** Pixels and descriptors cleaned, dates shifted, nothing else retained. */
    public static Policy defaults() {
        return new Policy(EnumSet.of(
                ProfileOption.CLEAN_PIXEL_DATA, ProfileOption.CLEAN_DESCRIPTORS, ProfileOption.MODIFIED_DATES));
    }

    /** The same with one more option. */
    public Policy with(ProfileOption option) {
        Set<ProfileOption> more = EnumSet.of(option);
        more.addAll(options);
        return new Policy(more);
    }

    /** The same without an option. */
    public Policy without(ProfileOption option) {
        Set<ProfileOption> fewer = EnumSet.noneOf(ProfileOption.class);
        fewer.addAll(options);
        fewer.remove(option);
        return new Policy(fewer);
    }

    boolean has(ProfileOption option) {
        return options.contains(option);
    }

    /** What happens to an attribute; cleaning wins where one option keeps it and another cleans it. */
    Action action(Tag tag, Vr vr) {
        ProfileTable.Row row = ProfileTable.row(tag).orElse(null);
        if (row == null) {
            return beyondTheTable(tag, vr);
        }
        Action action = row.basic();
        for (ProfileOption option : options) {
            Action changed = row.options().get(option);
            if (changed != null && (action == row.basic() || changed == Action.CLEAN)) {
                action = changed;
            }
        }
        return action;
    }

    private Action beyondTheTable(Tag tag, Vr vr) {
        int family = tag.group() & 0xFF00;
        if (family == 0x5000 || family == 0x6000) {
            return Action.REMOVE;
        }
        if (Dictionary.keyword(tag).isEmpty()) {
            return Action.REMOVE;
        }
        return switch (vr) {
            case PN -> Action.EMPTY;
            case LT, ST, UT, UC, UR -> has(ProfileOption.CLEAN_DESCRIPTORS) ? Action.CLEAN : Action.REMOVE;
            case DA, DT, TM -> dates();
            case AS -> has(ProfileOption.RETAIN_PATIENT) ? Action.KEEP : Action.REMOVE;
            case AE -> has(ProfileOption.RETAIN_DEVICE) ? Action.KEEP : Action.REMOVE;
            case UI -> has(ProfileOption.RETAIN_UIDS) ? Action.KEEP : Action.UID;
            default -> Action.KEEP;
        };
    }

    private Action dates() {
        if (has(ProfileOption.MODIFIED_DATES)) {
            return Action.CLEAN;
        }
        return has(ProfileOption.FULL_DATES) ? Action.KEEP : Action.EMPTY;
    }

    /** What becomes of dates, in the words of {@code LongitudinalTemporalInformationModified}. */
    String longitudinal() {
        if (has(ProfileOption.MODIFIED_DATES)) {
            return "MODIFIED";
        }
        return has(ProfileOption.FULL_DATES) ? "UNMODIFIED" : "REMOVED";
    }
}
