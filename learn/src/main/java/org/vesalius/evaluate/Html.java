package org.vesalius.evaluate;

import java.util.Locale;
import org.vesalius.metric.Interval;

/** Text for a page. */
final class Html {
    private Html() {}

    /** With everything that a tag or an attribute could trip over made harmless. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Three decimals, an en dash for no number. */
    static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
    }

    /** A p value to three decimals, an en dash for none. */
    static String p(double p) {
        return Double.isNaN(p) ? "–" : p < 0.001 ? "&lt; 0.001" : number(p);
    }

    /** {@code [low, high]}, nothing without a range. */
    static String range(Interval interval) {
        return Double.isNaN(interval.low()) ? "" : "[" + number(interval.low()) + ", " + number(interval.high()) + "]";
    }

    /** {@code value [low, high]} in a cell. */
    static String cell(Interval interval) {
        return number(interval.value()) + " <span class='range'>" + range(interval) + "</span>";
    }

    /** How many times chance, an en dash where nobody can say. */
    static String times(double value, double chance) {
        return Double.isNaN(chance) || chance <= 0 ? "–" : String.format(Locale.ROOT, "%.1f×", value / chance);
    }
}
