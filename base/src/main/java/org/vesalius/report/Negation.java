package org.vesalius.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a sentence says that something is there, is not, or may be: trigger phrases with a reach, after NegEx (Chapman et al., J Biomed Inform 2001) and ConText (Harkema et al., 2009). A trigger before
 * the mention reaches to the right, one behind it to the left, until a word that ends its clause; the longest trigger at a place counts, so "cannot exclude" is no negation. Triggers within the mention
 * itself do not count.
 */
public final class Negation {
    private enum Kind {
        /** Looks like a trigger and is none. */
        NONE,
        NOT_BEFORE,
        NOT_BEHIND,
        NOT_EITHER,
        MAYBE_BEFORE,
        MAYBE_BEHIND,
        MAYBE_EITHER,
        STOP
    }

    private record Trigger(String phrase, Kind kind) {}

    private record Hit(int start, int end, Kind kind) {}

    /** By their first character, the longest first. */
    private static final Map<Character, List<Trigger>> TRIGGERS = triggers();

    private Negation() {}

    /** What {@code sentence} says of the mention at {@code [start, end)}; never {@link LabelState#BLANK}. */
    public static LabelState of(String sentence, int start, int end) {
        List<Hit> hits = hits(sentence, start, end);
        boolean maybe = false;
        for (Hit hit : hits) {
            boolean before = hit.end <= start && clear(hits, hit.end, start);
            boolean behind = hit.start >= end && clear(hits, end, hit.start);
            switch (hit.kind) {
                case NOT_BEFORE, NOT_BEHIND, NOT_EITHER -> {
                    if ((before && hit.kind != Kind.NOT_BEHIND) || (behind && hit.kind != Kind.NOT_BEFORE)) {
                        return LabelState.NEGATIVE;
                    }
                }
                case MAYBE_BEFORE -> maybe |= before;
                case MAYBE_BEHIND -> maybe |= behind;
                case MAYBE_EITHER -> maybe |= before || behind;
                case NONE, STOP -> {}
            }
        }
        return maybe ? LabelState.UNCERTAIN : LabelState.POSITIVE;
    }

    private static boolean clear(List<Hit> hits, int from, int to) {
        return hits.stream().noneMatch(hit -> hit.kind == Kind.STOP && hit.start >= from && hit.end <= to);
    }

    private static List<Hit> hits(String original, int start, int end) {
        String sentence = original.toLowerCase(Locale.ROOT);
        List<Hit> hits = new ArrayList<>();
        int at = 0;
        while (at < sentence.length()) {
            Hit hit = hit(sentence, at);
            boolean inside = hit != null && hit.start < end && hit.end > start;
            if (hit == null || inside) {
                at++;
            } else {
                hits.add(hit);
                at = hit.end;
            }
        }
        return hits;
    }

    private static @Nullable Hit hit(String sentence, int at) {
        if (at > 0 && letter(sentence.charAt(at)) && letter(sentence.charAt(at - 1))) {
            return null;
        }
        for (Trigger trigger : TRIGGERS.getOrDefault(sentence.charAt(at), List.of())) {
            int end = end(trigger.phrase, sentence, at);
            if (end >= 0) {
                return new Hit(at, end, trigger.kind);
            }
        }
        return null;
    }

