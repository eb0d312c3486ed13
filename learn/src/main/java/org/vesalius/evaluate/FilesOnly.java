package org.vesalius.evaluate;

import java.util.Map;
import org.vesalius.io.InputException;
import org.vesalius.shard.PreparedData;

/** A protocol over files of texts that no model of the catalogue writes yet: {@code vesalius score} is the only way to it. */
interface FilesOnly extends Protocol {
    @Override
    default boolean possible(PreparedData data) {
        return false;
    }

    @Override
    default boolean usual() {
        return false;
    }

    @Override
    default Map<String, String> terms(Trial trial) {
        return Map.of("protocol", id() + "@1", "metrics", TextScoring.names(settings(trial.options())));
    }

    @Override
    default Collected collect(Trial trial) {
        throw InputException.of(
                id(),
                "files of texts",
                "a run, and no model of the catalogue writes what it is about",
                "score files: vesalius score --protocol " + id() + " --references R --hypotheses H");
    }

    @Override
    default Estimated estimate(SampleTable samples, EvaluationOptions options) {
        return TextScoring.estimate(samples, settings(options), options);
    }
}
