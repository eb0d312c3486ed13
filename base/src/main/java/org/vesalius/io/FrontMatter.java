package org.vesalius.io;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * The YAML head of a Markdown card, as model and dataset hubs read it: between two lines of {@code ---}. Texts are always quoted, in JSON's way, which YAML 1.2 shares; keys are plain words. Values are
 * texts, whole and decimal numbers, booleans, lists and maps of these; what is empty is left out, and so is a number that is none.
 */
public final class FrontMatter {
    private FrontMatter() {}

    /** The head, with a line end after it. */
    public static String of(Map<String, ?> fields) {
        StringBuilder yaml = new StringBuilder("---\n");
        map(yaml, fields, 0, false);
        return yaml.append("---\n").toString();
    }

    private static void map(StringBuilder yaml, Map<?, ?> fields, int indent, boolean afterDash) {
        boolean first = afterDash;
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            if (!empty(field.getValue())) {
                yaml.append(" ".repeat(first ? 0 : indent))
                        .append(field.getKey())
                        .append(':');
                value(yaml, field.getValue(), indent);
                first = false;
            }
        }
    }

    private static void value(StringBuilder yaml, Object value, int indent) {
        switch (value) {
            case Map<?, ?> map -> {
                yaml.append('\n');
                map(yaml, map, indent + 2, false);
            }
            case List<?> list -> {
                yaml.append('\n');
                for (Object item : list) {
                    item(yaml, item, indent);
                }
            }
            default -> yaml.append(' ').append(scalar(value)).append('\n');
        }
    }

    private static void item(StringBuilder yaml, Object item, int indent) {
        if (empty(item)) {
            return;
        }
        yaml.append(" ".repeat(indent)).append("- ");
        if (item instanceof Map<?, ?> map) {
            map(yaml, map, indent + 2, true);
        } else {
            yaml.append(scalar(item)).append('\n');
        }
    }

    private static boolean empty(Object value) {
        return switch (value) {
            case Map<?, ?> map -> map.values().stream().allMatch(FrontMatter::empty);
            case List<?> list -> list.stream().allMatch(FrontMatter::empty);
            case String text -> text.isEmpty();
            case Double number -> number.isNaN() || number.isInfinite();
            default -> false;
        };
    }

    private static String scalar(Object value) {
        return switch (value) {
            case Boolean flag -> flag.toString();
            case Integer number -> number.toString();
            case Long number -> number.toString();
            case Double number -> plain(number);
            default -> quoted(value.toString());
        };
    }

    /** JSON leaves characters as they are that YAML takes for line ends or does not allow. */
    private static String quoted(String text) {
        StringBuilder safe = new StringBuilder();
        for (char c : Json.line(text).toCharArray()) {
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    safe.append("\\u%04x".formatted((int) c));
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }

    /** Never 1E-5, which YAML 1.1 takes for a text. */
    private static String plain(double number) {
        return new BigDecimal(Double.toString(number)).toPlainString();
    }
}
