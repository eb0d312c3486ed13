package org.vesalius.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.vesalius.report.LabelPolicy;
import org.vesalius.report.LabelState;

/** Labels that a program gives against those that people gave, class by class: present against absent. Rows whose truth is left out (NaN) do not count; what the program leaves out counts as absent. */
public final class LabelAgreement {
    /** Name, mode and version. */
    public static final String METHOD = "label-agreement[present-against-absent]@1";

    private final List<String> patients = new ArrayList<>();
    private final List<Map<String, Double>> truths = new ArrayList<>();
    private final List<Map<String, Double>> calls = new ArrayList<>();
    private final List<Map<String, LabelState>> trueStates = new ArrayList<>();
    private final List<Map<String, LabelState>> calledStates = new ArrayList<>();

    /**
     * Of one class.
     *
     * @param rows whose truth is known
     * @param positives of them that have it
     * @param called of them that are said to have it
     * @param f1 of the class that is present; undefined where nothing is present and nothing said so
     * @param kappa Cohen's, present against absent; undefined where both sides know one of the two only
     */
    public record OfClass(
            String name,
            int rows,
            int positives,
            int called,
            Interval precision,
            Interval recall,
            Interval f1,
            Interval kappa) {}

    /**
     * Of one class whose truth tells more apart than present and absent.
     *
     * @param mention F1 of naming it at all
     * @param negation F1 of denying it
     * @param uncertainty F1 of doubting it
     * @param kappa over all four states
     * @param weightedF1 of CheXbert's code, with the shares of these rows
     */
    public record OfStates(
            String name,
            int rows,
            Interval mention,
            Interval negation,
            Interval uncertainty,
            Interval kappa,
            Interval weightedF1) {}

    /** Adds a report: by class 1, 0 or NaN. */
    public void add(String patient, Map<String, Double> truth, Map<String, Double> call) {
        patients.add(patient);
        truths.add(Map.copyOf(truth));
        calls.add(Map.copyOf(call));
        trueStates.add(Map.of());
        calledStates.add(Map.of());
    }

    /** Adds a report by its states; a policy says which count as present and which as absent. */
    public void add(String patient, Map<String, LabelState> truth, Map<String, LabelState> call, LabelPolicy policy) {
        add(patient, policy.targets(truth), policy.targets(call));
        trueStates.set(trueStates.size() - 1, Map.copyOf(truth));
        calledStates.set(calledStates.size() - 1, Map.copyOf(call));
    }

    /** How many were added. */
    public int rows() {
        return patients.size();
    }

    /** Each of these classes, with ranges by resampling patients. */
    public List<OfClass> of(List<String> names, int resamples, long seed) {
        Bootstrap bootstrap = Bootstrap.byGroup(patients, resamples, seed);
        return names.stream().map(name -> of(name, bootstrap)).toList();
    }

    /** Each of these classes whose truth tells four states apart, as {@link #of}. */
    public List<OfStates> ofStates(List<String> names, int resamples, long seed) {
        Bootstrap bootstrap = Bootstrap.byGroup(patients, resamples, seed);
        List<OfStates> all = new ArrayList<>();
        for (String name : names) {
            int[] known = IntStream.range(0, rows())
                    .filter(row -> trueStates.get(row).containsKey(name))
                    .toArray();
            StateAgreement states =
                    new StateAgreement(states(trueStates, known, name), states(calledStates, known, name));
            if (states.fourStates()) {
                all.add(of(name, states, known, bootstrap));
            }
        }
        return List.copyOf(all);
    }

    private static List<LabelState> states(List<Map<String, LabelState>> rows, int[] known, String name) {
        return Arrays.stream(known)
                .mapToObj(row -> rows.get(row).getOrDefault(name, LabelState.BLANK))
                .toList();
    }

    private static OfStates of(String name, StateAgreement states, int[] known, Bootstrap bootstrap) {
        return new OfStates(
                name,
                states.rows(),
                bootstrap.interval(Bootstrap.ofRows(known, states::mention)),
                bootstrap.interval(Bootstrap.ofRows(known, times -> states.f1(LabelState.NEGATIVE, times))),
                bootstrap.interval(Bootstrap.ofRows(known, times -> states.f1(LabelState.UNCERTAIN, times))),
                bootstrap.interval(Bootstrap.ofRows(known, states::kappa)),
                bootstrap.interval(Bootstrap.ofRows(known, states::weightedF1)));
    }

    private OfClass of(String name, Bootstrap bootstrap) {
        double[] truth = truths.stream()
                .mapToDouble(row -> row.getOrDefault(name, Double.NaN))
                .toArray();
        double[] call =
                calls.stream().mapToDouble(row -> row.getOrDefault(name, 0.0)).toArray();
        Confusion all = count(truth, call, Ranking.ones(truth.length));
        int rows =
                (int) Arrays.stream(truth).filter(value -> !Double.isNaN(value)).count();
        return new OfClass(
                name,
                rows,
                (int) (all.truePositives() + all.falseNegatives()),
                (int) (all.truePositives() + all.falsePositives()),
                interval(bootstrap, truth, call, Confusion::precision),
                interval(bootstrap, truth, call, Confusion::sensitivity),
                interval(bootstrap, truth, call, Confusion::f1),
                interval(bootstrap, truth, call, LabelAgreement::kappa));
    }

    private static Interval interval(
            Bootstrap bootstrap, double[] truth, double[] call, ToDoubleFunction<Confusion> value) {
        return bootstrap.interval(times -> value.applyAsDouble(count(truth, call, times)));
    }

    private static double kappa(Confusion cells) {
        return Kappa.cohen(
                new double[][] {
                    {cells.truePositives(), cells.falseNegatives()}, {cells.falsePositives(), cells.trueNegatives()}
                },
                Kappa.Weights.NOMINAL);
    }

    private static Confusion count(double[] truth, double[] call, int[] times) {
        double[] cells = new double[4];
        for (int i = 0; i < truth.length; i++) {
            if (!Double.isNaN(truth[i])) {
                cells[(call[i] == 1 ? 0 : 2) + (truth[i] == 1 ? 0 : 1)] += times[i];
            }
        }
        return new Confusion(cells[0], cells[1], cells[3], cells[2]);
    }
}
