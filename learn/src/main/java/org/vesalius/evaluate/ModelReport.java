package org.vesalius.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.vesalius.checkpoint.Code;
import org.vesalius.infer.Inference;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;
import org.vesalius.model.ModelSpec;
import org.vesalius.shard.PreparedData;

/** A model measured by several protocols beside what it must beat, written as results, tables and one HTML report. */
public final class ModelReport {
    /** The page's name in the folder. */
    public static final String PAGE = "report.html";

    private static final String SYNTHETIC = "phantom";
    private static final int EXAMPLES = 6;

    private ModelReport() {}

    /**
     * What to measure.
     *
     * @param name of the model, for people
     * @param protocols by id
     * @param baselines whether random weights and, for labels, 32x32 pixels, for texts alone, BM25 are measured too
     * @param untrainedSeed of the random weights
     * @param withText whether report texts and phrases may be shown; they always may for the built-in synthetic data
     * @param facts shown at the head of the page
     * @param log the run's {@code log.jsonl}; empty for none
     * @param card of the model; empty for one that no run is known of
     * @param seconds of earlier stages
     */
    public record Request(
            String name,
            List<String> protocols,
            EvaluationOptions options,
            boolean baselines,
            long untrainedSeed,
            boolean withText,
            SequencedMap<String, String> facts,
            Optional<Path> log,
            Optional<ModelCard> card,
            SequencedMap<String, Double> seconds) {
        public Request {
            protocols = List.copyOf(protocols);
            facts = new LinkedHashMap<>(facts);
            seconds = new LinkedHashMap<>(seconds);
        }

        /** A request without a model card. */
        public Request(
                String name,
                List<String> protocols,
                EvaluationOptions options,
                boolean baselines,
                long untrainedSeed,
                boolean withText,
                SequencedMap<String, String> facts,
                Optional<Path> log,
                SequencedMap<String, Double> seconds) {
            this(name, protocols, options, baselines, untrainedSeed, withText, facts, log, Optional.empty(), seconds);
        }
    }

    /** What was written. */
    public record Written(Path page, List<HtmlReport.Part> parts) {
        public Written {
            parts = List.copyOf(parts);
        }
    }

    /** Measures and writes into {@code out}: {@code <protocol>.json}, {@code <protocol>.samples.csv}, {@code baselines/}, {@value #PAGE}. What was interrupted goes on when it is asked for again. */
    public static Written make(
            Inference model, PreparedData data, Path out, Request request, Provenance provenance, Progress progress)
            throws IOException {
        Scorer scorer = InferenceScorer.of(request.name, model);
        List<Trial> beside = new ArrayList<>();
        if (!request.baselines) {
            return make(scorer, beside, data, out, request, provenance, progress);
        }
        try (Inference untrained = model.untrained(request.untrainedSeed)) {
            Scorer random = InferenceScorer.of("random weights", untrained);
            beside.add(new Trial(random, data, request.options, progress));
            return make(scorer, beside, data, out, request, provenance, progress);
        }
    }

