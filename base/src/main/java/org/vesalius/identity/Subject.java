package org.vesalius.identity;

/** A patient of a run: what is known of them from all their files, and what stands for them. */
final class Subject {
    private final String key;
    private final Surrogates surrogates;
    private final Identifiers identifiers = new Identifiers();

    Subject(String key, Surrogates surrogates) {
        this.key = key;
        this.surrogates = surrogates;
    }

    /** What the originals are told apart by. */
    String key() {
        return key;
    }

    Identifiers identifiers() {
        return identifiers;
    }

    Surrogates surrogates() {
        return surrogates;
    }

    /** The new patient ID. */
    String id() {
        return surrogates.patient(key);
    }

    /** Days that are added to every date. */
    int days() {
        return surrogates.days(key);
    }

    /** The new name: parts are those that stand for the old parts in report text. */
    String name() {
        return identifiers
                .patient()
                .map(person -> surrogates.family(person.family()) + "^"
                        + person.given().stream()
                                .findFirst()
                                .map(surrogates::given)
                                .orElse(""))
                .orElse(id());
    }
}
