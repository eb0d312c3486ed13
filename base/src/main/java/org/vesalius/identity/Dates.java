package org.vesalius.identity;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Dates of headers (DA and DT) moved by some days; times of the day stay. */
final class Dates {
    private static final int DATE = 8;
    private static final int MONTH = 6;
    private static final int YEAR = 4;

    private Dates() {}

    /** {@code YYYYMMDD}, {@code YYYY.MM.DD} or a date and time that may end after the year or month; empty when it is none. */
    static Optional<String> shifted(String value, int days) {
        String text = value.replaceFirst("^(\\d{4})[.\\-/](\\d{2})[.\\-/](\\d{2})$", "$1$2$3");
        if (!text.matches("\\d{4}(\\d{2}(\\d{2}.*)?)?")) {
            return Optional.empty();
        }
        LocalDate date = date(text);
        if (date == null) {
            return Optional.empty();
        }
        LocalDate moved = date.plusDays(days);
        String whole = "%04d%02d%02d".formatted(moved.getYear(), moved.getMonthValue(), moved.getDayOfMonth());
        return Optional.of(text.length() > DATE ? whole + text.substring(DATE) : whole.substring(0, text.length()));
    }

    /** The middle of the month or year where the day or month is not said. */
    static @Nullable LocalDate date(String text) {
        try {
            int year = Integer.parseInt(text, 0, YEAR, 10);
            int month = text.length() >= MONTH ? Integer.parseInt(text, YEAR, MONTH, 10) : 7;
            int day = text.length() >= DATE ? Integer.parseInt(text, MONTH, DATE, 10) : 15;
            return LocalDate.of(year, month, day);
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }
}
