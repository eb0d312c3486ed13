package org.vesalius.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.io.Json;

/** Which surrogate stands for which original: what makes a run reversible, and so is only ever written sealed. */
final class Mapping {
    private final List<String> lines = new ArrayList<>();

    void file(Survey.Item item, String name) {
        line("file", String.valueOf(item.path()), name);
    }

    private void line(String kind, String original, String surrogate) {
        lines.add(Json.line(new TreeMap<>(Map.of("kind", kind, "original", original, "surrogate", surrogate))));
    }

    /** One JSON object a line. */
    String json(Survey survey, Surrogates surrogates, Policy policy) {
        for (Subject subject : survey.subjects().values()) {
            line("patient", subject.key(), subject.id());
            line("days", subject.key(), Integer.toString(subject.days()));
            subject.identifiers()
                    .people()
                    .forEach(person -> line(
                            "name",
                            String.join(" ", person.given()) + " " + person.family(),
                            surrogates.family(person.family())));
            subject.identifiers().numbers().forEach(number -> line("number", number, surrogates.accession(number)));
            if (!policy.has(ProfileOption.RETAIN_UIDS)) {
                subject.identifiers().uids().stream().sorted().forEach(uid -> line("uid", uid, surrogates.uid(uid)));
            }
        }
        return String.join("\n", lines) + "\n";
    }
}
