package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** How a finding went since the study before. */
enum Course {
    BETTER,
    STABLE,
    WORSE;

    /** The beginning of the facts that say it of a finding or a region. */
    static final String FACT = "change:";

    /** What the words of a reader mean: of the built-in data {@code NEW} and {@code RESOLVED} too, of Chest ImaGenome {@code improved}, {@code worsened}, {@code no change}; empty where they say two things, or that there was no study before. */
    static Optional<Course> of(String words) {
        var courses = new TreeSet<Course>();
        for (String word : words.toLowerCase(Locale.ROOT).split("[;,|]")) {
            switch (word.strip()) {
                case "better", "resolved", "improved", "improving" -> courses.add(BETTER);
                case "worse", "new", "worsened", "worsening" -> courses.add(WORSE);
                case "unchanged", "no change", "stable" -> courses.add(STABLE);
                default -> {
                    // no course
                }
            }
        }
        return courses.size() == 1 ? Optional.of(courses.first()) : Optional.empty();
    }

    /** What it is when the two studies change places. */
    Course mirrored() {
        return switch (this) {
            case BETTER -> WORSE;
            case STABLE -> STABLE;
            case WORSE -> BETTER;
        };
    }

    String lower() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a report would say. */
    List<String> prompts(String finding) {
        List<String> endings = switch (this) {
            case BETTER -> List.of("has improved.", "has decreased since the prior study.", "is smaller than before.");
            case STABLE -> List.of("is unchanged.", "is stable compared with the prior study.");
            case WORSE -> List.of("has worsened.", "has increased since the prior study.", "is larger than before.");
        };
        List<String> prompts = new ArrayList<>();
        endings.forEach(ending -> prompts.add(finding + " " + ending));
        return prompts;
    }
}
