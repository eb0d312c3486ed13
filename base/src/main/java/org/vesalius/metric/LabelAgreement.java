package org.vesalius.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Labels that a program gives against those that people gave, class by class: present against absent. Rows whose truth is left out (NaN) do not count; what the program leaves out counts as absent. */
public final class LabelAgreement {
    /** Name, mode and version. */
    public static final String METHOD = "label-agreement[present-against-absent]@1";

    private final List<String> patients = new ArrayList<>();
    private final List<Map<String, Double>> truths = new ArrayList<>();
    private final List<Map<String, Double>> calls = new ArrayList<>();

    /**
     * Of one class.
     *
     * @param rows whose truth is known
     * @param positives of them that have it
     * @param called of them that are said to have it
     * @param f1 of the class that is present; undefined where nothing is present and nothing said so
     */
    public record OfClass(
            String name, int rows, int positives, int called, Interval precision, Interval recall, Interval f1) {}

    /** Adds a report: by class 1, 0 or NaN. */
    public void add(String patient, Map<String, Double> truth, Map<String, Double> call) {
        patients.add(patient);
        truths.add(Map.copyOf(truth));
        calls.add(Map.copyOf(call));
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
                interval(bootstrap, truth, call, Confusion::f1));
    }

    private static Interval interval(
            Bootstrap bootstrap, double[] truth, double[] call, ToDoubleFunction<Confusion> value) {
        return bootstrap.interval(times -> value.applyAsDouble(count(truth, call, times)));
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
