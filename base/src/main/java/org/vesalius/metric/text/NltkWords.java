package org.vesalius.metric.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of NLTK's word tokeniser (3.8), applied to one sentence after the other: quotes that open, punctuation, brackets, dashes, quotes that close, clitics. Sentences end at {@code .}, {@code ?} or
 * {@code !} before white space, but not after the commonest abbreviations and initials.
 */
final class NltkWords {
    private static final int FLAGS = Pattern.UNICODE_CHARACTER_CLASS;
    private static final Pattern SENTENCE_END = Pattern.compile("(\\S*[.?!][\"')\\]}]*)\\s+", FLAGS);
    private static final Set<String> ABBREVIATIONS = Set.of(
            "dr.", "mr.", "mrs.", "ms.", "prof.", "vs.", "st.", "jr.", "sr.", "e.g.", "i.e.", "a.m.", "p.m.", "m.d.");
    private static final Pattern INITIAL = Pattern.compile("[A-Z]\\.");
    private static final Pattern WHITE = Pattern.compile("\\s+", FLAGS);

    private record Rule(Pattern pattern, String replacement) {
        static Rule of(String regex, String replacement) {
            return new Rule(Pattern.compile(regex, FLAGS), replacement);
        }

        String apply(String text) {
            return pattern.matcher(text).replaceAll(replacement);
        }
    }

    private static final List<Rule> BEFORE = List.of(
            Rule.of("([«“‘„]|[`]+)", " $1 "),
            Rule.of("^\"", "``"),
            Rule.of("(``)", " $1 "),
            Rule.of("([ (\\[{<])(\"|'{2})", "$1 `` "),
            Rule.of("(?i)(')(?!re|ve|ll|m|t|s|d|n)(\\w)\\b", "$1 $2"),
            Rule.of("([^.])(\\.)([\\])}>\"'»”’ ]*)\\s*\\z", "$1 $2 $3 "),
            Rule.of("([:,])([^\\d])", " $1 $2"),
            Rule.of("([:,])\\z", " $1 "),
            Rule.of("\\.{2,}", " $0 "),
            Rule.of("[;@#$%&]", " $0 "),
            Rule.of("([^.])(\\.)([\\])}>\"']*)\\s*\\z", "$1 $2$3 "),
            Rule.of("[?!]", " $0 "),
            Rule.of("([^'])' ", "$1 ' "),
            Rule.of("[*]", " $0 "),
            Rule.of("[\\]\\[(){}<>]", " $0 "),
            Rule.of("--", " -- "));
    private static final List<Rule> AFTER = List.of(
            Rule.of("([»”’])", " $1 "),
            Rule.of("''", " '' "),
            Rule.of("\"", " '' "),
            Rule.of("([^' ])('[sS]|'[mM]|'[dD]|') ", "$1 $2 "),
            Rule.of("([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) ", "$1 $2 "),
            Rule.of("(?i)\\b(can)(not)\\b", " $1 $2 "),
            Rule.of("(?i)\\b(d)('ye)\\b", " $1 $2 "),
            Rule.of("(?i)\\b(gim)(me)\\b", " $1 $2 "),
            Rule.of("(?i)\\b(gon)(na)\\b", " $1 $2 "),
            Rule.of("(?i)\\b(got)(ta)\\b", " $1 $2 "),
            Rule.of("(?i)\\b(lem)(me)\\b", " $1 $2 "),
            Rule.of("(?i)\\b(more)('n)\\b", " $1 $2 "),
            Rule.of("(?i)\\b(wan)(na)(?=\\s)", " $1 $2 "),
            Rule.of("(?i) ('t)(is)\\b", " $1 $2 "),
            Rule.of("(?i) ('t)(was)\\b", " $1 $2 "));

    private NltkWords() {}

    static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        int from = 0;
        var end = SENTENCE_END.matcher(text);
        while (end.find()) {
            if (!within(end.group(1))) {
                sentence(tokens, text.substring(from, end.end(1)));
                from = end.end();
            }
        }
        sentence(tokens, text.substring(from));
        return tokens;
    }

    private static boolean within(String last) {
        return ABBREVIATIONS.contains(last.toLowerCase(Locale.ROOT))
                || INITIAL.matcher(last).matches();
    }

    /** Of one sentence, without knowing of others. */
    static void sentence(List<String> tokens, String sentence) {
        String text = sentence.strip();
        for (Rule rule : BEFORE) {
            text = rule.apply(text);
        }
        text = " " + text + " ";
        for (Rule rule : AFTER) {
            text = rule.apply(text);
        }
        for (String token : WHITE.split(text)) {
            if (!token.isEmpty()) {
                tokens.add(token.toLowerCase(Locale.ROOT));
            }
        }
    }
}
