package org.vesalius.recipe;

import java.util.List;
import org.vesalius.image.Augment;
import org.vesalius.image.Transform;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.report.Section;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Method;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;

/** What the small plans share, so that a comparison of two small plans compares their methods: towers, rule of update and budget that two processor cores train in minutes. */
final class Small {
    /** Findings, impression, or whatever text there is. */
    static final Section[] SECTIONS = {Section.FINDINGS, Section.IMPRESSION, Section.TEXT};

    private static final int JOINT = 128;

    private Small() {}

    /** Whole reports with their frontal images. */
    static Plan plan(Method method) {
        return new Plan(
                "small",
                DataPlan.of(DataPlan.TextRule.WHOLE, SECTIONS),
                model(),
                method,
                Optim.adamW(1e-3).withWeightDecay(0.05).withClip(1),
                Schedule.cosine(50),
                Budget.epochs(64, 10),
                // no flips: left and right are part of what a report says
                Augment.NONE.affine(5, 0.04, 0.08).jitter(0.15, 0.15),
                Plan.Precision.FP32,
                List.of(),
                0.99,
                0,
                "");
    }

    /** A convolutional tower from scratch and the frozen text encoder that comes with the programme. */
    static ModelSpec model() {
        return new ModelSpec(
                image(),
                new TextEncoder.BgeSmall(TextEncoder.Pool.MEAN),
                JOINT,
                Projection.mlp(192),
                Projection.mlp(384),
                Pooling.GLOBAL,
                new Readout.PositiveNegative(10),
                Transform.grey(128),
                new TokenizerSpec(TokenizerSpec.Kind.BGE, 30522, 64));
    }

    /** The same with a text tower from scratch, for texts that change each time or have hidden words: the frozen one would have to encode each anew. */
    static ModelSpec reading() {
        return model().withText(
                        new TextEncoder.Bert(2, 128, 4, 512, 0, TextEncoder.Pool.MEAN),
                        Projection.affine(),
                        new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 1000, 128));
    }

    private static ImageEncoder image() {
        return new ImageEncoder.SmallCnn(List.of(48, 48, 96, 96, 128, 128), List.of(4, 1, 2, 1, 2, 1), 17, true);
    }
}
