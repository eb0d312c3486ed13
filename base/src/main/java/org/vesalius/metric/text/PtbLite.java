package org.vesalius.metric.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules of {@link Tokenization#PTB_LITE}. */
final class PtbLite {
    private static final String LETTER = "[\\p{L}\\p{N}_]";
    private static final Pattern TOKEN = Pattern.compile("(?:dr|drs|mr|mrs|ms|prof|vs|approx|st)\\.(?=\\s)"
            + "|(?:\\p{L}\\.){2,}"
            + "|" + LETTER + "+(?:(?:(?<=\\p{N})[.,:](?=\\p{N})|[-/&'’](?=" + LETTER + "))" + LETTER + "+)*"
            + "|\\.{2,}|-{2,}|''|``|'(?:s|re|ve|ll|d|m)\\b|\\S");
    private static final Pattern CLITIC = Pattern.compile("(.+?)(n['’]t|['’](?:s|re|ve|ll|d|m))");
    /** What pycocoevalcap drops, and the brackets themselves. */
    private static final Set<String> DROPPED = Set.of(
            "''", "'", "``", "`", "(", ")", "{", "}", ".", "?", "!", ",", ":", "-", "--", "...", ";", "\"", "’", "‘",
            "“", "”");

    private PtbLite() {}

    static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(text.replace('\n', ' ').toLowerCase(Locale.ROOT));
        while (token.find()) {
            Matcher clitic = CLITIC.matcher(token.group());
            if (clitic.matches()) {
                tokens.add(clitic.group(1));
                tokens.add(clitic.group(2));
            } else if (!DROPPED.contains(token.group())) {
                tokens.add(token.group());
            }
        }
        return tokens;
    }
}
