package org.vesalius.phantom;

import java.util.List;

/**
 * One study of a patient, before any image is made.
 *
 * @param index 0 for the first study of the patient
 * @param day days after the patient's first study
 * @param inspiration -1 shallow … 1 deep
 * @param turn degrees about the long axis
 */
public record Visit(
        Patient patient,
        String studyId,
        int index,
        int day,
        boolean portable,
        double inspiration,
        double turn,
        long seed,
        List<Observation> observations) {
    /** The list is copied. */
    public Visit {
        observations = List.copyOf(observations);
    }

    /** Those that are there now. */
    public List<Observation> present() {
        return observations.stream().filter(Observation::present).toList();
    }

    /** Whether a finding is there now. */
    public boolean has(Finding finding) {
        return observations.stream().anyMatch(o -> o.present() && o.finding() == finding);
    }
}
