package org.vesalius.report.section;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vesalius.report.Resource;

/**
 * The studies of MIMIC-CXR whose text was looked up by hand, because {@link MimicSections} reads their report wrongly: 23 by the section that holds it, 31 by its characters, 8 of which have none. They
 * are not in {@code mimic_cxr_sectioned.csv}. The table is {@code mimic_exceptions.tsv} beside this class.
 */
public final class MimicExceptions {
    private static final Map<String, Correction> ALL = read();

    private MimicExceptions() {}

    /** What was found by hand. */
    public sealed interface Correction {}

    /** The text is the last section of this name. */
    public record InSection(String name) implements Correction {}

    /** The text is the characters from {@code start} until before {@code end} of the whole report; nothing when they are equal. */
    public record InRange(int start, int end) implements Correction {}

    /** All, by study ({@code s50913680}). */
    public static Map<String, Correction> all() {
        return ALL;
    }

    /** That of a study, named with or without its {@code s}; null for all but a few. */
    static @Nullable Correction of(String study) {
        return ALL.get(study.startsWith("s") ? study : "s" + study);
    }

    /** Whether a study is one of them. */
    public static boolean contains(String study) {
        return of(study) != null;
    }

    private static Map<String, Correction> read() {
        Map<String, Correction> all = new LinkedHashMap<>();
        Resource.rows("section/mimic_exceptions.tsv")
                .forEach(cells -> all.put(
                        cells.get(0),
                        cells.size() == 2
                                ? new InSection(cells.get(1))
                                : new InRange(Integer.parseInt(cells.get(1)), Integer.parseInt(cells.get(2)))));
        return Collections.unmodifiableMap(all);
    }
}
