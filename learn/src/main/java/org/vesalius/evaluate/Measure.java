package org.vesalius.evaluate;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.vesalius.metric.Interval;

/**
 * One number of a result.
 *
 * @param metric name, mode and version of the metric, as the metric class names it
 * @param subject what it is about: a label, a direction, {@link #MACRO} for the mean over the counted ones
 * @param part of the rows, such as {@code severity 1 of 3}; empty for all
 * @param interval value and range
 * @param chance what guessing scores, NaN where nobody can say
 * @param rows that it is made of
 * @param positives among them, or -1 where the word has no meaning
 * @param counted whether it takes part in the mean over subjects
 */
public record Measure(
        String metric,
        String subject,
        String part,
        Interval interval,
        double chance,
        int rows,
        int positives,
        boolean counted) {
    /** The mean over all counted subjects. */
    public static final String MACRO = "mean";

    /** Its value. */
    public double value() {
        return interval.value();
    }

    /** What it is about, without its value: equal for the same number of two results. */
    public String id() {
        return id(metric, subject, part);
    }

    static String id(String metric, String subject, String part) {
        return metric + " | " + subject + (part.isEmpty() ? "" : " | " + part);
    }

    /** The metric's name before its mode, for tables. */
    public String shortName() {
        return shortName(metric);
    }

    static String shortName(String metric) {
        int end = metric.indexOf('[');
        return end < 0 ? metric : metric.substring(0, end);
    }

    /** The published quirks that are on in it, such as {@code Q10}, with a blank and in brackets for a table; empty for none. */
    public String quirks() {
        String on = Arrays.stream(metric.split("[\\[\\],]"))
                .filter(mode -> mode.matches("Q\\d+"))
                .collect(Collectors.joining(", "));
        return on.isEmpty() ? "" : " (" + on + ")";
    }
}
