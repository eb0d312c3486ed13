package org.vesalius.identity;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds dates in report text and moves them by the patient's days, in the form in which they were written. Of day and month in numbers the first is the month unless it cannot be, or unless that makes the date of the
 * study. Where dates are not retained they become {@code [date]}; where they are retained in full they stay.
 */
final class DateFinder {
    private static final String GONE = "[date]";
    private static final String NOT_BEFORE = "(?<![\\p{L}\\p{N}./-])";
    private static final String NOT_AFTER = "(?![\\p{L}\\p{N}]|[./-]\\d)";
    private static final String MONTH = "(" + Months.alternatives() + ")";
    private static final String DAY = "(3[01]|[12]\\d|0?[1-9])";
    private static final String YEAR = "((?:19|20)\\d{2})";
    private static final String ORDINAL = "(?:st|nd|rd|th|\\.|er)?";
    private static final String CONTEXT =
            "(?<=\\b(?:on|dated|from|since|until|till|of|to|with|and|prior|previous|exam|examination|study|film|radiograph|radiographs|ct|x-ray|xray|date|in|through|vom|am|du|le|del|dos)[ :(]{1,2})";

    private static final Pattern ISO =
            Pattern.compile(NOT_BEFORE + YEAR + "([-/.])(1[0-2]|0?[1-9])\\2" + DAY + "(?=$|[^\\p{N}/-]|T)(?![.]\\d)");
    private static final Pattern COMPACT = Pattern.compile(NOT_BEFORE + YEAR
            + "(1[0-2]|0[1-9])(3[01]|[12]\\d|0[1-9])(?=\\d{6}\\b|\\d{4}\\b|[^\\p{L}\\p{N}]|t\\d|_|$)");
    private static final Pattern NUMBERS =
            Pattern.compile(NOT_BEFORE + "(\\d{1,2})([-/.]|\\s/\\s)(\\d{1,2})\\2(\\d{4}|\\d{2})" + NOT_AFTER);
    private static final Pattern MONTH_DAY = Pattern.compile(NOT_BEFORE + MONTH + "\\.?[ \\t-]{1,2}" + DAY
            + "(?:st|nd|rd|th)?(?:(,?[ \\t-]{1,2}|,)" + YEAR + ")?" + NOT_AFTER);
    private static final Pattern DAY_MONTH = Pattern.compile(NOT_BEFORE
            + DAY + ORDINAL + "(?:[ \\t]+of|[ \\t]+de)?[ \\t-]{1,2}" + MONTH
            + "\\.?(?:(,?[ \\t-]{1,2}|,|[ \\t]+de[ \\t]+)((?:19|20)\\d{2}|\\d{2}(?![\\p{L}\\p{N}])))?"
            + NOT_AFTER);
    private static final Pattern MONTH_YEAR =
            Pattern.compile(NOT_BEFORE + MONTH + "\\.?(,?[ \\t-]{1,2}|,|[ \\t]+(?:of|de)[ \\t]+)" + YEAR + NOT_AFTER);
    private static final Pattern NUMBER_YEAR =
            Pattern.compile(NOT_BEFORE + "(1[0-2]|0?[1-9])([/-])" + YEAR + NOT_AFTER);
    private static final Pattern MONTH_AND_DAY = Pattern.compile(
            CONTEXT + "(1[0-2]|0?[1-9])/(3[01]|[12]\\d|0?[1-9])" + NOT_AFTER + "(?![ \\t]*(?:cm|mm|th|lobe))");
    private static final Pattern DAY_OF_FILM = Pattern.compile(
            NOT_BEFORE
                    + "(1[0-2]|0?[1-9])/(3[01]|[12]\\d|0?[1-9])(?=[ \\t]+(?:radiographs?|study|studies|exam|examination|films?|ct|x-rays?|mri|scan)\\b)");
    private static final Pattern ONLY_YEAR =
            Pattern.compile("(?<=\\b(?:in|since|from|dated|year|until|of|im jahr|en|seit)[ (]{1,2})" + YEAR
                    + "(?![\\p{L}\\p{N}]|[./-]\\d|[ \\t]*(?:mm|cm|ml|mg|hu|hours|h\\b))");

    private final Policy policy;
    private final int days;
    private final @Nullable LocalDate study;

    DateFinder(Policy policy, int days, @Nullable LocalDate study) {
        this.policy = policy;
        this.days = days;
        this.study = study;
    }

    void find(String text, List<Span> found) {
        if (policy.has(ProfileOption.FULL_DATES)) {
            return;
        }
        String folded = Folded.of(text);
        each(ISO, folded, found, m -> iso(m));
        each(COMPACT, folded, found, m -> write(date(m.group(1), m.group(2), m.group(3)), "%1$04d%2$02d%3$02d"));
        each(NUMBERS, folded, found, this::numbers);
        each(MONTH_DAY, folded, found, m -> named(m, text, 1, 2, 4));
        each(DAY_MONTH, folded, found, m -> named(m, text, 2, 1, 4));
        each(MONTH_YEAR, folded, found, m -> monthYear(m, text));
        each(
                NUMBER_YEAR,
                folded,
                found,
                m -> write(date(m.group(3), m.group(1), "15"), pad(m.group(1), 2) + m.group(2) + "%1$04d"));
        each(MONTH_AND_DAY, folded, found, this::monthAndDay);
        each(DAY_OF_FILM, folded, found, this::monthAndDay);
        each(ONLY_YEAR, folded, found, m -> write(date(m.group(1), "7", "1"), "%1$04d"));
    }

