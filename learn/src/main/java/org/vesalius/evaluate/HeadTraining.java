package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vesalius.dataset.Split;
import org.vesalius.evaluate.transfer.Fitting;
import org.vesalius.io.InputException;
import org.vesalius.train.Optim;

/** What the protocols share that train a head on an image tower: their settings of the training, and the rows of those it learnt from. */
final class HeadTraining {
    private static final String OWN = "0 for the configuration's";

    private HeadTraining() {}

    /**
     * A published or small way of training.
     *
     * @param drop epochs without gain after which the rate is halved, 0 for never
     * @param width channels of the head where it is widest
     */
    record Configuration(Optim optim, int batch, int epochs, int patience, int drop, int width) {}

    /** The settings; the configuration itself is the protocol's own. */
    static List<Setting> settings() {
        return List.of(
                Setting.whole("batch", 0, "pictures a step, " + OWN, 0, 4096),
                Setting.whole("epochs", 0, "passes at most, " + OWN, 0, 10_000),
                Setting.number("lr", 0, "rate of learning, " + OWN, 0, 10),
                Setting.whole(
                        "min-marks",
                        5,
                        "training pictures that a label must be marked on to be looked for",
                        1,
                        1_000_000),
                Setting.choice(
                        "negatives",
                        "a picture without a mark does not show the structure: when its labels deny it, always, never (it is then left out)",
                        "labelled",
                        "all",
                        "none"),
                Setting.whole("patience", 0, "epochs without a better validation, then it stops, " + OWN, 0, 10_000),
                Setting.whole("side", 0, "side of the pictures in pixels, 0 for the model's", 0, 4096),
                Setting.choice(
                        "structures", "each label is looked for by itself, or all together as one", "each", "together"),
                Setting.choice("tower", "the image tower stays as it is, or learns too", "frozen", "fine-tune"),
                Setting.whole("width", 0, "channels of the head where it is widest, " + OWN, 0, 4096));
    }

    static Fitting.Plan plan(Configuration own, Settings settings, long seed) {
        Optim optim = own.optim;
        double lr = settings.number("lr") > 0 ? settings.number("lr") : optim.lr();
        Optim rated = new Optim(
                optim.kind(),
                lr,
                optim.beta1(),
                optim.beta2(),
                optim.eps(),
                optim.momentum(),
                optim.weightDecay(),
                optim.clip(),
                optim.lookahead(),
                optim.shares());
        return new Fitting.Plan(
                rated,
                or(settings.whole("batch"), own.batch),
                or(settings.whole("epochs"), own.epochs),
                or(settings.whole("patience"), own.patience),
                own.drop,
                seed);
    }

    static int width(Configuration own, Settings settings) {
        return or(settings.whole("width"), own.width);
    }

    private static int or(int set, int own) {
        return set > 0 ? set : own;
    }

    static MarkedSet.Negatives negatives(Settings settings) {
        return switch (settings.text("negatives")) {
            case "all" -> MarkedSet.Negatives.ALL;
            case "none" -> MarkedSet.Negatives.NONE;
            default -> MarkedSet.Negatives.LABELLED;
        };
    }

    /** The pictures to learn from, to choose by and to be measured on; none of them may be empty. */
    record Sets(MarkedSet train, MarkedSet validation, MarkedSet test) {
        static Sets read(Trial trial, MarkedSet.Rules rules) throws IOException {
            Structure.check(rules.structures(), trial.data(), rules.from());
            Sets sets = new Sets(
                    MarkedSet.read(trial, Split.TRAIN, rules, true),
                    MarkedSet.read(trial, Split.VAL, rules, false),
                    MarkedSet.read(trial, trial.options().split(), rules, false));
            check("training", sets.train);
            check("validation", sets.validation);
            check(trial.options().split().lower(), sets.test);
            return sets;
        }

        private static void check(String which, MarkedSet set) {
            if (set.size() == 0) {
                throw InputException.of(
                        "data set",
                        which + " pictures on which something is marked or denied",
                        "none",
                        "choose other data or another split (data prepare --split-shares), or --set negatives=all");
            }
        }
    }

    /** A row for each picture that was learnt from, so that the subset is on record; {@code blank} cells follow. */
    static void learnt(SampleTable table, MarkedSet train, Fitting.Fitted fitted, int blank) {
        for (StudySet.Row row : train.rows()) {
            List<Object> cells = new ArrayList<>(List.of(Split.TRAIN.lower()));
            for (int i = 0; i < blank; i++) {
                cells.add("");
            }
            cells.add(fitted.epochs());
            cells.add(fitted.best());
            cells.add(fitted.validation());
            table.add(row, cells.toArray());
        }
    }

    /** How the training went, from those rows. */
    static String note(SampleTable learnt, String chosenBy) {
        return learnt.size() == 0
                ? "no pictures that were learnt from are on record"
                : "learnt from %d pictures of %d patients; weights of epoch %s of %s, chosen by the %s on validation pictures: %s"
                        .formatted(
                                learnt.size(),
                                learnt.distinct("patient").size(),
                                learnt.text(0, "best"),
                                learnt.text(0, "epochs"),
                                chosenBy,
                                learnt.text(0, "validation"));
    }

    /** What the mean is over, where no label is on enough pictures to be in it. */
    static Optional<String> few(SampleTable marked, String column, EvaluationOptions options) {
        boolean enough = marked.distinct(column).stream()
                .anyMatch(name ->
                        marked.where(column, name::equals).distinct("row").size() >= options.minPositives());
        return enough
                ? Optional.empty()
                : Optional.of("no label is on %d pictures (--min-positives): the mean is over all labels"
                        .formatted(options.minPositives()));
    }

    /** Terms that both protocols have. */
    static Map<String, String> terms(Trial trial, List<Structure> structures, Fitting.Plan plan) {
        Map<String, String> terms = new TreeMap<>();
        terms.put("unit", "picture; " + StudySet.UNIT);
        terms.put(
                "structures",
                String.join(
                        ", ",
                        structures.stream()
                                .map(s -> s.labels().size() == 1 ? s.name() : s.name() + " of " + s.labels())
                                .toList()));
        terms.put(
                "fraction",
                trial.options().fraction() + " of the training patients, seed "
                        + trial.options().seed());
        terms.put("min-positives", Integer.toString(trial.options().minPositives()));
        Optim optim = plan.optim();
        terms.put(
                "training",
                "%s, lr %s, decay %s, batch %d, at most %d epochs, stops after %d without a better validation%s, seed %d"
                        .formatted(
                                optim.kind().name().toLowerCase(Locale.ROOT),
                                optim.lr(),
                                optim.weightDecay(),
                                plan.batch(),
                                plan.epochs(),
                                plan.patience(),
                                plan.drop() == 0 ? "" : ", rate halved after each " + plan.drop() + " such",
                                plan.seed()));
        return terms;
    }
}
