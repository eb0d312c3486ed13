package org.vesalius.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.recipe.Captioner.Way;
import org.vesalius.report.LabelState;
import org.vesalius.report.label.RuleLabeler;
import org.vesalius.train.Batch;

/** What a captioner is worth on studies that it never saw: whether it finds a report likelier before its own images than before others', and whether what it writes names their findings. Shapes: B studies, M cells, S their size. */
final class Written {
    static final String LIKELIER =
            "share of the other studies of a batch of 32, in the order of the set, before whose images a report is less likely than before its own, test patients";
    static final String NAMES =
            "F1 of the findings that a generated report names against those of the study's own report (by the rule labeler), less that of the report generated for the next study of its batch of 32, test patients";

    private Written() {}

    /** A row a study; its report's log-probabilities are summed over the ways. */
    static List<Measure.Row> likelier(Captioner captioner, List<Way> ways, Batch batch, Tensor memoryBMS) {
        Tensor sumBB = captioner.logLikelihoods(ways.getFirst(), memoryBMS, batch.texts());
        for (Way way : ways.subList(1, ways.size())) {
            sumBB = sumBB.add(captioner.logLikelihoods(way, memoryBMS, batch.texts()));
        }
        return Shares.ofOthers(sumBB, batch, "");
    }

    /** A row a study. */
    static List<Measure.Row> names(Captioner captioner, Way way, Batch batch, Tensor memoryBMS) {
        RuleLabeler labeler = new RuleLabeler();
        List<Set<String>> written = captioner.write(way, memoryBMS).stream()
                .map(text -> named(labeler, text))
                .toList();
        List<Measure.Row> rows = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            Set<String> said = named(labeler, batch.texts().get(i));
            double own = f1(written.get(i), said);
            double other = f1(written.get((i + 1) % written.size()), said);
            rows.add(new Measure.Row(batch.examples().get(i).row(), "", own - other));
        }
        return rows;
    }

    static Set<String> named(RuleLabeler labeler, String text) {
        return labeler.label(text).entrySet().stream()
                .filter(entry -> entry.getValue() == LabelState.POSITIVE)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static double f1(Set<String> written, Set<String> said) {
        Set<String> both = new TreeSet<>(written);
        both.retainAll(said);
        int all = written.size() + said.size();
        return all == 0 ? 1 : 2.0 * both.size() / all;
    }
}