    private void each(Pattern pattern, String folded, List<Span> found, Function<Matcher, @Nullable String> moved) {
        Matcher matcher = pattern.matcher(folded);
        while (matcher.find()) {
            String replacement = moved.apply(matcher);
            if (replacement != null) {
                found.add(new Span(matcher.start(), matcher.end(), Phi.DATE, replacement));
            }
        }
    }

    private @Nullable String iso(Matcher m) {
        String separator = m.group(2);
        return write(
                date(m.group(1), m.group(3), m.group(4)),
                "%1$04d" + separator + pad(m.group(3), 2) + separator + pad(m.group(4), 3));
    }

    /** Two digits where there were two. */
    private static String pad(String old, int argument) {
        return old.length() == 2 ? "%" + argument + "$02d" : "%" + argument + "$d";
    }

    private @Nullable String numbers(Matcher m) {
        String separator = m.group(2);
        String year = m.group(4);
        LocalDate american = date(full(year), m.group(1), m.group(3));
        LocalDate european = date(full(year), m.group(3), m.group(1));
        boolean dayFirst = american == null
                || (european != null && (separator.equals(".") || (study != null && european.equals(study))));
        LocalDate date = dayFirst ? european : american;
        boolean padded = m.group(1).length() == 2 && m.group(3).length() == 2;
        String like = padded ? "00" : "0";
        String form = pad(like, dayFirst ? 3 : 2) + separator + pad(like, dayFirst ? 2 : 3) + separator;
        return write(date, form + (year.length() == 4 ? "%1$04d" : "%4$02d"));
    }

    private static String full(String year) {
        if (year.length() == 4) {
            return year;
        }
        return (Integer.parseInt(year) > LocalDate.now(java.time.ZoneOffset.UTC).getYear() % 100 ? "19" : "20") + year;
    }

    /** Month by name with a day, and a year or none. */
    private @Nullable String named(Matcher m, String text, int month, int day, int year) {
        String name = text.substring(m.start(month), m.end(month));
        // a verb or modal rather than the month
        if (m.group(year) == null && name.equals("may")) {
            return null;
        }
        String written = m.group(year) == null ? null : m.group(year);
        LocalDate date = date(
                written == null ? year() : full(written),
                Integer.toString(Months.number(m.group(month))),
                m.group(day));
        if (date == null) {
            return null;
        }
        if (policy.longitudinal().equals("REMOVED")) {
            return GONE;
        }
        LocalDate moved = date.plusDays(days);
        StringBuilder out = new StringBuilder(text.substring(m.start(), m.end()));
        int at = m.start();
        if (written != null) {
            String four = Integer.toString(moved.getYear());
            out.replace(m.start(year) - at, m.end(year) - at, written.length() == 2 ? four.substring(2) : four);
        }
        boolean padded = m.group(day).startsWith("0") || (m.group(day).length() == 2 && out.indexOf("-") >= 0);
        String newDay = String.format(Locale.ROOT, padded ? "%02d" : "%d", moved.getDayOfMonth());
        String newMonth = Months.name(moved.getMonthValue(), name);
        boolean monthFirst = m.start(month) < m.start(day);
        int second = monthFirst ? day : month;
        int first = monthFirst ? month : day;
        out.replace(m.start(second) - at, m.end(second) - at, monthFirst ? newDay : newMonth);
        out.replace(m.start(first) - at, m.end(first) - at, monthFirst ? newMonth : newDay);
        return out.toString().replaceFirst("(?<=\\d)(?:st|nd|rd|th)\\b", ordinal(moved.getDayOfMonth()));
    }

    private static String ordinal(int day) {
        if (day / 10 == 1) {
            return "th";
        }
        return switch (day % 10) {
            case 1 -> "st";
            case 2 -> "nd";
            case 3 -> "rd";
            default -> "th";
        };
    }

    private @Nullable String monthYear(Matcher m, String text) {
        String name = text.substring(m.start(1), m.end(1));
        LocalDate date = date(m.group(3), Integer.toString(Months.number(m.group(1))), "15");
        if (date == null) {
            return null;
        }
        LocalDate moved = date.plusDays(days);
        return policy.longitudinal().equals("REMOVED")
                ? GONE
                : Months.name(moved.getMonthValue(), name) + text.substring(m.end(1), m.start(3)) + moved.getYear();
    }

    private @Nullable String monthAndDay(Matcher m) {
        return write(date(year(), m.group(1), m.group(2)), pad(m.group(1), 2) + "/" + pad(m.group(2), 3));
    }

    /** Of a date that names none: that of the study; a leap year where nobody knows, so that no day is wrong. */
    private String year() {
        return study == null ? "2004" : Integer.toString(study.getYear());
    }

    private static @Nullable LocalDate date(String year, String month, String day) {
        try {
            return LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private @Nullable String write(@Nullable LocalDate date, String form) {
        if (date == null) {
            return null;
        }
        if (policy.longitudinal().equals("REMOVED")) {
            return GONE;
        }
        LocalDate moved = date.plusDays(days);
        return String.format(
                Locale.ROOT,
                form,
                moved.getYear(),
                moved.getMonthValue(),
                moved.getDayOfMonth(),
                moved.getYear() % 100);
    }
}
