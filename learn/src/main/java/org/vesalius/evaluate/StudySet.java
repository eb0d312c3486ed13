package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.View;
import org.vesalius.image.Image;
import org.vesalius.io.Problem;
import org.vesalius.io.Progress;
import org.vesalius.report.Section;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;
import org.vesalius.shard.Sample;

/** The studies of a split, each with the vector of its one picture: the first frontal one, else the first of unknown view, else the first. */
public final class StudySet {
    /** The rule by which one picture stands for a study. */
    static final String UNIT = "study by its first frontal picture, else of unknown view, else any";

    private static final int BATCH = 32;

    private final List<Row> rows;
    private final float[][] vectors;
    private final List<Problem> problems;

    StudySet(List<Row> rows, float[][] vectors, List<Problem> problems) {
        this.rows = List.copyOf(rows);
        this.vectors = vectors;
        this.problems = List.copyOf(problems);
    }

    /**
     * A study.
     *
     * @param at its place among the vectors
     */
    public record Row(int at, Entry entry, Study study) {
        /** The text of the sections, those that it has; all of its text when it has none of them. */
        public String text(List<Section> sections) {
            String wanted = study.report().text(sections.toArray(Section[]::new));
            return wanted.isBlank() ? study.report().text() : wanted;
        }
    }

    /** What makes vectors of pictures. */
    @FunctionalInterface
    interface Encoder {
        float[][] encode(List<Image> images);
    }

    /** Sees some studies, each with its picture. */
    @FunctionalInterface
    interface Viewer {
        void see(List<Row> rows, List<Sample> samples, List<Image> pictures) throws IOException;
    }

    /** Reads the split and lets {@code encoder} see its pictures. */
    static StudySet read(Encoder encoder, PreparedData data, Split split, Progress progress, String stage)
            throws IOException {
        List<Row> all = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        List<Problem> problems = show(data, split, BATCH, progress, stage, (rows, samples, pictures) -> {
            all.addAll(rows);
            vectors.addAll(List.of(encoder.encode(pictures)));
        });
        return new StudySet(all, vectors.toArray(float[][]::new), problems);
    }

    /** Shows the studies of a split with their pictures, {@code batch} at a time, read ahead on all cores; those without one are left out and returned as problems. */
    static List<Problem> show(PreparedData data, Split split, int batch, Progress progress, String stage, Viewer viewer)
            throws IOException {
        List<Entry> entries = data.entries(split);
        List<Problem> problems = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        List<Image> pictures = new ArrayList<>();
        int seen = 0;
        progress.start(stage, entries.size());
        try (ReadAhead ahead = new ReadAhead(data, entries)) {
            for (int i = 0; i < entries.size(); i++) {
                Sample sample = ahead.next();
                int picture = picture(sample.study());
                if (picture < 0 || picture >= sample.images().size()) {
                    problems.add(new Problem(
                            Problem.Kind.SKIPPED, "row " + entries.get(i).row(), "no picture"));
                } else {
                    rows.add(new Row(seen++, entries.get(i), sample.study()));
                    samples.add(sample);
                    pictures.add(sample.images().get(picture));
                }
                if (rows.size() == batch || (i == entries.size() - 1 && !rows.isEmpty())) {
                    viewer.see(List.copyOf(rows), List.copyOf(samples), List.copyOf(pictures));
                    rows.clear();
                    samples.clear();
                    pictures.clear();
                    progress.at(i + 1L, "");
                }
            }
        }
        progress.end(seen + " studies");
        return problems;
    }

    /** The number of the picture that stands for the study, -1 when it has none. */
    static int picture(Study study) {
        int unknown = -1;
        for (int i = 0; i < study.images().size(); i++) {
            View view = study.images().get(i).view();
            if (view.frontal()) {
                return i;
            }
            unknown = unknown < 0 && view == View.UNKNOWN ? i : unknown;
        }
        return unknown >= 0 || study.images().isEmpty() ? unknown : 0;
    }

    /** The studies, in the order of the prepared set. */
    public List<Row> rows() {
        return rows;
    }

    /** The vector of a study, not copied. */
    public float[] vector(Row row) {
        return vectors[row.at];
    }

    /** Studies that could not be used. */
    public List<Problem> problems() {
        return problems;
    }
}
