package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.vesalius.io.InputException;
import org.vesalius.io.Names;

/**
 * A choice that a protocol leaves to its user, given by {@code --set NAME=VALUE}. Whatever it is, it stands in the protocol's digest. A name of {@code Q} and a number is a switch of a published quirk: off unless a
 * reproduction turns it on, and marked in the name of every number that it changes.
 *
 * @param byDefault the value when nobody says anything
 * @param description one line
 * @param touches of a quirk: the short names of the metrics that it changes; empty for all of them
 */
public record Setting(String name, String byDefault, String description, Values values, List<String> touches) {
    private static final String OFF = "off";
    private static final String ON = "on";

    public Setting {
        touches = List.copyOf(touches);
    }

    /** What a value may be. */
    public sealed interface Values {
        /** One of these words. */
        record OneOf(List<String> words) implements Values {
            public OneOf {
                words = List.copyOf(words);
            }
        }

        /** A number of this range, both ends included. */
        record Single(double low, double high, boolean whole) implements Values {}

        /** Numbers of this range with commas between them, at least one. */
        record Several(double low, double high, boolean whole) implements Values {}

        /** Any words. */
        record Text() implements Values {}
    }

    /** One of {@code words}; the first is the default. */
    public static Setting choice(String name, String description, String... words) {
        return new Setting(name, words[0], description, new Values.OneOf(Arrays.asList(words)), List.of());
    }

    /** {@code off} unless it is turned {@code on}. */
    public static Setting flag(String name, String description) {
        return choice(name, description, OFF, ON);
    }

    /** A whole number. */
    public static Setting whole(String name, long byDefault, String description, long low, long high) {
        return new Setting(name, Long.toString(byDefault), description, new Values.Single(low, high, true), List.of());
    }

    /** A number. */
    public static Setting number(String name, double byDefault, String description, double low, double high) {
        return new Setting(
                name, Double.toString(byDefault), description, new Values.Single(low, high, false), List.of());
    }

    /** Some numbers with commas between them, as {@code byDefault} is written. */
    public static Setting numbers(String name, String byDefault, String description, double low, double high) {
        return new Setting(name, byDefault, description, new Values.Several(low, high, false), List.of());
    }

    /** Some whole numbers with commas between them. */
    public static Setting wholes(String name, String byDefault, String description, long low, long high) {
        return new Setting(name, byDefault, description, new Values.Several(low, high, true), List.of());
    }

    /** Any words. */
    public static Setting text(String name, String byDefault, String description) {
        return new Setting(name, byDefault, description, new Values.Text(), List.of());
    }

    /** A published quirk, off by default, which changes the metrics of these short names; all of them when none is named. */
    public static Setting quirk(String name, String description, String... touches) {
        if (!name.matches("Q\\d+")) {
            throw new IllegalArgumentException("expected a name such as Q11, got " + name);
        }
        return new Setting(name, OFF, description, new Values.OneOf(List.of(OFF, ON)), Arrays.asList(touches));
    }

    /** Whether it is the switch of a published quirk. */
    public boolean quirk() {
        return name.matches("Q\\d+");
    }

    /** What a value may be, in words. */
    public String allowed() {
        return switch (values) {
            case Values.OneOf one -> String.join(", ", one.words);
            case Values.Single number -> (number.whole ? "whole number " : "number ") + range(number.low, number.high);
            case Values.Several numbers ->
                (numbers.whole ? "whole numbers " : "numbers ") + range(numbers.low, numbers.high)
                        + ", commas between them";
            case Values.Text _ -> "any text";
        };
    }

    private static String range(double low, double high) {
        return "from " + plain(low) + (high >= Integer.MAX_VALUE ? "" : " to " + plain(high));
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /**
     * The value in its one form.
     *
     * @throws InputException for a value that is not allowed; of words it names the nearest
     */
    String checked(String value) {
        return switch (values) {
            case Values.OneOf one -> word(one.words, value);
            case Values.Single number -> number(value.strip(), number.low, number.high, number.whole);
            case Values.Several numbers ->
                Arrays.stream(value.split(",", -1))
                        .map(part -> number(part.strip(), numbers.low, numbers.high, numbers.whole))
                        .collect(Collectors.joining(","));
            case Values.Text _ -> value.strip();
        };
    }

    private String word(List<String> words, String value) {
        String wanted = value.strip();
        if (!words.contains(wanted)) {
            List<String> nearest = new ArrayList<>(Names.nearest(wanted, words));
            throw refusal(value, nearest.isEmpty() ? "choose one of them" : "nearest: " + String.join(", ", nearest));
        }
        return wanted;
    }

    private String number(String value, double low, double high, boolean whole) {
        double number;
        try {
            number = Double.parseDouble(value);
        } catch (NumberFormatException _) {
            throw refusal(value, "give such a number");
        }
        if (!(number >= low && number <= high) || (whole && number != Math.rint(number))) {
            throw refusal(value, "give such a number");
        }
        return whole ? Long.toString((long) number) : Double.toString(number);
    }

    private InputException refusal(String value, String remedy) {
        return InputException.of("--set " + name, allowed(), "'" + value + "'", remedy);
    }
}
