package org.vesalius.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length that a text states: "3 mm", "2.3 x 1.4 cm", "1.2 cm by 9 mm", "3-4 mm", "4.5 cm above the carina".
 *
 * @param millimetres one to three dimensions in the order of the text, or the two ends of a range
 * @param start of the words in the text, characters
 * @param end one past them
 */
public record Measurement(Kind kind, List<Double> millimetres, int start, int end) {
    /** What was measured. */
    public enum Kind {
        /** How large something is. */
        SIZE,
        /** Between what and what its size lies. */
        RANGE,
        /** How far something lies from something else. */
        DISTANCE
    }

    private static final String NUMBER = "\\d+(?:\\.\\d+)?|\\.\\d+";
    private static final String UNIT = "(?:mm|cm|millimet(?:er|re)s?|centimet(?:er|re)s?)\\b";
    private static final Pattern LENGTH = Pattern.compile(
            "(?<![\\w.])(" + NUMBER + ")(?:\\s*-?\\s*(" + UNIT + "))?"
                    + "(?:\\s*(x|×|\\*|by|-|–|to)\\s*(" + NUMBER + ")(?:\\s*-?\\s*(" + UNIT + "))?"
                    + "(?:\\s*(?:x|×|\\*|by)\\s*(" + NUMBER + ")(?:\\s*-?\\s*(" + UNIT + "))?)?)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern AWAY = Pattern.compile(
            "\\s*(?:above|below|from|proximal|distal|superior|inferior|beyond|cephalad|caudal)\\b.*", Pattern.DOTALL);
    private static final double CENTIMETRE = 10;

    public Measurement {
        millimetres = List.copyOf(millimetres);
    }

    /** The longest dimension, mm. */
    public double largest() {
        return millimetres.stream().mapToDouble(length -> length).max().orElse(Double.NaN);
    }

    /** All lengths of a text, in order. A number without a unit is none. */
    public static List<Measurement> in(String text) {
        List<Measurement> found = new ArrayList<>();
        Matcher length = LENGTH.matcher(text);
        int from = 0;
        while (length.find(from)) {
            String last = last(length);
            if (last.isEmpty()) {
                from = length.end(1);
            } else {
                found.add(measurement(text, length, last));
                from = length.end();
            }
        }
        return List.copyOf(found);
    }

    /** The unit at the end; numbers before it that have none share it. */
    private static String last(Matcher length) {
        for (int number : new int[] {6, 4, 1}) {
            if (length.group(number) != null) {
                String unit = length.group(number + 1);
                return unit == null ? "" : unit;
            }
        }
        return "";
    }

    private static Measurement measurement(String text, Matcher length, String last) {
        List<Double> millimetres = new ArrayList<>();
        for (int number : new int[] {1, 4, 6}) {
            if (length.group(number) != null) {
                String unit = length.group(number + 1);
                millimetres.add(Double.parseDouble(length.group(number)) * scale(unit == null ? last : unit));
            }
        }
        String between = length.group(3) == null ? "" : length.group(3).toLowerCase(Locale.ROOT);
        boolean range = between.equals("-") || between.equals("–") || between.equals("to");
        boolean away = AWAY.matcher(text.substring(length.end())).matches();
        return new Measurement(
                away ? Kind.DISTANCE : range ? Kind.RANGE : Kind.SIZE, millimetres, length.start(), length.end());
    }

    private static double scale(String unit) {
        return unit.toLowerCase(Locale.ROOT).startsWith("c") ? CENTIMETRE : 1;
    }
}
