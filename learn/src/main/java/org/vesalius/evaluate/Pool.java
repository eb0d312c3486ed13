package org.vesalius.evaluate;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.vesalius.dataset.Study;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.report.LabelState;

/**
 * Which studies are searched: those that {@code rule} admits, and of these the {@code size} with the smallest SHA-256 of their key, so that neither order nor chance decides; 0 takes all.
 */
public record Pool(Rule rule, int size) {
    /** Labels, in small letters, that say that nothing is there. */
    static final Set<String> NO_FINDINGS = Set.of("no finding", "normal");

    /** Who may be in it. */
    public enum Rule {
        /** Every study with a text and a picture. */
        ALL,
        /** Only studies with at least one positive label that says more than that nothing is there. */
        WITH_FINDING
    }

    /** From {@code all}, {@code with-finding} or {@code with-finding:200}. */
    public static Pool parse(String text) {
        String[] parts = text.split(":", 2);
        try {
            Rule rule = Rule.valueOf(parts[0].toUpperCase(Locale.ROOT).replace('-', '_'));
            return new Pool(rule, parts.length == 1 ? 0 : Integer.parseInt(parts[1]));
        } catch (IllegalArgumentException e) {
            throw InputException.of("pool", "all or with-finding, and :SIZE if wanted", text, "e.g. with-finding:200");
        }
    }

    /** Those of {@code studies} that are searched, in their order. */
    public List<StudySet.Row> of(List<StudySet.Row> studies) {
        List<StudySet.Row> admitted = studies.stream()
                .filter(row -> rule == Rule.ALL || hasFinding(row.study()))
                .toList();
        if (size == 0 || admitted.size() <= size) {
            return admitted;
        }
        return admitted.stream()
                .sorted(Comparator.comparing(row -> Digests.sha256(row.entry().key())))
                .limit(size)
                .sorted(Comparator.comparingInt(row -> row.entry().row()))
                .toList();
    }

    static boolean hasFinding(Study study) {
        return study.labels().entrySet().stream()
                .anyMatch(label -> label.getValue() == LabelState.POSITIVE
                        && !NO_FINDINGS.contains(label.getKey().toLowerCase(Locale.ROOT)));
    }

    @Override
    public String toString() {
        String name = rule.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return size == 0 ? name : name + ":" + size;
    }
}
