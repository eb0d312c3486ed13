package org.vesalius.evaluate;

import java.util.List;
import org.vesalius.io.InputException;

/** All protocols, sorted by id: a new one adds its line. */
public final class Protocols {
    private static final List<Protocol> ALL = List.of(
            new CalibrationProtocol(),
            new DetectionProtocol(),
            new ExplanationProtocol(),
            new FairnessProtocol(),
            new FineTuneProtocol(),
            new GenerationProtocol(),
            new GroundingProtocol(),
            new LinearProbeProtocol(),
            new ReportGenerationProtocol(),
            new ReportRetrievalProtocol(),
            new RetrievalProtocol(),
            new RobustnessProtocol(),
            new SegmentationProtocol(),
            new SummarisationProtocol(),
            new TemporalProtocol(),
            new VqaProtocol(),
            new ZeroShotProtocol());

    private Protocols() {}

    /** All, sorted by id. */
    public static List<Protocol> all() {
        return ALL;
    }

    /** By id; an unknown one names the nearest. */
    public static Protocol byId(String id) {
        return ALL.stream()
                .filter(protocol -> protocol.id().equals(id))
                .findFirst()
                .orElseThrow(() -> InputException.unknown(
                        "protocol", id, ALL.stream().map(Protocol::id).toList()));
    }
}
