package org.vesalius.identity;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a text who it is about: first what the headers of the patient say, then what has the form of a name, date, number, telephone or place. Everything gets a surrogate that is the same wherever it
 * stands, and dates move by the days that the headers' dates move by. What is not of these forms and not in the headers stays: see the limits in {@code docs/identity.md}.
 */
final class TextScrubber {
    private final KnownFinder known;
    private final DateFinder dates;
    private final PatternFinder patterns;
    private final NameFinder names;
    private final PlaceFinder places;

    TextScrubber(Policy policy, Subject subject, @Nullable LocalDate studyDate) {
        this(policy, subject, new KnownFinder(subject, policy), studyDate);
    }

    /** @param known what the headers of this patient say */
    TextScrubber(Policy policy, Subject subject, KnownFinder known, @Nullable LocalDate studyDate) {
        Surrogates surrogates = subject.surrogates();
        this.known = known;
        this.dates = new DateFinder(policy, subject.days(), studyDate);
        this.patterns = new PatternFinder(surrogates);
        this.names = new NameFinder(surrogates);
        this.places = new PlaceFinder(surrogates, policy);
    }

    /**
     * A text without identity.
     *
     * @param replaced how much of each kind was found
     */
    record Scrubbed(String text, Map<Phi, Integer> replaced) {}

    /** Everything that is found. */
    Scrubbed scrub(String text) {
        List<Span> found = new ArrayList<>();
        patterns.addresses(text, found);
        known.find(text, found);
        dates.find(text, found);
        patterns.find(text, found);
        places.find(text, found);
        names.find(text, found);
        return replaced(text, found);
    }

    /** Only what the headers say: for short values of headers, which have no sentences. */
    String known(String text) {
        List<Span> found = new ArrayList<>();
        known.find(text, found);
        return found.isEmpty() ? text : replaced(text, found).text();
    }

    private static Scrubbed replaced(String text, List<Span> found) {
        Map<Phi, Integer> counts = new EnumMap<>(Phi.class);
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (Span span : Span.disjoint(found)) {
            out.append(text, at, span.start()).append(span.replacement());
            counts.merge(span.kind(), 1, Integer::sum);
            at = span.end();
        }
        return new Scrubbed(out.append(text, at, text.length()).toString(), counts);
    }
}
