package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.io.Digests;
import org.vesalius.io.Json;
import org.vesalius.shard.Entry;

/**
 * From which training studies a label is learnt: a share of the patients, or of each label so many studies with and so many without it, no two of one patient. They are taken by the SHA-256 of seed and patient, so that they are the same
 * for every model, smaller subsets lie in larger ones, and nobody's order or random generator decides. They are written beside the result.
 *
 * @param fraction of the patients
 * @param shots studies of each class; 0 for all of the fraction
 */
record Subsets(double fraction, int shots, List<Subset> subsets) {
    /** The name of the file after the protocol's. */
    static final String FILE = "subsets.json";

    Subsets {
        subsets = List.copyOf(subsets);
    }

    /**
     * One of them.
     *
     * @param label that it is for; empty for all
     * @param keys of the studies
     */
    record Subset(long seed, String label, List<String> keys) {
        Subset {
            keys = List.copyOf(keys);
        }
    }

    /** Of all labels and of the seeds from the options' on. */
    static Subsets of(Trial trial, List<String> labels, int shots, int seeds) throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<Study> studies = new ArrayList<>();
        for (Entry entry : trial.data().entries(Split.TRAIN)) {
            Study study = trial.data().study(entry);
            if (StudySet.picture(study) >= 0) {
                entries.add(entry);
                studies.add(study);
            }
        }
        EvaluationOptions options = trial.options();
        List<Subset> subsets = new ArrayList<>();
        for (int s = 0; s < seeds; s++) {
            long seed = options.seed() + s;
            Set<String> patients = share(entries, options.fraction(), seed);
            if (shots == 0) {
                subsets.add(new Subset(
                        seed,
                        "",
                        entries.stream()
                                .filter(entry -> patients.contains(entry.patientKey()))
                                .map(Entry::key)
                                .toList()));
            } else {
                for (String label : labels) {
                    subsets.add(new Subset(
                            seed, label, few(entries, studies, patients, options.reading(), label, shots, seed)));
                }
            }
        }
        return new Subsets(options.fraction(), shots, subsets);
    }

    private static Set<String> share(List<Entry> entries, double fraction, long seed) {
        Set<String> patients =
                new TreeSet<>(entries.stream().map(Entry::patientKey).toList());
        long wanted = Math.max(1, Math.round(fraction * patients.size()));
        return Set.copyOf(patients.stream()
                .sorted(Comparator.comparing(patient -> Digests.sha256(seed + " " + patient)))
                .limit(wanted)
                .toList());
    }

    private static List<String> few(
            List<Entry> entries,
            List<Study> studies,
            Set<String> patients,
            LabelReading reading,
            String label,
            int shots,
            long seed) {
        record Candidate(Entry entry, double truth, String order) {}
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            double truth = reading.truth(studies.get(i), label);
            if (!Double.isNaN(truth) && patients.contains(entry.patientKey())) {
                candidates.add(new Candidate(
                        entry,
                        truth,
                        Digests.sha256(seed + " " + label + " " + entry.patientKey() + " " + entry.key())));
            }
        }
        candidates.sort(Comparator.comparing(Candidate::order));
        Set<String> once = new HashSet<>();
        Set<String> keys = new LinkedHashSet<>();
        for (double truth : new double[] {1, 0}) {
            candidates.stream()
                    .filter(candidate -> candidate.truth == truth)
                    .filter(candidate -> once.add(candidate.entry.patientKey()))
                    .limit(shots)
                    .forEach(candidate -> keys.add(candidate.entry.key()));
        }
        return List.copyOf(keys);
    }

    /** The seeds, in order. */
    List<Long> seeds() {
        return subsets.stream().map(Subset::seed).distinct().toList();
    }

    /** From which a label is learnt under a seed. */
    Set<String> keys(long seed, String label) {
        return Set.copyOf(subsets.stream()
                .filter(subset -> subset.seed == seed && (subset.label.isEmpty() || subset.label.equals(label)))
                .findFirst()
                .orElseThrow()
                .keys);
    }

    /** As it is written. */
    String json() {
        return Json.pretty(this);
    }
}
