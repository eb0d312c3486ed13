package org.vesalius.evaluate;

import java.util.Locale;
import java.util.Map;
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

    /** Names and what they are, as a list of terms. */
    static String facts(Map<String, String> facts) {
        StringBuilder html = new StringBuilder("<dl class='facts'>");
        facts.forEach((name, value) -> html.append("<dt>")
                .append(escape(name))
                .append("</dt><dd>")
                .append(escape(value))
                .append("</dd>"));
        return html.append("</dl>").toString();
    }

    /** The whole of a protocol, folded. */
    static String protocol(String digest, Map<String, String> terms) {
        return "<details><summary>The whole protocol (digest <code>" + digest + "</code>)</summary>" + facts(terms)
                + "</details>";
    }
}
