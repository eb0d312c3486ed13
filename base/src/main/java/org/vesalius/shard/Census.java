package org.vesalius.shard;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyImage;
import org.vesalius.report.LabelState;

/** Counts studies as they pass. */
final class Census {
    private final Set<String> patients = new HashSet<>();
    private final Map<String, Map<LabelState, Integer>> labels = new TreeMap<>();
    private final Map<String, Integer> masks = new TreeMap<>();
    private int studies;
    private int images;
    private int texts;
    private int boxes;
    private int questions;
    private int volumes;

    void add(Study study) {
        studies++;
        patients.add(study.patientId());
        images += study.images().size();
        texts += study.report().isEmpty() ? 0 : 1;
        questions += study.questions().size();
        volumes += study.volumes().size();
        for (StudyImage image : study.images()) {
            boxes += image.boxes().size();
            image.masks().forEach(mask -> masks.merge(mask.label(), 1, Integer::sum));
        }
        study.volumes().forEach(volume -> volume.masks().forEach(mask -> masks.merge(mask.label(), 1, Integer::sum)));
        study.labels()
                .forEach((name, state) -> labels.computeIfAbsent(name, _ -> new EnumMap<>(LabelState.class))
                        .merge(state, 1, Integer::sum));
    }

    /** Adds what another one counted. */
    void add(Census other) {
        studies += other.studies;
        patients.addAll(other.patients);
        images += other.images;
        texts += other.texts;
        boxes += other.boxes;
        questions += other.questions;
        volumes += other.volumes;
        other.masks.forEach((label, n) -> masks.merge(label, n, Integer::sum));
        other.labels.forEach((name, states) ->
                states.forEach((state, n) -> labels.computeIfAbsent(name, _ -> new EnumMap<>(LabelState.class))
                        .merge(state, n, Integer::sum)));
    }

    Counts counts() {
        return new Counts(studies, patients.size(), images, texts, boxes, questions, labels, masks, volumes);
    }
}
