package org.vesalius.evaluate;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.dataset.Split;
import org.vesalius.io.InputException;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.OperatingPoint;
import org.vesalius.shard.PreparedData;

/**
 * Whether a model serves all alike: AUROC, true and false positive rate of every label, and the rate of underdiagnosis, in groups by sex, age, view and site, with the gap between the best and the worst
 * served group and the value of the worst (Seyyed-Kalantari et al., Nature Medicine 2021). One threshold a label for everybody, chosen on validation studies. Groups with fewer positives than {@code
 * --min-positives} are not shown. The table keeps the group of every study, ages as bands only.
 */
public final class FairnessProtocol implements Protocol {
    static final String Q11 = "Q11";

    @Override
    public String id() {
        return "fairness";
    }

    @Override
    public String title() {
        return "Fairness over subgroups";
    }

    @Override
    public List<Setting> settings() {
        String[] points = Arrays.stream(OperatingPoint.values())
                .map(OperatingPoint::lower)
                .toArray(String[]::new);
        return ScoreSource.settings(
                Setting.wholes("ages", "18,40,60,80", "years in which a new age band begins", 1, 120),
                Setting.text("groups", "sex,age,view,site", "what groups are made by"),
                Setting.choice("point", "where scores are cut into yes and no", points),
                Setting.whole(
                        "shuffles", 50, "shuffles of the groups that say how large a gap chance makes", 0, 10_000),
                Setting.quirk(
                        Q11,
                        "thresholds are chosen on the scored studies with their labels, as MedKLIP does",
                        "tpr",
                        "fpr",
                        "underdiagnosis",
                        "tpr-gap",
                        "fpr-gap",
                        "underdiagnosis-gap",
                        "tpr-worst",
                        "fpr-worst",
                        "underdiagnosis-worst"));
    }

    private Subgroups groups(EvaluationOptions options) {
        Settings settings = settings(options);
        return Subgroups.of(settings.text("groups"), settings.text("ages"));
    }

    /** Labels, and a group that more than one study is in. */
    @Override
    public boolean possible(PreparedData data) throws IOException {
        if (!Needs.labels(data)) {
            return false;
        }
        Subgroups all = groups(EvaluationOptions.defaults());
        return all.of(data, Split.TEST).values().stream()
                        .flatMap(groups -> groups.entrySet().stream())
                        .filter(entry -> !entry.getValue().isEmpty())
                        .map(entry -> entry.getKey() + entry.getValue())
                        .distinct()
                        .count()
                > 1;
    }

    @Override
    public boolean usual() {
        return false;
    }

    @Override
    public Map<String, String> terms(Trial trial) throws IOException {
        Settings settings = settings(trial.options());
        Map<String, String> terms = new TreeMap<>(ScoreSource.of(settings).terms(trial));
        terms.put("protocol", "fairness@1: one threshold a label for all; gap is best less worst served group");
        terms.put("min-positives", trial.options().minPositives() + ", smaller groups are not shown");
        terms.put("metrics", FairnessMeasures.metrics(point(settings), rows(settings)) + ", " + Bootstrap.METHOD);
        return terms;
    }

    static OperatingPoint point(Settings settings) {
        return Arrays.stream(OperatingPoint.values())
                .filter(point -> point.lower().equals(settings.text("point")))
                .findFirst()
                .orElse(OperatingPoint.MAX_F1);
    }

    static OperatingPoint.ChosenOn rows(Settings settings) {
        return settings.on(Q11) ? OperatingPoint.ChosenOn.TEST_LABELS : OperatingPoint.ChosenOn.VALIDATION;
    }

    @Override
    public Collected collect(Trial trial) throws IOException {
        Collected scores = ScoreSource.of(settings(trial.options())).collect(trial);
        Subgroups wanted = groups(trial.options());
        Map<String, Map<Subgroups.By, String>> groups =
                new LinkedHashMap<>(wanted.of(trial.data(), trial.options().split()));
        if (groups.values().stream().allMatch(own -> own.values().stream().allMatch(String::isEmpty))) {
            throw InputException.of(
                    "data set",
                    "studies with a known " + settings(trial.options()).text("groups"),
                    "none",
                    "prepare it with a reader that knows them, or choose another protocol");
        }
        List<String> rows = scores.samples().texts("row");
        SampleTable table = scores.samples();
        for (Subgroups.By by : wanted.wanted()) {
            table = table.with(
                    by.lower(), i -> groups.getOrDefault(rows.get(i), Map.of()).getOrDefault(by, ""));
        }
        return new Collected(table, scores.problems());
    }

    @Override
    public Estimated estimate(SampleTable samples, EvaluationOptions options) {
        return FairnessMeasures.of(samples, options, settings(options), groups(options));
    }
}
