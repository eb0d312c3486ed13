package org.vesalius.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A phrase that denies or doubts what stands near it.
 *
 * @param phrase in lower case; a blank is any white space
 * @param general what it does
 * @param chexpert what it does for CheXpert's labeler
 */
record Trigger(String phrase, Kind general, Kind chexpert) {
    private static final int WITH_CHEXPERT = 3;

    /** By their first character, the longest first. */
    private static final Map<Character, List<Trigger>> ALL = Resource.rows("triggers.tsv").stream()
            .map(Trigger::of)
            .sorted(Comparator.comparingInt((Trigger trigger) -> -trigger.phrase.length()))
            .collect(Collectors.groupingBy(trigger -> trigger.phrase.charAt(0)));

    /** What a trigger does, and to which side. */
    enum Kind {
        /** Looks like a trigger and is none. */
        NONE,
        NOT_BEFORE,
        NOT_BEHIND,
        NOT_EITHER,
        MAYBE_BEFORE,
        MAYBE_BEHIND,
        MAYBE_EITHER,
        STOP;

        boolean denies() {
            return this == NOT_BEFORE || this == NOT_BEHIND || this == NOT_EITHER;
        }

        /** Whether it decides on a mention that it stands before or behind. */
        boolean reaches(boolean before, boolean behind) {
            return switch (this) {
                case NOT_BEFORE, MAYBE_BEFORE -> before;
                case NOT_BEHIND, MAYBE_BEHIND -> behind;
                case NOT_EITHER, MAYBE_EITHER -> before || behind;
                case NONE, STOP -> false;
            };
        }
    }

    static List<Trigger> beginningWith(char first) {
        return ALL.getOrDefault(first, List.of());
    }

    Kind kind(Negation.Reading reading) {
        return switch (reading) {
            case GENERAL -> general;
            case CHEXPERT -> chexpert;
        };
    }

    private static Trigger of(List<String> cells) {
        Kind kind = kind(cells.get(0));
        return new Trigger(
                cells.get(1).replace('_', ' '), kind, cells.size() == WITH_CHEXPERT ? kind(cells.get(2)) : kind);
    }

    private static Kind kind(String cell) {
        return Kind.valueOf(cell.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
