package org.vesalius.identity;

/** An option of the basic profile (PS3.15 section E.3), with its code in PS3.16 context group 7050. */
public enum ProfileOption {
    /** Unique identifiers stay. */
    RETAIN_UIDS("uids", "113110", "Retain UIDs Option"),
    /** Serial numbers, station names and the like stay. */
    RETAIN_DEVICE("device", "113109", "Retain Device Identity Option"),
    /** Hospital and department stay. */
    RETAIN_INSTITUTION("institution", "113112", "Retain Institution Identity Option"),
    /** Sex, age (90 at most), size, weight and the like stay. */
    RETAIN_PATIENT("patient", "113108", "Retain Patient Characteristics Option"),
    /** Dates and times stay as they are. */
    FULL_DATES("fullDates", "113106", "Retain Longitudinal Temporal Information Full Dates Option"),
    /** Dates are shifted by the same number of days for all of a patient. */
    MODIFIED_DATES("modifiedDates", "113107", "Retain Longitudinal Temporal Information Modified Dates Option"),
    /** Descriptions and comments stay, scrubbed as report text is. */
    CLEAN_DESCRIPTORS("descriptors", "113105", "Clean Descriptors Option"),
    /** Structured reports and acquisition context stay, their texts scrubbed. */
    CLEAN_STRUCTURED_CONTENT("structured", "113104", "Clean Structured Content Option"),
    /** Overlays and graphic annotations stay, their texts removed. */
    CLEAN_GRAPHICS("graphics", "113103", "Clean Graphics Option"),
    /** Burned-in text is found and blanked. */
    CLEAN_PIXEL_DATA("", "113101", "Clean Pixel Data Option"),
    /** Private elements of which the standard says that they are safe stay. */
    RETAIN_SAFE_PRIVATE("private", "113111", "Retain Safe Private Option");

    /** The profile itself. */
    static final String PROFILE_CODE = "113100";

    static final String PROFILE_MEANING = "Basic Application Confidentiality Profile";

    private final String column;
    private final String code;
    private final String meaning;

    ProfileOption(String column, String code, String meaning) {
        this.column = column;
        this.code = code;
        this.meaning = meaning;
    }

    /** Its column in the table resource; empty where it has none. */
    String column() {
        return column;
    }

    /** Its code value under the scheme {@code DCM}. */
    String code() {
        return code;
    }

    /** Its name in the standard. */
    public String meaning() {
        return meaning;
    }
}
