package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vesalius.evaluate.EnsembleScorer;
import org.vesalius.evaluate.InferenceScorer;
import org.vesalius.evaluate.Scorer;
import org.vesalius.infer.Inference;
import org.vesalius.train.RunDir;

/** Several runs that are scored as one. */
record Ensemble(EnsembleScorer scorer, List<Inference> models) implements AutoCloseable {
    /** Under this name and a number the further runs stand among the inputs of a result. */
    static final String INPUT = "ensemble ";

    Ensemble {
        models = List.copyOf(models);
    }

    /** Loads all of them. */
    static Ensemble load(Path first, List<Path> further) throws IOException {
        List<Path> runs = new ArrayList<>(List.of(first));
        runs.addAll(further);
        List<Inference> models = new ArrayList<>();
        try {
            List<Scorer> members = new ArrayList<>();
            for (Path run : runs) {
                Inference model = Inference.load(run);
                models.add(model);
                members.add(InferenceScorer.of(new RunDir(run).read().recipe(), model));
            }
            return new Ensemble(EnsembleScorer.of(members), models);
        } catch (RuntimeException | IOException e) {
            models.forEach(Inference::close);
            throw e;
        }
    }

    /** The further runs of a result, in their order. */
    static List<Path> further(Map<String, String> inputs) {
        List<Path> runs = new ArrayList<>();
        for (int i = 1; inputs.containsKey(INPUT + i); i++) {
            runs.add(Path.of(inputs.getOrDefault(INPUT + i, "")));
        }
        return runs;
    }

    @Override
    public void close() {
        models.forEach(Inference::close);
    }
}