    /** As {@link #make(Inference, PreparedData, Path, Request, Provenance, Progress)} for any scorer, with given trials beside it. */
    public static Written make(
            Scorer scorer,
            List<Trial> beside,
            PreparedData data,
            Path out,
            Request request,
            Provenance provenance,
            Progress progress)
            throws IOException {
        if (!request.options.labels().isEmpty()) {
            Labels.of(
                    new Trial(scorer, data, request.options, progress)); // a wrong name is told before anything is done
        }
        Unfinished unfinished = Unfinished.in(out, Code.here().toString());
        announce(unfinished, progress);
        Trial trial = new Trial(new RememberingScorer(scorer, unfinished), data, request.options, progress);
        List<Trial> others = beside.stream()
                .map(other -> new Trial(
                        new RememberingScorer(other.scorer(), unfinished), other.data(), other.options(), progress))
                .toList();
        Trial pixels = new Trial(new PixelScorer(), data, request.options, progress);
        List<HtmlReport.Part> parts = new ArrayList<>();
        for (String id : request.protocols) {
            Protocol protocol = Protocols.byId(id);
            Protocol.Outcome outcome = unfinished.outcome(protocol, trial, provenance);
            Evaluation.write(out, outcome);
            List<Protocol.Outcome> baselines = new ArrayList<>();
            for (Trial other : others) {
                Protocol.Outcome baseline = unfinished.outcome(protocol, other, provenance);
                Evaluation.write(out.resolve("baselines").resolve("random-weights"), baseline);
                baselines.add(baseline);
            }
            if (request.baselines && id.equals("report-retrieval")) {
                Protocol.Outcome words = unfinished.outcome(
                        protocol, new Trial(new Bm25Scorer(), data, request.options, progress), provenance);
                Evaluation.write(out.resolve("baselines").resolve("bm25"), words);
                baselines.add(words);
            }
            if (request.baselines && (id.equals("zero-shot") || id.equals("linear-probe"))) {
                Protocol.Outcome probe = unfinished.outcome(new LinearProbeProtocol(), pixels, provenance);
                Evaluation.write(out.resolve("baselines").resolve("pixels-32"), probe);
                baselines.add(probe);
            }
            parts.add(new HtmlReport.Part(outcome, baselines));
        }
        Path page = out.resolve(PAGE);
        HtmlReport.write(page, contents(trial, request, parts));
        unfinished.over();
        return new Written(page, parts);
    }

    private static void announce(Unfinished unfinished, Progress progress) throws IOException {
        long answers = unfinished.answers();
        if (answers > 0) {
            progress.start("take up an evaluation that was interrupted", 0);
            progress.end(answers + " answers of the model were kept");
        }
    }

    private static HtmlReport.Contents contents(Trial trial, Request request, List<HtmlReport.Part> parts)
            throws IOException {
        boolean synthetic = trial.data().manifest().name().equals(SYNTHETIC);
        boolean withText = synthetic || request.withText;
        SequencedMap<String, Double> seconds = new LinkedHashMap<>(request.seconds);
        for (HtmlReport.Part part : parts) {
            part.model()
                    .result()
                    .provenance()
                    .seconds()
                    .forEach((stage, spent) -> seconds.put("evaluate, " + stage, spent));
        }
        Map<String, List<Example>> examples = new TreeMap<>();
        for (HtmlReport.Part part : parts) {
            examples.put(part.model().result().protocol(), ReportExamples.of(trial, part.model(), EXAMPLES, withText));
        }
        return new HtmlReport.Contents(
                "Evaluation of " + request.name,
                synthetic,
                request.facts,
                parts,
                request.log,
                examples,
                request.card,
                seconds);
    }

    /** The protocols of this list of ids, {@code all} for every one that data and model allow; an unknown one names the nearest. */
    public static List<String> protocols(List<String> wanted, PreparedData data, ModelSpec model) throws IOException {
        return protocols(wanted, data, protocol -> protocol.fits(model));
    }

    /** The same for a model that can be asked everything. */
    public static List<String> protocols(List<String> wanted, PreparedData data) throws IOException {
        return protocols(wanted, data, _ -> true);
    }

    private static List<String> protocols(List<String> wanted, PreparedData data, Predicate<Protocol> fits)
            throws IOException {
        if (!wanted.contains("all")) {
            wanted.forEach(Protocols::byId);
            return wanted;
        }
        List<String> possible = new ArrayList<>();
        for (Protocol protocol : Protocols.all()) {
            if (protocol.usual() && fits.test(protocol) && protocol.possible(data)) {
                possible.add(protocol.id());
            }
        }
        if (possible.isEmpty()) {
            throw InputException.of(
                    "data set", "labels, texts or boxes that the model can be asked for", "none", "choose other data");
        }
        return possible;
    }
}
