package org.vesalius.phantom;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Question;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.View;
import org.vesalius.image.Box;
import org.vesalius.report.LabelState;
import org.vesalius.report.Section;

/**
 * Everything that is known about one study, as {@code truth.json} holds it.
 *
 * @param notice that this is synthetic
 * @param prior the study before of the same patient
 * @param offsetDays since the patient's first study
 * @param labels what is there: the phantom's own names and CheXpert's fourteen
 * @param reported what the report says of the phantom's own names
 */
public record Truth(
        int version,
        String notice,
        String patientId,
        String studyId,
        Split split,
        @Nullable String prior,
        int offsetDays,
        String sex,
        int age,
        double size,
        double girth,
        double inspiration,
        double rotation,
        List<Integer> genotype,
        List<Seen> findings,
        Map<String, LabelState> labels,
        Map<String, LabelState> reported,
        List<Said> sentences,
        List<Question> questions,
        List<Shot> images) {
    /** Of this file's form. */
    public static final int VERSION = 1;

    /** What stands in every file. */
    public static final String NOTICE = "SYNTHETIC: computer-generated phantom, no real patient";

    /**
     * One finding.
     *
     * @param zone third of the lung, where the finding lies in one
     * @param phrase its settled wording
     * @param present false for what has resolved since the prior study
     */
    public record Seen(
            String id,
            String finding,
            Side side,
            Zone zone,
            double severity,
            boolean present,
            Change change,
            double priorSeverity,
            String phrase,
            List<String> chexpert) {}

    /**
     * One sentence of the report.
     *
     * @param findings ids
     * @param says of the phantom's own names
     */
    public record Said(Section section, String text, List<String> findings, Map<String, LabelState> says) {}

    /**
     * One image.
     *
     * @param boxes of the findings, in pixels of the file; their text is the finding's settled wording
     * @param masks by organ name or finding id
     * @param contrastToNoise by finding id
     */
    public record Shot(
            String imageId,
            String file,
            View view,
            int width,
            int height,
            double spacing,
            List<Box> boxes,
            Map<String, Mask> masks,
            Map<String, Double> contrastToNoise) {}
}
