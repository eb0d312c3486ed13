package org.vesalius.report;

/** A sentence of a report: its words on one line, and where they stand in the text. */
public final class Sentence {
    private final String text;
    private final int[] origins;

    /** {@code origins} are the places of the characters of {@code text}, rising. */
    Sentence(String text, int[] origins) {
        this.text = text;
        this.origins = origins;
    }

    /** The words, single blanks between them. */
    public String text() {
        return text;
    }

    /** The words in lower case, each character at its place. */
    public String lower() {
        return lower(text);
    }

    /** Lower case that keeps every character's place, which {@link String#toLowerCase} does not for a few letters. */
    static String lower(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.chars().forEach(c -> lower.append(Character.toLowerCase((char) c)));
        return lower.toString();
    }

    /** Where the first character of {@code [start, end)} of {@link #text} stands in the report text. */
    public int startOf(int start) {
        return origins[start];
    }

    /** One past where the last character of {@code [start, end)} of {@link #text} stands in the report text. */
    public int endOf(int end) {
        return origins[end - 1] + 1;
    }

    @Override
    public String toString() {
        return text;
    }
}
