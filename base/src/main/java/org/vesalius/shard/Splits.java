package org.vesalius.shard;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.vesalius.dataset.Split;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;

/**
 * Which patient is in which split: never one in two.
 *
 * @param byPatient of every patient
 * @param rule in words, for the manifest
 */
record Splits(Map<String, Split> byPatient, String rule) {

    /** The split of a study. */
    Split of(Spool.Row row) {
        return Objects.requireNonNull(byPatient.get(row.patientId()));
    }

    static Splits assign(List<Spool.Row> rows, Patients linked, PrepareOptions options) {
        Fold fold = options.fold();
        if (fold != null) {
            return byFold(rows, linked, fold, options);
        }
        long without = rows.stream().filter(row -> row.published() == null).count();
        Set<String> inTwo = without == rows.size() ? Set.of() : patientsInTwo(rows);
        return switch (options.rule()) {
            case HASH -> byHash(rows, linked, options, "");
            case OFFICIAL -> {
                checkOfficial(rows.size(), without, inTwo.size());
                yield official(rows, linked, options);
            }
            case AUTO -> {
                if (without == 0 && inTwo.isEmpty() && !rows.isEmpty()) {
                    yield official(rows, linked, options);
                }
                String why = inTwo.isEmpty()
                        ? ""
                        : "; the published split has " + inTwo.size() + " patients in two parts and is not used";
                yield byHash(rows, linked, options, why);
            }
        };
    }

    private static void checkOfficial(int studies, long without, int inTwo) {
        if (without > 0) {
            throw InputException.of(
                    "published split",
                    "one for each of the " + studies + " studies",
                    without + " studies without",
                    "use --split hash");
        }
        if (inTwo > 0) {
            throw InputException.of(
                    "published split",
                    "each patient in one part",
                    inTwo + " patients in two or more",
                    "use --split hash, which keeps a patient's studies together");
        }
    }

    private static Set<String> patientsInTwo(List<Spool.Row> rows) {
        Map<String, Split> first = new HashMap<>();
        Set<String> inTwo = new HashSet<>();
        for (Spool.Row row : rows) {
            if (row.published() != null) {
                Split earlier = first.putIfAbsent(row.patientId(), row.published());
                if (earlier != null && earlier != row.published()) {
                    inTwo.add(row.patientId());
                }
            }
        }
        return inTwo;
    }

    private static Splits official(List<Spool.Row> rows, Patients linked, PrepareOptions options) {
        Map<String, Split> byPatient = new HashMap<>();
        for (Spool.Row row : rows) {
            if (row.published() != null) {
                byPatient.put(row.patientId(), row.published());
            }
        }
        if (byPatient.containsValue(Split.VAL) || !byPatient.containsValue(Split.TEST)) {
            return new Splits(byPatient, "as published");
        }
        double share = validationShare(options);
        byPatient.replaceAll((patient, split) ->
                split == Split.TRAIN && place(linked.root(patient), options.seed()) >= 1 - share ? Split.VAL : split);
        return new Splits(
                byPatient,
                "as published; of its training patients %s by a hash of seed and patient for validation"
                        .formatted(percent(share)));
    }

    /** Of the patients who are not for the test. */
    private static double validationShare(PrepareOptions options) {
        return options.valShare() / Math.max(1e-9, options.trainShare() + options.valShare());
    }

    private static Splits byFold(List<Spool.Row> rows, Patients linked, Fold fold, PrepareOptions options) {
        Map<String, Integer> folds = dealt(rows, linked, fold.of(), options.seed());
        double share = validationShare(options);
        Map<String, Split> byPatient = new HashMap<>();
        for (Spool.Row row : rows) {
            byPatient.computeIfAbsent(row.patientId(), patient -> {
                String root = linked.root(patient);
                if (folds.getOrDefault(root, 0) == fold.number() - 1) {
                    return Split.TEST;
                }
                return place("validation beside fold " + fold + "\0" + root, options.seed()) < share
                        ? Split.VAL
                        : Split.TRAIN;
            });
        }
        String rule =
                "patients dealt by a hash of seed and patient into %d folds of about as many studies, of which fold %d is the test; of the others %s for validation; %d patients who share a film with another stay with them"
                        .formatted(fold.of(), fold.number(), percent(share), linked.linked());
        return new Splits(byPatient, rule);
    }

    /** The fold, from 0, of each root: in the order of their places, each to the fold with the fewest studies so far. */
    private static Map<String, Integer> dealt(List<Spool.Row> rows, Patients linked, int folds, long seed) {
        Map<String, Integer> studies = new HashMap<>();
        rows.forEach(row -> studies.merge(linked.root(row.patientId()), 1, Integer::sum));
        if (studies.size() < folds) {
            throw InputException.of(
                    "patients for " + folds + " folds",
                    "at least one for each, those who share a film counted as one",
                    Integer.toString(studies.size()),
                    "ask for fewer folds");
        }
        int[] sizes = new int[folds];
        Map<String, Integer> foldOf = new HashMap<>();
        studies.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<String, Integer> root) -> place(root.getKey(), seed))
                        .thenComparing(Map.Entry::getKey))
                .forEach(root -> {
                    int smallest = 0;
                    for (int f = 1; f < folds; f++) {
                        smallest = sizes[f] < sizes[smallest] ? f : smallest;
                    }
                    sizes[smallest] += root.getValue();
                    foldOf.put(root.getKey(), smallest);
                });
        return foldOf;
    }

    private static Splits byHash(List<Spool.Row> rows, Patients linked, PrepareOptions options, String why) {
        Map<String, Split> byPatient = new HashMap<>();
        for (Spool.Row row : rows) {
            byPatient.computeIfAbsent(row.patientId(), patient -> {
                double place = place(linked.root(patient), options.seed());
                if (place < options.trainShare()) {
                    return Split.TRAIN;
                }
                return place < options.trainShare() + options.valShare() ? Split.VAL : Split.TEST;
            });
        }
        String rule =
                "patients by a hash of seed and patient, %s / %s / %s; %d patients who share a film with another stay with them%s"
                        .formatted(
                                percent(options.trainShare()),
                                percent(options.valShare()),
                                percent(1 - options.trainShare() - options.valShare()),
                                linked.linked(),
                                why);
        return new Splits(byPatient, rule);
    }

    private static String percent(double share) {
        return Math.round(share * 1000) / 10.0 + " %";
    }

    /** A number in [0, 1) that only seed and patient decide. */
    private static double place(String patient, long seed) {
        byte[] digest = Digests.sha256().digest((seed + "\0" + patient).getBytes(StandardCharsets.UTF_8));
        return (ByteBuffer.wrap(digest).getLong() >>> 11) * 0x1.0p-53;
    }
}
