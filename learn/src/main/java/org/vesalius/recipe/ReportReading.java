package org.vesalius.recipe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.Fusion;
import org.vesalius.model.ImageSide;
import org.vesalius.model.TextSide;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.nn.Temperature;
import org.vesalius.objective.Contrast;
import org.vesalius.objective.Direction;
import org.vesalius.objective.LocalContrast;
import org.vesalius.report.Section;
import org.vesalius.text.Masking;
import org.vesalius.train.Batch;
import org.vesalius.train.Example;
import org.vesalius.train.Method;

/**
 * What BioViL and BioViL-T train: images against reports, words against regions, findings against impressions of the same study, and words that were hidden. Images are seen beside the ones before where the model and the plan have them. Shapes: B studies, N patches, W
 * words, D joint size.
 *
 * @param image weight of images against reports
 * @param local weight of words against regions (GLoRIA's term)
 * @param sections weight of findings against impressions
 * @param masked weight of hidden words
 * @param guided whether hidden words are looked for in the image too
 * @param share of the tokens that are hidden
 * @param temperature that each contrast of whole vectors begins at
 */
public record ReportReading(
        double image, double local, double sections, double masked, boolean guided, double share, double temperature)
        implements Method {
    private static final double MAX_SCALE = 100;
    private static final double LOCAL_SCALE = 10; // GLoRIA's

    @Override
    public Step begin(Params own, DualEncoder model) {
        return new Reading(this, own, model);
    }

    /** One training. */
    static final class Reading implements Step {
        private final ReportReading how;
        private final DualEncoder model;
        private final Temperature images;
        private final Temperature halves;
        private final Params own;
        private @Nullable MaskedReading hidden;

        private Reading(ReportReading how, Params own, DualEncoder model) {
            this.how = how;
            this.model = model;
            this.own = own;
            images = Temperature.learned(own, how.temperature, MAX_SCALE);
            halves = Temperature.learned(own.at("sections"), how.temperature, MAX_SCALE);
            hidden = how.masked == 0 ? null : hiding();
        }

        private MaskedReading hiding() {
            Masking masking = Masking.BERT.withShare(how.share);
            return how.guided ? MaskedReading.guided(own, model, masking) : MaskedReading.of(own, model, masking);
        }

        @Override
        public void losses(Batch batch, Losses losses) {
            ImageSide side = how.image > 0 || how.local > 0 || how.guided ? seen(model, batch) : null;
            if (side != null) {
                contrasts(batch, side, losses);
            }
            if (how.sections > 0) {
                sections(batch, losses);
            }
            if (how.masked > 0 && hidden != null) {
                Tensor patchesBND = how.guided && side != null ? side.patchesBND() : null;
                losses.add("masked", how.masked, hidden.loss(batch.texts(), patchesBND, batch.random("masked")));
            }
        }

        private void contrasts(Batch batch, ImageSide side, Losses losses) {
            if (how.local > 0) {
                TextSide words = WordVectors.withFirst(model, batch.texts());
                whole(side.imgBD(), words.txtTD(), losses);
                Tensor similarityBB = LocalContrast.similarity(
                        side.patchesBND(), words.tokensTWD(), words.maskTW(), LocalContrast.GLORIA);
                losses.add(
                        "local",
                        how.local,
                        Contrast.paired(similarityBB.mul(new Scalar(LOCAL_SCALE)), Direction.average()));
            } else if (how.image > 0) {
                whole(side.imgBD(), model.texts(batch.texts()), losses);
            }
        }

        private void whole(Tensor imgBD, Tensor txtBD, Losses losses) {
            Tensor logitsBB = images.scale(Contrast.cosine(imgBD, txtBD));
            losses.add("image", how.image, Contrast.paired(logitsBB, Direction.average()));
        }

        /** Findings against impressions, over the studies that have both; at least two are needed. */
        private void sections(Batch batch, Losses losses) {
            RandomGenerator random = batch.random("sections");
            List<String> findings = new ArrayList<>();
            List<String> impressions = new ArrayList<>();
            for (Example example : batch.examples()) {
                List<String> said = example.sections().getOrDefault(Section.FINDINGS, List.of());
                List<String> meant = example.sections().getOrDefault(Section.IMPRESSION, List.of());
                if (!said.isEmpty() && !meant.isEmpty()) {
                    findings.add(shuffled(said, random));
                    impressions.add(shuffled(meant, random));
                }
            }
            if (findings.size() > 1) {
                Tensor logits = halves.scale(Contrast.cosine(model.texts(findings), model.texts(impressions)));
                losses.add("sections", how.sections, Contrast.paired(logits, Direction.average()));
            }
        }

        private static String shuffled(List<String> sentences, RandomGenerator random) {
            List<String> order = new ArrayList<>(sentences);
            Collections.shuffle(order, Random.from(random));
            return String.join(" ", order);
        }

        /** How well it names hidden words of the batch's texts, one share a study; NaN where nothing was hidden. Where training hid none, the head that names them is as it began. */
        List<Double> accuracies(Batch batch) {
            MaskedReading reading = hidden == null ? hiding() : hidden;
            hidden = reading;
            Tensor patchesBND = how.guided ? seen(model, batch).patchesBND() : null;
            return reading.accuracies(batch.texts(), patchesBND, batch.random("masked"));
        }

        @Override
        public void afterUpdate() {
            images.clamp();
            halves.clamp();
        }
    }

    /** The images of a batch, beside those before where the model sees two and the plan shows them. */
    static ImageSide seen(DualEncoder model, Batch batch) {
        boolean pairs = model.spec().fusion() instanceof Fusion.TemporalPair
                && batch.pictures().size() > 1;
        if (!pairs) {
            return model.images(batch.images());
        }
        Batch.Pictures before = batch.pictures().get(1);
        return model.images(batch.images(), before.imgBCHW(), before.presentB());
    }
}
