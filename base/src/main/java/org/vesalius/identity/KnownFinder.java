package org.vesalius.identity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what the headers of the patient say: names in any order and case, with or without accents, initials, numbers, places, telephones. */
final class KnownFinder {
    private static final int SHORT = 3;

    /**
     * What is searched in folded text.
     *
     * @param capital whether the original must begin with a capital, since the word is short
     */
    private record Rule(Pattern pattern, Phi kind, String replacement, boolean capital) {
        Rule(Pattern pattern, Phi kind, String replacement) {
            this(pattern, kind, replacement, false);
        }
    }

    private final List<Rule> rules = new ArrayList<>();

    KnownFinder(Subject subject, Policy policy) {
        Surrogates surrogates = subject.surrogates();
        Identifiers known = subject.identifiers();
        Map<String, Rule> words = new LinkedHashMap<>();
        for (Person person : known.people()) {
            pair(person, surrogates);
            word(person.family(), surrogates.family(person.family()), words);
            person.given().forEach(given -> word(given, surrogates.given(given), words));
            initials(person);
        }
        for (String number : known.numbers()) {
            if (policy.has(ProfileOption.RETAIN_DEVICE) && known.devices().contains(number)) {
                continue;
            }
            rules.add(new Rule(literal(number), Phi.NUMBER, number(subject, number)));
        }
        if (!policy.has(ProfileOption.RETAIN_INSTITUTION)) {
            known.places().forEach(place -> place(place, surrogates));
        }
        for (String phone : known.phones()) {
            rules.add(new Rule(digits(phone), Phi.PHONE, surrogates.shape(phone)));
        }
        // whole forms before single words
        rules.sort(
                Comparator.comparingInt((Rule rule) -> rule.pattern().pattern().length())
                        .reversed());
        rules.addAll(words.values());
    }

    private static String number(Subject subject, String number) {
        if (subject.key().equals(number)) {
            return subject.id();
        }
        return subject.surrogates().accession(number);
    }

    /** The new name of a place keeps nothing of the old one; its parts before a comma or line end count too. */
    private void place(String place, Surrogates surrogates) {
        rules.add(new Rule(literal(place), Phi.PLACE, surrogates.place(place)));
        for (String part : place.split("[,;\\n\\r^]")) {
            String stripped = part.strip();
            if (stripped.length() >= 5 && !Words.ORDINARY.contains(Folded.of(stripped))) {
                rules.add(new Rule(literal(stripped), Phi.PLACE, surrogates.place(place)));
            }
        }
    }

    /** {@code Given Family}, {@code Family, Given}, {@code FAMILY^GIVEN}, with anything short between. */
    private void pair(Person person, Surrogates surrogates) {
        String newFamily = surrogates.family(person.family());
        for (String given : person.given()) {
            if (given.length() < 2 || !Identifiers.names(person.family())) {
                continue;
            }
            String g = quoted(given);
            String f = quoted(person.family());
            String newGiven = surrogates.given(given);
            String middle = "(?:[ \\t]+\\p{L}{1,12}\\.?)?";
            rules.add(new Rule(bounded(g + middle + "[ \\t\\^_-]+" + f), Phi.NAME, newGiven + " " + newFamily));
            rules.add(new Rule(
                    bounded(f + "(?:[ \\t]*[,^][ \\t]*|[ \\t_]+)" + g), Phi.NAME, newFamily + ", " + newGiven));
            rules.add(new Rule(bounded(initial(given) + f), Phi.NAME, newGiven.charAt(0) + ". " + newFamily));
        }
    }

    private static String initial(String given) {
        return Pattern.quote(Folded.of(given.substring(0, 1))) + "\\.?[ \\t]*(?:\\p{L}\\.?[ \\t]*)?";
    }

    /** A part of a name on its own; words that mean something else too only where they are written as names are. */
    private void word(String word, String surrogate, Map<String, Rule> words) {
        String folded = Folded.of(word);
        if (!Identifiers.names(word) || Words.ORDINARY.contains(folded)) {
            return;
        }
        words.putIfAbsent(folded, new Rule(word(quoted(word)), Phi.NAME, surrogate, folded.length() <= SHORT));
    }

    /** {@code J.D.}, {@code J. D.}, {@code (JD)}: bare capitals are found only where nothing else is likely. */
    private void initials(Person person) {
        if (person.given().isEmpty() || person.family().isEmpty()) {
            return;
        }
        String first = Pattern.quote(Folded.of(person.given().getFirst().substring(0, 1)));
        String last = Pattern.quote(Folded.of(person.family().substring(0, 1)));
        rules.add(new Rule(bounded(first + "\\.[ \\t]?(?:\\p{L}\\.[ \\t]?)?" + last + "\\."), Phi.INITIALS, "X.X."));
        rules.add(new Rule(Pattern.compile("(?<=\\()" + first + "\\p{L}?" + last + "(?=\\))"), Phi.INITIALS, "XX"));
        rules.add(new Rule(
                Pattern.compile("(?<=(?:initials|patient|pt|by|tech)[:. ]{1,3})" + first + last + "(?![\\p{L}\\p{N}])"),
                Phi.INITIALS,
                "XX"));
    }

    private static String quoted(String word) {
        return Pattern.quote(Folded.of(word));
    }

    private static Pattern literal(String text) {
        return bounded(String.join(
                "[\\s,]+",
                java.util.Arrays.stream(text.strip().split("[\\s,]+"))
                        .map(KnownFinder::quoted)
                        .toList()));
    }

    /** The digits with anything between them that people write into numbers. */
    private static Pattern digits(String phone) {
        String only = phone.replaceAll("\\D", "");
        return only.length() < 5 ? literal(phone) : bounded("\\+?" + String.join("[\\s().\\-/]{0,3}", only.split("")));
    }

    private static Pattern bounded(String pattern) {
        return Pattern.compile("(?<![\\p{L}\\p{N}])" + pattern + "(?:'s)?(?![\\p{L}\\p{N}])");
    }

    /** Digits may stand beside it. */
    private static Pattern word(String pattern) {
        return Pattern.compile("(?<!\\p{L})" + pattern + "(?:'s)?(?!\\p{L})");
    }

    void find(String text, List<Span> found) {
        String folded = Folded.of(text);
        for (Rule rule : rules) {
            Matcher matcher = rule.pattern().matcher(folded);
            while (matcher.find()) {
                if (!rule.capital() || Character.isUpperCase(text.charAt(matcher.start()))) {
                    found.add(new Span(matcher.start(), matcher.end(), rule.kind(), rule.replacement()));
                }
            }
        }
    }
}
