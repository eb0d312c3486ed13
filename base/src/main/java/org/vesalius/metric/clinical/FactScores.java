package org.vesalius.metric.clinical;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vesalius.metric.text.TextPair;
import org.vesalius.metric.text.TextStatistics;
import org.vesalius.metric.text.TextTable;

/** factENT and factENTNLI of a pair in all modes, with entities by rules and verdicts of a judge. Several references are read as one report. */
public record FactScores(SentenceJudge judge) implements TextStatistics {
    /** One of the published ways. */
    record Way(FactEnt.Mode mode, FactEnt.Part part, FactEnt.Counting counting) {
        String column() {
            return (mode + "-" + part + (counting == FactEnt.Counting.IFCC ? "-q15" : "")).toLowerCase(Locale.ROOT);
        }

        /** As IFCC's command line has them: {@code nli}, {@code nlic}, …, a suffix for anything but F. */
        String mode(SentenceJudge judge) {
            String suffix = part == FactEnt.Part.F ? "" : "-" + part.name().toLowerCase(Locale.ROOT);
            String by = mode == FactEnt.Mode.EXACT ? "" : "," + judge.id();
            String quirk = counting == FactEnt.Counting.IFCC ? ",Q15" : "";
            return mode.name().toLowerCase(Locale.ROOT) + suffix + "," + EntitySentences.RULES + by + quirk;
        }
    }

    static final List<Way> WAYS = ways();

    private static List<Way> ways() {
        List<Way> ways = new ArrayList<>();
        for (FactEnt.Counting counting : FactEnt.Counting.values()) {
            for (FactEnt.Mode mode : FactEnt.Mode.values()) {
                for (FactEnt.Part part : FactEnt.Part.values()) {
                    ways.add(new Way(mode, part, counting));
                }
            }
        }
        return List.copyOf(ways);
    }

    @Override
    public String name() {
        return "fact-" + EntitySentences.RULES + "-" + judge.id();
    }

    @Override
    public List<String> columns() {
        return WAYS.stream().map(Way::column).toList();
    }

    @Override
    public TextTable of(List<TextPair> pairs) {
        return TextTable.each(columns(), pairs, this::row);
    }

    private double[] row(TextPair pair) {
        EntitySentences reference = EntitySentences.byRules(LabelStates.joined(pair.references()));
        EntitySentences hypothesis = EntitySentences.byRules(pair.hypothesis());
        FactEnt.Verdicts verdicts = FactEnt.Verdicts.of(judge, reference, hypothesis);
        return WAYS.stream()
                .mapToDouble(
                        way -> FactEnt.score(reference, hypothesis, verdicts, way.mode(), way.part(), way.counting()))
                .toArray();
    }

    /** The name of a way: {@code factENT[exact,…]@1}, {@code factENTNLI[nli-fp,…]@1}. */
    String name(Way way) {
        return (way.mode() == FactEnt.Mode.EXACT ? "factENT[" : "factENTNLI[") + way.mode(judge) + "]@1";
    }
}
