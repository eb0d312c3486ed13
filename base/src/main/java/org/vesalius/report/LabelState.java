package org.vesalius.report;

/** What a text says of a finding, in the four states of CheXpert (Irvin et al., AAAI 2019). */
public enum LabelState {
    /** It is there. */
    POSITIVE("1.0"),
    /** It is said not to be there. */
    NEGATIVE("0.0"),
    /** It may be there. */
    UNCERTAIN("-1.0"),
    /** Nothing is said. */
    BLANK("");

    private final String code;

    LabelState(String code) {
        this.code = code;
    }

    /** The cell of CheXpert's and MIMIC-CXR's files: {@code 1.0}, {@code 0.0}, {@code -1.0} or nothing. */
    public String code() {
        return code;
    }

    /** Said at all. */
    public boolean mentioned() {
        return this != BLANK;
    }

    /**
     * From a cell of a label file: 1, 0, -1 with or without decimals; empty or {@code nan} is {@link #BLANK}.
     *
     * @throws IllegalArgumentException for any other cell
     */
    public static LabelState ofCode(String cell) {
        return switch (cell.strip()) {
            case "1", "1.0" -> POSITIVE;
            case "0", "0.0", "-0.0" -> NEGATIVE;
            case "-1", "-1.0" -> UNCERTAIN;
            case "", "nan", "NaN" -> BLANK;
            default -> throw new IllegalArgumentException("a label cell is 1, 0, -1 or empty");
        };
    }
}
