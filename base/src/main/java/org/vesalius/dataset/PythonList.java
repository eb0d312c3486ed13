package org.vesalius.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cells that hold a printed Python list, {@code ['a', "b's", nan]}. */
final class PythonList {
    private static final Pattern ITEM = Pattern.compile(
            "'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\[\\]{}(),'\"\\s][^\\[\\]{}(),'\"]*)");

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    private PythonList() {}

    /** Its strings and bare words in their order, of inner lists too, without blanks around them; {@code nan} and {@code None} and empty ones are left out. */
    static List<String> strings(String cell) {
        List<String> strings = new ArrayList<>();
        Matcher item = ITEM.matcher(cell);
        while (item.find()) {
            String quoted = item.group(1) == null ? item.group(2) : item.group(1);
            String text = quoted == null
                    ? item.group(3).strip()
                    : quoted.replaceAll("\\\\(.)", "$1").strip();
            if (!text.isEmpty() && (quoted != null || !(text.equals("nan") || text.equals("None")))) {
                strings.add(text);
            }
        }
        return strings;
    }

    /** Its numbers; what is none is left out. */
    static List<Double> numbers(String cell) {
        List<Double> numbers = new ArrayList<>();
        for (String text : strings(cell)) {
            if (NUMBER.matcher(text).matches()) {
                numbers.add(Double.valueOf(text));
            }
        }
        return numbers;
    }
}
