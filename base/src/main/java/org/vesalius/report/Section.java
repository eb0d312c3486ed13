package org.vesalius.report;

/** The parts of a radiology report, in the order in which reports have them. */
public enum Section {
    /** What was examined; also "type of examination". */
    EXAMINATION,
    /** Why: the question that was asked. */
    INDICATION,
    /** What is known of the patient. */
    HISTORY,
    /** How: views, contrast, protocol. */
    TECHNIQUE,
    /** The earlier films. */
    COMPARISON,
    /** What is seen. */
    FINDINGS,
    /** What it means. */
    IMPRESSION,
    /** What stands behind the last blank line of a report that names neither findings nor impression (a rule of MIMIC-CXR). */
    LAST_PARAGRAPH,
    /** What to do next. */
    RECOMMENDATION,
    /** Who was told. */
    NOTIFICATION,
    /** What was added later. */
    ADDENDUM,
    /** The first reading, before the final one. */
    WET_READ,
    /** Parts under other headers, each with its header. */
    OTHER,
    /** Free text without headers: a caption, a note, what stands above the first header. */
    TEXT,
    /** Sentences elsewhere in an article that speak of the figure, one a line. */
    MENTIONS
}
