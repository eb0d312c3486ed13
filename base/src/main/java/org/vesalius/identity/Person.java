package org.vesalius.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A name of a header, in parts.
 *
 * @param given first and middle names
 */
record Person(String family, List<String> given) {
    Person {
        given = List.copyOf(given);
    }

    /** The groups of a PN value (alphabetic, ideographic, phonetic), each as a name. */
    static List<Person> of(String value) {
        List<Person> people = new ArrayList<>();
        for (String group : value.split("=")) {
            // some write "Family, Given" or "Given Family" instead of carets
            String[] parts = group.contains("^") || !group.contains(",") ? group.split("\\^") : group.split(",", 2);
            List<String> words = new ArrayList<>();
            for (int i = 0; i < parts.length && i < 3; i++) {
                Arrays.stream(parts[i].strip().split("[\\s,]+"))
                        .filter(word -> !word.isEmpty())
                        .forEach(words::add);
            }
            if (words.isEmpty()) {
                continue;
            }
            boolean plain = !group.contains("^") && !group.contains(",") && words.size() > 1;
            String family = plain ? words.removeLast() : words.removeFirst();
            people.add(new Person(family, words));
        }
        return people;
    }
}
