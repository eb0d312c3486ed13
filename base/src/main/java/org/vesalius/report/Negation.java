package org.vesalius.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a sentence says that something is there, is not, or may be: trigger phrases with a reach, after NegEx (Chapman et al., J Biomed Inform 2001) and ConText (Harkema et al., 2009). A trigger before
 * the mention reaches to the right, one behind it to the left, until a word that ends its clause; the longest trigger at a place counts, so "cannot exclude" is no negation. Triggers within the mention
 * itself do not count. The phrases are in {@code triggers.tsv} beside this class.
 */
public final class Negation {
    private Negation() {}

    /** Whose idea of doubt is followed. */
    public enum Reading {
        /** What a reader would call uncertain: "likely" and "consistent with" doubt. */
        GENERAL,
        /** What CheXpert's labeler calls uncertain: they assert. */
        CHEXPERT
    }

    /** The phrase that decided, and where it stands in the sentence. */
    public record Cause(String phrase, int start, int end) {}

    /** What is said, and by which phrase; no phrase where it is simply asserted. */
    public record Judgement(LabelState state, Optional<Cause> cause) {}

    private record Hit(int start, int end, Trigger trigger, Trigger.Kind kind) {}

    /** What {@code sentence} says of the mention at {@code [start, end)}; never {@link LabelState#BLANK}. */
    public static LabelState of(String sentence, int start, int end) {
        return judge(sentence, start, end, Reading.GENERAL).state();
    }

    /** As {@link #of}, with the phrase that decided. */
    public static Judgement judge(String sentence, int start, int end, Reading reading) {
        List<Hit> hits = hits(sentence, start, end, reading);
        @Nullable Hit doubt = null;
        for (Hit hit : hits) {
            boolean before = hit.end <= start && clear(hits, hit.end, start);
            boolean behind = hit.start >= end && clear(hits, end, hit.start);
            if (!hit.kind.reaches(before, behind)) {
                continue;
            }
            if (hit.kind.denies()) {
                return new Judgement(LabelState.NEGATIVE, Optional.of(cause(hit)));
            }
            doubt = doubt == null ? hit : doubt;
        }
        return doubt == null
                ? new Judgement(LabelState.POSITIVE, Optional.empty())
                : new Judgement(LabelState.UNCERTAIN, Optional.of(cause(doubt)));
    }

    private static Cause cause(Hit hit) {
        return new Cause(hit.trigger.phrase(), hit.start, hit.end);
    }

    private static boolean clear(List<Hit> hits, int from, int to) {
        return hits.stream().noneMatch(hit -> hit.kind == Trigger.Kind.STOP && hit.start >= from && hit.end <= to);
    }

    private static List<Hit> hits(String original, int start, int end, Reading reading) {
        String sentence = Sentence.lower(original);
        List<Hit> hits = new ArrayList<>();
        int at = 0;
        while (at < sentence.length()) {
            Hit hit = hit(sentence, at, reading);
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

    private static @Nullable Hit hit(String sentence, int at, Reading reading) {
        if (at > 0 && letter(sentence.charAt(at)) && letter(sentence.charAt(at - 1))) {
            return null;
        }
        for (Trigger trigger : Trigger.beginningWith(sentence.charAt(at))) {
            int end = end(trigger.phrase(), sentence, at);
            if (end >= 0) {
                return new Hit(at, end, trigger, trigger.kind(reading));
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
}
