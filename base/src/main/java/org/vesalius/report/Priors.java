package org.vesalius.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a report says about earlier films, found and removed, so that a model that sees one film is not taught to speak of others. The task is that of GILBERT (Ramesh et al., "Improving Radiology Report
 * Generation Systems by Removing Hallucinated References to Non-existent Priors", ML4H 2022), which is a trained tagger of words; this is rules. Three things are done: comparisons ("since the prior
 * study") and words of change ("new", "unchanged") are taken out of their sentence, "redemonstrated" becomes "demonstrated", and a sentence that says only that something has gone is left out.
 */
public final class Priors {
    private static final String STUDY =
            "(?:stud(?:y|ies)|exams?|examinations?|films?|radiographs?|x-?rays?|images?|imaging|ct|scans?|tomograms?|reports?)";
    private static final String PRIOR =
            "(?:prior|previous|preceding|last|earlier|older|(?:most )?recent|remote|comparison)";
    private static final String WHEN =
            "(?:\\s*(?:of|from|dated|on|performed|obtained|done)\\s+(?:the\\s+)?(?:\\d[\\d/.-]*\\d|_+|x{3,}|\\d+ (?:days?|weeks?|months?|years?) (?:ago|earlier|before|prior)|[a-z]+ \\d{1,2},? \\d{4}|yesterday))?";
    private static final String FILM = "(?:the\\s+|a\\s+|any\\s+|his\\s+|her\\s+)?(?:" + PRIOR
            + "(?:\\s+[a-z-]+){0,3}?\\s+" + STUDY + "|" + PRIOR + ")\\b" + WHEN;
    private static final String HOW =
            "(?:(?:slightly|mildly|minimally|markedly|significantly|substantially|grossly|essentially|relatively|largely|overall|interval|further|much|somewhat|now|also|not)\\s+)*";
    private static final String AMOUNT = "(?:(?:significant|slight|mild|moderate|marked|minimal|some|further)\\s+)*";
    private static final String CHANGE =
            "(?:new(?:ly)?|unchanged|stable|improv(?:ed|ing)|worsen(?:ed|ing)|worse|progress(?:ed|ing)|persist(?:ent|ing)|resolving|re-?demonstrated|residual|changed)";
    private static final String GROWN =
            "(?:increased|decreased|increasing|decreasing|enlarging|larger|smaller|enlarged|better|(?:more|less)\\s+\\w+)";
    private static final String ASPECT =
            "(?:\\s+in\\s+(?:the\\s+)?(?:size|extent|appearance|position|number|volume|configuration|severity|the interval|interval))*";
    private static final String COMPARED =
            "(?:consider\\s+)?(?:(?:as|when|in)\\s+)?(?:compared|comparison(?:\\s+is\\s+made)?)\\s+(?:to|with)\\s+[^,.;]*";
    private static final String SINCE =
            "(?:since|from|versus|than(?:\\s+(?:on|in))?|as\\s+(?:seen\\s+)?on|(?:seen|noted|described|present)\\s+on|on|relative\\s+to|similar(?:\\s+(?:in\\s+)?\\w+)?\\s+to(?:\\s+that\\s+(?:of|on))?)\\s+"
                    + FILM;
    private static final String FORMERLY =
            "(?:in\\s+the\\s+interval|in\\s+the\\s+interim|than\\s+(?:before|previously)|as\\s+before|once\\s+again|again|previously(?:\\s+(?:seen|noted|described|identified|demonstrated|visualized|present))?|(?:seen|noted|described)\\s+previously)";

    /** One way of speaking of earlier films. */
    private record Rule(String name, Pattern pattern, String instead) {
        static Rule of(String name, String pattern) {
            return new Rule(name, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), " ");
        }
    }

    /** A clause whose cue stands in it, until the next clause. */
    private static String clause(String cue) {
        return "(?:^|[;,])[^;,]*?" + cue
                + "(?:(?!\\s+(?:and|but|while|although|with)\\s+(?:there|the|an?|new)\\b)[^;,.])*";
    }

    /** A sentence of this kind says nothing about the film itself. */
    private static final List<Rule> WHOLE = List.of(
            Rule.of(
                    "comparison only",
                    "\\b(?:correlat\\w+|compar\\w+)\\s+(?:with|to)\\s+(?:the\\s+|any\\s+)?" + PRIOR
                            + "\\b.*\\b(?:helpful|recommended|useful|available|suggested|advised)\\b"),
            Rule.of("comparison only", "\\bno\\s+" + PRIOR + "(?:\\s+[a-z-]+){0,2}?\\s+" + STUDY + "\\b"),
            Rule.of("comparison only", "^\\s*(?:comparison|compared)\\b[^,]*$"),
            Rule.of(
                    "no change",
                    "^\\W*(?:there\\s+(?:is|has\\s+been|are)\\s+)?(?:no|without)\\s+(?:\\w+\\s+){0,3}changes?\\W*(?:"
                            + SINCE + "|" + COMPARED + "|" + FORMERLY + ")?\\W*$"),
            Rule.of(
                    "no change",
                    "^\\W*(?:" + HOW
                            + ")(?:stable|unchanged)(?:\\s+(?:exam|examination|appearance|chest|film))*\\W*$"));

    /** What is taken out of a sentence, one after the other. */
    private static final List<Rule> PARTS = List.of(
            Rule.of(
                    "gone",
                    clause(
                            "\\b(?:has|have)\\s+(?:\\w+\\s+)?(?:resolved|cleared|been\\s+(?:removed|withdrawn|extubated))\\b")),
            Rule.of(
                    "gone",
                    clause(
                            "\\bno\\s+longer\\s+(?:seen|visible|visuali[sz]ed|present|evident|identified|appreciated)\\b")),
            Rule.of("gone", clause("\\binterval\\s+(?:resolution|removal|clearing|extubation)\\b")),
            Rule.of("comparison", "(?:in\\s+the\\s+)?absence\\s+of\\s+" + FILM + "[^,.;]*,?"),
            Rule.of(
                    "comparison",
                    "(?:,\\s*|\\b(?:and|or)\\s+)?(?:\\b(?:is|are|was|were|remains?|appears?|(?:has|have)(?:\\s+been)?)\\s+)?"
                            + HOW + "(?:" + CHANGE + "|" + GROWN + ")" + ASPECT + "\\s*,?\\s*(?:" + COMPARED + "|"
                            + SINCE + "|" + FORMERLY + ")"),
            Rule.of("comparison", "^\\W*" + COMPARED + ",\\s*"),
            Rule.of("comparison", "^\\W*" + SINCE + ",\\s*"),
            Rule.of("comparison", ",?\\s*\\b" + COMPARED),
            Rule.of("comparison", ",?\\s*\\b" + SINCE),
            Rule.of("comparison", ",?\\s*\\b" + FORMERLY + "\\b"),
            Rule.of("change", ",\\s*a\\s+new\\s+finding\\b"),
            Rule.of(
                    "change",
                    "\\b(?:there\\s+(?:is|has\\s+been)\\s+)?(?:no|without)\\s+(?:\\w+\\s+){0,2}?(?:interval\\s+|significant\\s+|substantial\\s+|relevant\\s+|appreciable\\s+)*changes?(?:\\s+(?:in|of)\\s+(?:the\\s+)?)?"),
            Rule.of(
                    "change",
                    ",?\\s*\\b(?:is|are|was|were|remains?|appears?|(?:has|have)(?:\\s+been)?)\\s+" + HOW + CHANGE
                            + "\\b" + ASPECT + "(?=\\s*(?:[,.;]|and\\b|$))"),
            Rule.of("change", ",?\\s*\\b(?:has|have)\\s+" + HOW + GROWN + "\\b" + ASPECT),
            Rule.of("change", ",\\s*" + HOW + "(?:" + CHANGE + "|" + GROWN + ")\\b" + ASPECT + "(?=\\s*(?:[,.;]|$))"),
            Rule.of(
                    "change",
                    ",?\\s*\\b(?:with|showing)\\s+" + AMOUNT
                            + "interval\\s+(?:improvement|worsening|increase|decrease|progression)(?=\\s*(?:[,.;]|$))"),
            Rule.of(
                    "change",
                    AMOUNT
                            + "\\binterval\\s+(?:increase|decrease|improvement|worsening|progression|development|placement|appearance)\\s+(?:in|of)\\s+(?:the\\s+)?(?:size\\s+of\\s+(?:the\\s+)?)?"),
            new Rule("again", Pattern.compile("\\bre-?(demonstrat)", Pattern.CASE_INSENSITIVE), "$1"),
            Rule.of("change", "\\b" + HOW + CHANGE + "\\b" + ASPECT),
            Rule.of("change", "\\binterval\\b"));

    private static final Pattern EMPTY = Pattern.compile(
            "(?i)(?:\\W|\\d|\\b(?:the|an?|is|are|was|were|has|have|been|there|of|in|on|and|or|with|to|as|at|by|it|this|that|these|appearance|findings?)\\b)*");
    private static final Pattern NUMBERED = Pattern.compile("(?:^|(?<=\\s))(?:\\(?\\d{1,2}[.)]|[-*•])\\s*\\z");

    private Priors() {}

    /**
     * A reference to an earlier film.
     *
     * @param rule that found it: comparison, change, again, or for a whole sentence gone, no change, comparison only
     * @param start of the words in the text, characters
     * @param end one past them
     */
    public record Reference(String rule, int start, int end) {}

    /** All references of a text, in order; those within a sentence do not overlap. */
    public static List<Reference> find(String text) {
        List<Reference> all = new ArrayList<>();
        for (Sentence sentence : Sentences.of(text)) {
            all.addAll(find(sentence));
        }
        return List.copyOf(all);
    }

    private static List<Reference> find(Sentence sentence) {
        String words = sentence.text();
        for (Rule rule : WHOLE) {
            if (rule.pattern.matcher(words).find()) {
                return List.of(new Reference(rule.name, sentence.startOf(0), sentence.endOf(words.length())));
            }
        }
        List<Reference> found = new ArrayList<>();
        boolean[] taken = new boolean[words.length()];
        for (Rule rule : PARTS) {
            Matcher part = rule.pattern.matcher(words);
            while (part.find()) {
                if (part.end() > part.start() && free(taken, part.start(), part.end())) {
                    Arrays.fill(taken, part.start(), part.end(), true);
                    found.add(new Reference(rule.name, sentence.startOf(part.start()), sentence.endOf(part.end())));
                }
            }
        }
        found.sort(Comparator.comparingInt(Reference::start));
        return found;
    }

    private static boolean free(boolean[] taken, int start, int end) {
        for (int i = start; i < end; i++) {
            if (taken[i]) {
                return false;
            }
        }
        return true;
    }

    /** The text without its references; a sentence that says nothing else goes with them. Sentences without a reference stay as they are, character by character. */
    public static String remove(String text) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (Sentence sentence : Sentences.of(text)) {
            String kept = kept(sentence.text());
            if (!kept.equals(sentence.text())) {
                out.append(text, from, sentence.startOf(0));
                if (kept.isEmpty()) {
                    out.setLength(withoutNumber(out));
                } else {
                    out.append(kept);
                }
                from = sentence.endOf(sentence.text().length());
                while (kept.isEmpty() && from < text.length() && text.charAt(from) == ' ') {
                    from++;
                }
            }
        }
        return out.append(text, from, text.length()).toString().strip();
    }

    private static int withoutNumber(StringBuilder out) {
        Matcher number = NUMBERED.matcher(out);
        return number.find() ? number.start() : out.length();
    }

    private static String kept(String sentence) {
        for (Rule rule : WHOLE) {
            if (rule.pattern.matcher(sentence).find()) {
                return "";
            }
        }
        String rest = sentence;
        for (Rule rule : PARTS) {
            rest = rule.pattern.matcher(rest).replaceAll(rule.instead);
        }
        return rest.equals(sentence) ? sentence : tidy(rest, sentence);
    }

    private static String tidy(String rest, String sentence) {
        if (EMPTY.matcher(rest).matches()) {
            return "";
        }
        String plain = rest.replaceAll("\\s+", " ")
                .replaceAll("\\s+([,.;:])", "$1")
                .replaceAll(
                        "(?i)^(?:[\\s,;:.]|(?:and|but|while|although|with) )+|(?:[\\s,;:]|\\s(?:that|which|and|or|but|is|are|has|have|with))+(?=[.]?$)",
                        "")
                .replaceAll(",(?=[,.;])", "")
                .replaceAll("(?i)\\b(an?) (a|an|the) ", "$1 ")
                .replaceAll("(?i)\\ba(?= (?!one\\b)[aeio][a-z])", "an")
                .replaceAll("(?i)\\ban(?= (?!hour|x-ray)[b-df-hj-np-tv-z][a-z])", "a")
                .strip();
        boolean end = sentence.endsWith(".") && !plain.endsWith(".");
        return Character.toUpperCase(plain.charAt(0)) + plain.substring(1) + (end ? "." : "");
    }
}
