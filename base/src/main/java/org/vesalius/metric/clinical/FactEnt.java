package org.vesalius.metric.clinical;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * factENT and factENTNLI (Miura et al., "Improving Factual Completeness and Consistency of Image-to-Text Radiology Report Generation", NAACL 2021): entities of a report that the other report names too,
 * counted once for each time that a sentence names them, and with verdicts on the sentences. Where the entities and the verdicts come from is part of a metric's name.
 */
public final class FactEnt {
    /** Reports that differ by this many entities lose 39 % under {@link Part#FP}. */
    private static final double SIGMA = 6;

    private FactEnt() {}

    /** How a verdict on a sentence counts for its entities. */
    public enum Mode {
        /** Not at all: an entity must be named by the other report. */
        EXACT,
        /** An entailed sentence's count, a contradicted one's do not, a neutral one's must be named. The default of IFCC. */
        NLI,
        /** A contradicted sentence's do not count, all others must be named. */
        NLIC,
        /** An entailed sentence's count, all others must be named. */
        NLIE,
        /** As {@link #NLIE}, an entailed one that is not named for one half. */
        NLIEH
    }

    /** What is given of precision and recall. */
    public enum Part {
        /** Their harmonic mean. */
        F,
        /** Precision. */
        P,
        /** Recall. */
        R,
        /** F with a penalty for another number of entities: exp(-difference² / 72). */
        FP
    }

    /** Whose counting is followed where IFCC's code differs from its intent (switch Q15). */
    public enum Counting {
        /** Every sentence of a repeated entity counts, and an entailed entity of the hypothesis is looked up in the reference. */
        CORRECTED,
        /** A repeated entity of the hypothesis keeps only its last sentence, and an entailed one (under nlie a contradicted one too) is looked up in the hypothesis itself, where it always is. */
        IFCC
    }

    /** Verdicts on the sentences of both sides; empty under {@link Mode#EXACT}. */
    public record Verdicts(List<Nli> reference, List<Nli> hypothesis) {
        /** No verdicts. */
        public static final Verdicts NONE = new Verdicts(List.of(), List.of());

        public Verdicts {
            reference = List.copyOf(reference);
            hypothesis = List.copyOf(hypothesis);
        }

        /** Of the sentences of both, each by the other report. */
        public static Verdicts of(SentenceJudge judge, EntitySentences reference, EntitySentences hypothesis) {
            return new Verdicts(
                    judge.judge(reference.sentences(), hypothesis.sentences()),
                    judge.judge(hypothesis.sentences(), reference.sentences()));
        }
    }

    /** The score of a pair in [0, 1]; a side without entities gives 0. The corpus value is the mean over the pairs. */
    public static double score(
            EntitySentences reference,
            EntitySentences hypothesis,
            Verdicts verdicts,
            Mode mode,
            Part part,
            Counting counting) {
        Map<String, List<Integer>> referred = reference.places();
        Map<String, List<Integer>> said =
                counting == Counting.IFCC ? lastOnly(hypothesis.places()) : hypothesis.places();
        // IFCC looks an entailed entity of the hypothesis up in the hypothesis
        Map<String, List<Integer>> lookedUp = counting == Counting.IFCC ? said : referred;
        double precision = share(said, referred, lookedUp, verdicts.hypothesis(), mode);
        double recall = share(referred, said, said, verdicts.reference(), mode);
        return switch (part) {
            case P -> precision;
            case R -> recall;
            case F -> Prf.harmonic(precision, recall);
            case FP -> {
                double difference = count(said) - (double) count(referred);
                yield Prf.harmonic(precision, recall) * Math.exp(-difference * difference / (2 * SIGMA * SIGMA));
            }
        };
    }

    private static Map<String, List<Integer>> lastOnly(Map<String, List<Integer>> places) {
        Map<String, List<Integer>> last = new LinkedHashMap<>();
        places.forEach((entity, lines) -> last.put(entity, List.of(lines.getLast())));
        return last;
    }

    private static int count(Map<String, List<Integer>> places) {
        return places.values().stream().mapToInt(List::size).sum();
    }

    private static double share(
            Map<String, List<Integer>> own,
            Map<String, List<Integer>> other,
            Map<String, List<Integer>> lookedUp,
            List<Nli> verdicts,
            Mode mode) {
        double found = 0;
        for (Map.Entry<String, List<Integer>> entity : own.entrySet()) {
            boolean named = other.containsKey(entity.getKey());
            boolean known = lookedUp.containsKey(entity.getKey());
            for (int line : entity.getValue()) {
                found += mode == Mode.EXACT ? one(named) : worth(verdicts.get(line), named, known, mode);
            }
        }
        int all = count(own);
        return all == 0 ? 0 : found / all;
    }

    private static double worth(Nli verdict, boolean named, boolean known, Mode mode) {
        return switch (verdict) {
            case NEUTRAL -> one(named);
            case ENTAILMENT ->
                known
                        ? 1
                        : switch (mode) {
                            case NLI, NLIE -> 1;
                            case NLIEH -> 0.5;
                            case NLIC, EXACT -> 0;
                        };
            case CONTRADICTION -> mode == Mode.NLIE || mode == Mode.NLIEH ? one(known) : 0;
        };
    }

    private static double one(boolean yes) {
        return yes ? 1 : 0;
    }
}
