package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.metric.Bootstrap;

/**
 * Cross-validation: the results of one protocol on the folds of one set as one result. Each number is the mean over the folds; for its interval patients are drawn within their fold, so that it says how
 * much the number depends on who was tested, and not how much on the training. The joint result has the layout of any other; its table has a column {@value #COLUMN}.
 */
public final class Folds {
    static final String COLUMN = "fold";
    private static final String TERM = "folds";
    /** What is another thing in each fold. */
    private static final List<String> OF_EACH_FOLD = List.of("data-digest", "split-ids");

    private Folds() {}

    /** Why results must not be joined, if there is a reason. */
    public static Optional<Comparison.Refusal> refusal(List<Result> folds) {
        return Comparison.refusal(folds, OF_EACH_FOLD);
    }

    /** Whether a result is of several folds. */
    public static boolean are(Result result) {
        return result.terms().containsKey(TERM);
    }

    static boolean are(SampleTable samples) {
        return samples.has(COLUMN);
    }

    /**
     * The joint result of folds that {@link #refusal} lets pass. They may come in any order: they are counted in that of their data digests.
     *
     * @throws InputException when a patient was tested in two of them, or one is a joint result itself
     */
    public static Protocol.Outcome join(List<Protocol.Outcome> outcomes, Provenance provenance) {
        if (outcomes.stream().anyMatch(outcome -> are(outcome.result()))) {
            throw InputException.of(
                    "folds", "results of single folds", "a joint result among them", "name the runs of the folds");
        }
        List<Protocol.Outcome> folds = outcomes.stream()
                .sorted(Comparator.comparing(outcome -> outcome.result().data()))
                .toList();
        Result first = folds.getFirst().result();
        SampleTable samples = SampleTable.join(
                COLUMN, folds.stream().map(Protocol.Outcome::samples).toList());
        checkPatients(samples, first.options());
        Protocol.Estimated estimated = Protocols.byId(first.protocol()).numbers(samples, first.options());
        List<Result> results = folds.stream().map(Protocol.Outcome::result).toList();
        ProtocolDigest digest = digest(results);
        List<Problem> problems =
                results.stream().flatMap(result -> result.problems().stream()).toList();
        Result result = new Result(
                Result.FORMAT,
                first.protocol(),
                digest.hex(),
                digest.terms(),
                subject(results),
                of(results.stream().map(Result::data).toList()),
                first.options(),
                estimated.measures(),
                estimated.notes(),
                problems,
                Digests.sha256(samples.csv()),
                provenance);
        return new Protocol.Outcome(result, samples);
    }

    private static ProtocolDigest digest(List<Result> folds) {
        Map<String, String> terms = new TreeMap<>(folds.getFirst().terms());
        terms.put(TERM, folds.size() + ": mean over the folds, patients drawn within their fold");
        for (String term : OF_EACH_FOLD) {
            terms.put(
                    term,
                    of(folds.stream()
                            .map(fold -> fold.terms().getOrDefault(term, ""))
                            .toList()));
        }
        return ProtocolDigest.of(terms);
    }

    private static Subject subject(List<Result> folds) {
        String names =
                folds.stream().map(fold -> fold.subject().name()).distinct().collect(Collectors.joining(", "));
        return new Subject(
                names, of(folds.stream().map(fold -> fold.subject().digest()).toList()));
    }

    private static String of(List<String> parts) {
        return Digests.sha256(String.join("\n", parts));
    }

    private static void checkPatients(SampleTable samples, EvaluationOptions options) {
        SampleTable tested =
                samples.has("split") ? samples.where("split", options.split().lower()::equals) : samples;
        Set<String> once = new HashSet<>();
        Set<String> twice = new HashSet<>();
        for (String fold : tested.distinct(COLUMN)) {
            for (String patient : tested.where(COLUMN, fold::equals).distinct("patient")) {
                if (!once.add(patient)) {
                    twice.add(patient);
                }
            }
        }
        if (!twice.isEmpty()) {
            throw InputException.of(
                    "folds",
                    "each patient tested in one of them",
                    twice.size() + " patients tested in two or more",
                    "give one run for each fold, on sets that 'data prepare --fold' made with one seed");
        }
    }

    /** The mean over the folds of every number that each of them has. */
    static Protocol.Estimated estimate(Protocol protocol, SampleTable samples, EvaluationOptions options) {
        List<Protocol.Estimated> folds = samples.distinct(COLUMN).stream()
                .map(fold -> protocol.estimate(samples.where(COLUMN, fold::equals), options))
                .toList();
        Map<String, List<Estimate>> byId = new LinkedHashMap<>();
        folds.forEach(fold -> fold.estimates()
                .forEach(estimate -> byId.computeIfAbsent(estimate.id(), _ -> new ArrayList<>())
                        .add(estimate)));
        List<Estimate> means = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        byId.forEach((id, parts) -> {
            if (parts.size() == folds.size()) {
                means.add(mean(parts));
            } else {
                notes.add(id + ": in " + parts.size() + " of " + folds.size() + " folds, so without a mean");
            }
        });
        for (int f = 0; f < folds.size(); f++) {
            for (String note : folds.get(f).notes()) {
                notes.add("fold " + (f + 1) + ": " + note);
            }
        }
        return new Protocol.Estimated(means, notes);
    }

    private static Estimate mean(List<Estimate> parts) {
        Estimate first = parts.getFirst();
        boolean known = parts.stream().allMatch(part -> part.positives() >= 0);
        return new Estimate(
                first.metric(),
                first.subject(),
                first.part(),
                parts.stream().mapToDouble(Estimate::chance).average().orElse(Double.NaN),
                parts.stream().mapToInt(Estimate::rows).sum(),
                known ? parts.stream().mapToInt(Estimate::positives).sum() : -1,
                parts.stream().allMatch(Estimate::counted),
                Bootstrap.within(parts.stream().map(Estimate::draws).toList()),
                statistic(parts));
    }

    /** Each part sees its own rows of a draw; a fold where its number is undefined is left out of the mean. */
    private static Bootstrap.Statistic statistic(List<Estimate> parts) {
        return times -> {
            double sum = 0;
            int defined = 0;
            int from = 0;
            for (Estimate part : parts) {
                int to = from + part.draws().rows();
                double value = part.statistic().of(Arrays.copyOfRange(times, from, to));
                sum += Double.isNaN(value) ? 0 : value;
                defined += Double.isNaN(value) ? 0 : 1;
                from = to;
            }
            return defined == 0 ? Double.NaN : sum / defined;
        };
    }
}