    /** Where the phrase that begins at {@code at} ends, or -1; a blank stands for any white space. */
    private static int end(String phrase, String sentence, int at) {
        int to = at;
        for (int i = 0; i < phrase.length(); i++) {
            char wanted = phrase.charAt(i);
            if (to == sentence.length()
                    || (wanted == ' ' ? !Character.isWhitespace(sentence.charAt(to)) : sentence.charAt(to) != wanted)) {
                return -1;
            }
            to++;
            while (wanted == ' ' && to < sentence.length() && Character.isWhitespace(sentence.charAt(to))) {
                to++;
            }
        }
        boolean cut =
                to < sentence.length() && letter(phrase.charAt(phrase.length() - 1)) && letter(sentence.charAt(to));
        return cut ? -1 : to;
    }

    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static Map<Character, List<Trigger>> triggers() {
        List<Trigger> all = new ArrayList<>();
        add(
                all,
                Kind.NONE,
                "no increase",
                "no change",
                "no interval change",
                "no significant change",
                "no significant interval change",
                "not only",
                "not necessarily",
                "gram negative",
                "without difficulty",
                "without further",
                "no cause",
                "not certain if",
                "no suspicious change",
                "not drain",
                "not appear to have changed",
                "not changed",
                "not significantly changed");
        add(
                all,
                Kind.NOT_BEFORE,
                "no",
                "not",
                "without",
                "denies",
                "deny",
                "denying",
                "absence of",
                "negative for",
                "free of",
                "no evidence of",
                "no evidence for",
                "no sign of",
                "no signs of",
                "no definite",
                "never",
                "never had",
                "neither",
                "nor",
                "fails to reveal",
                "failed to reveal",
                "failed to demonstrate",
                "cannot see",
                "unremarkable for",
                "resolution of",
                "clear of",
                "doesn't",
                "didn't",
                "don't",
                "isn't",
                "wasn't",
                "hasn't",
                "with no",
                "rather than",
                "lack of",
                "lacked",
                "interval removal of",
                "removal of");
        add(
                all,
                Kind.NOT_BEHIND,
                "unlikely",
                "is ruled out",
                "was ruled out",
                "were ruled out",
                "are ruled out",
                "has been ruled out",
                "have been ruled out",
                "free",
                "is negative",
                "was negative",
                "were negative",
                "are negative",
                "is absent",
                "are absent",
                "is not seen",
                "are not seen",
                "not seen",
                "is not identified",
                "are not identified",
                "not identified",
                "not present",
                "not evident",
                "not appreciated",
                "not demonstrated",
                "not visualized",
                "not noted",
                "not detected",
                "has resolved",
                "have resolved",
                "is excluded",
                "are excluded",
                "has been excluded",
                "no longer seen",
                "no longer present",
                "no longer visualized",
                "no longer evident",
                "no longer identified",
                "has cleared",
                "have cleared",
                "not found",
                "was denied",
                "not observed");
        add(all, Kind.NOT_EITHER, "absent", "denied", "resolved", "negative", "no further", "ruled out");
        add(all, Kind.MAYBE_EITHER, "possible", "suspected", "versus", "vs", "vs.", "?");
        add(
                all,
                Kind.MAYBE_BEFORE,
                "rule out",
                "rule him out",
                "rule her out",
                "r/o",
                "evaluate for",
                "evaluation for",
                "exclude",
                "excluding",
                "possibly",
                "probable",
                "probably",
                "may be",
                "may represent",
                "may reflect",
                "might be",
                "might represent",
                "could be",
                "could represent",
                "could reflect",
                "can represent",
                "suspicion of",
                "suspicious for",
                "suspicion for",
                "concern for",
                "concerning for",
                "worrisome for",
                "question of",
                "questionable",
                "query",
                "equivocal",
                "suggest",
                "suggests",
                "suggesting",
                "suggestive of",
                "suggestion of",
                "likely",
                "most likely",
                "presumed",
                "presumably",
                "cannot exclude",
                "can not exclude",
                "not exclude",
                "does not exclude",
                "cannot rule out",
                "not rule out",
                "difficult to exclude",
                "hard to exclude",
                "consider",
                "compatible with",
                "consistent with",
                "representing",
                "may have",
                "perhaps");
        add(
                all,
                Kind.MAYBE_BEHIND,
                "is possible",
                "are possible",
                "is suspected",
                "cannot be excluded",
                "can not be excluded",
                "cannot be ruled out",
                "can not be ruled out",
                "could not be excluded",
                "not excluded",
                "is not excluded",
                "are not excluded",
                "not ruled out",
                "not entirely excluded",
                "cannot be entirely excluded",
                "cannot be completely excluded",
                "cannot entirely be excluded",
                "is difficult to exclude",
                "is questioned",
                "is likely",
                "is considered",
                "should be considered",
                "is not entirely excluded",
                "may be present",
                "may be seen",
                "might be present");
        add(
                all,
                Kind.STOP,
                "but",
                "however",
                "although",
                "though",
                "except",
                "except for",
                "aside from",
                "apart from",
                "other than",
                "nevertheless",
                "yet",
                "still",
                "which",
                "who",
                "secondary to",
                "due to",
                "because of",
                "cause of",
                "causes of",
                "source of",
                "sources of",
                "reason for",
                "etiology of",
                "origin of",
                "; ",
                ". ",
                "there is",
                "there are",
                "there was",
                "he has",
                "she has",
                "patient has",
                "patient had",
                "with",
                "otherwise",
                "status post",
                "s/p",
                "as well as",
                "and has",
                "and is",
                "and was",
                "presenting",
                "presents",
                "involving",
                "then",
                "until",
                "after");
        all.sort(Comparator.comparingInt((Trigger trigger) -> -trigger.phrase.length()));
        return all.stream().collect(Collectors.groupingBy(trigger -> trigger.phrase.charAt(0)));
    }

    private static void add(List<Trigger> all, Kind kind, String... phrases) {
        for (String phrase : phrases) {
            all.add(new Trigger(phrase, kind));
        }
    }
}
