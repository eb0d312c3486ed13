package org.vesalius.evaluate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.report.Prompts;
import org.vesalius.report.Prompts.PromptSet;

/**
 * A published set of prompts: {@code prompts/<name>.json} beside this class.
 *
 * @param source where the words are from
 * @param templates for any label, {@code {}} standing for it in small letters; empty where the set knows its own labels only
 * @param sets prompts of single labels
 * @param classes words of single labels to be multiplied out, for the label only
 */
record PromptBook(String source, Templates templates, List<PromptSet> sets, Map<String, Words> classes) {
    /** The sets by name. */
    static final List<String> NAMES = List.of("chexzero", "gloria", "biovil");

    PromptBook {
        sets = List.copyOf(sets);
        classes = Map.copyOf(classes);
    }

    /** Texts around a label's name. */
    record Templates(List<String> positive, List<String> negative) {
        Templates {
            positive = List.copyOf(positive);
            negative = List.copyOf(negative);
        }
    }

    /** Each severity with each subtype at each location. */
    record Words(List<String> severity, List<String> subtype, List<String> location) {
        Words {
            severity = List.copyOf(severity);
            subtype = List.copyOf(subtype);
            location = List.copyOf(location);
        }

        /** All of them once, with single blanks. */
        private Set<String> product() {
            Set<String> all = new LinkedHashSet<>();
            for (String degree : severity) {
                for (String kind : subtype) {
                    for (String place : location) {
                        all.add("%s %s %s"
                                .formatted(degree, kind, place)
                                .strip()
                                .replaceAll(" +", " "));
                    }
                }
            }
            return all;
        }
    }

    /** One of {@link #NAMES}. */
    static PromptBook of(String name) {
        String file = "prompts/" + name + ".json";
        try (InputStream in = PromptBook.class.getResourceAsStream(file)) {
            if (in == null) {
                throw InputException.unknown("prompt set", name, NAMES);
            }
            return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), PromptBook.class, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The prompts of a label; of words that are multiplied out those {@code count} whose SHA-256 with the seed is smallest, all for 0.
     *
     * @throws InputException for a label that the set does not know
     */
    PromptSet forLabel(String label, int count, long seed) {
        String wanted = Prompts.normal(label);
        for (PromptSet set : sets) {
            if (Prompts.normal(set.label()).equals(wanted)) {
                return new PromptSet(label, set.positive(), set.negative());
            }
        }
        for (var entry : classes.entrySet()) {
            if (Prompts.normal(entry.getKey()).equals(wanted)) {
                List<String> sampled = entry.getValue().product().stream()
                        .sorted(Comparator.comparing(text -> Digests.sha256(seed + " " + text)))
                        .limit(count == 0 ? Long.MAX_VALUE : count)
                        .toList();
                return new PromptSet(label, sampled, List.of());
            }
        }
        if (templates.positive.isEmpty()) {
            Set<String> known = new TreeSet<>(classes.keySet());
            sets.forEach(set -> known.add(set.label()));
            throw InputException.unknown("label of this prompt set", label, known);
        }
        return new PromptSet(label, filled(templates.positive, wanted), filled(templates.negative, wanted));
    }

    private static List<String> filled(List<String> templates, String name) {
        return templates.stream().map(text -> text.replace("{}", name)).toList();
    }
}
