package org.vesalius.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;

/**
 * What every reader produces: the pictures taken of a patient at one time, what was said about them and what is known. Any part may be empty; a set of texts alone is a set.
 *
 * @param studyId unique within its set
 * @param split the published split, or null where the set has none
 * @param labels four states, never numbers: what an uncertain label counts as is decided where it is used
 * @param meta further facts such as {@code sex}, {@code age} (years), {@code offset_days}; no names
 * @param volumes three-dimensional pictures, such as a CT
 */
public record Study(
        String patientId,
        String studyId,
        @Nullable Split split,
        List<StudyImage> images,
        Report report,
        Map<String, LabelState> labels,
        List<Question> questions,
        Map<String, String> meta,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<StudyVolume> volumes) {
    public Study {
        images = List.copyOf(images);
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        questions = List.copyOf(questions);
        meta = Collections.unmodifiableMap(new TreeMap<>(meta));
        // sets that were prepared before there were volumes do not name them
        volumes = volumes == null ? List.of() : List.copyOf(volumes);
    }

    /** A study with nothing in it yet. */
    public static Study of(String patientId, String studyId) {
        return new Study(patientId, studyId, null, List.of(), Report.EMPTY, Map.of(), List.of(), Map.of(), List.of());
    }

    /** The same in a published split, or in none. */
    public Study withSplit(@Nullable Split published) {
        return new Study(patientId, studyId, published, images, report, labels, questions, meta, volumes);
    }

    /** The same under other ids. */
    public Study withIds(String patient, String study) {
        return new Study(patient, study, split, images, report, labels, questions, meta, volumes);
    }

    /** The same with these pictures. */
    public Study withImages(List<StudyImage> pictures) {
        return new Study(patientId, studyId, split, pictures, report, labels, questions, meta, volumes);
    }

    /** The same with this report. */
    public Study withReport(Report said) {
        return new Study(patientId, studyId, split, images, said, labels, questions, meta, volumes);
    }

    /** The same with these labels. */
    public Study withLabels(Map<String, LabelState> states) {
        return new Study(patientId, studyId, split, images, report, states, questions, meta, volumes);
    }

    /** The same with these questions. */
    public Study withQuestions(List<Question> asked) {
        return new Study(patientId, studyId, split, images, report, labels, asked, meta, volumes);
    }

    /** The same with these further facts. */
    public Study withMeta(Map<String, String> facts) {
        return new Study(patientId, studyId, split, images, report, labels, questions, facts, volumes);
    }

    /** The same with these volumes. */
    public Study withVolumes(List<StudyVolume> scans) {
        return new Study(patientId, studyId, split, images, report, labels, questions, meta, scans);
    }
}
