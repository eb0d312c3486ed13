package org.vesalius.recipe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ImageSide;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.nn.Temperature;
import org.vesalius.objective.Contrast;
import org.vesalius.objective.Direction;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Batch;
import org.vesalius.train.Example;
import org.vesalius.train.Method;

/**
 * Three contrasts that share one space and one learned scale: whole reports with images, as in CLIP; single sentences with images; and single sentences with the soft maximum over an image's patches,
 * which is what draws a phrase to its place. A sentence that several reports of the batch say is a positive of all of them, so that equal texts are not pushed apart.
 *
 * <p>Shapes: B images, S different sentences, N patches, D joint size.
 *
 * @param report weight of the reports' term
 * @param global weight of the sentences' term
 * @param local weight of the patches' term
 * @param sentences drawn from each report at each step
 * @param sharpness of the soft maximum over the cosines of the patches
 * @param temperature that training begins at
 */
public record SentenceContrast(
        double report, double global, double local, int sentences, double sharpness, double temperature)
        implements Method {
    /** What the demo trains. */
    public static final SentenceContrast DEMO = new SentenceContrast(0.5, 1, 1, 4, 10, 0.07);

    private static final double MAX_SCALE = 100;

    @Override
    public Step begin(Params own, DualEncoder model) {
        Temperature learned = Temperature.learned(own, temperature, MAX_SCALE);
        return new Step() {
            @Override
            public void losses(Batch batch, Losses losses) {
                ImageSide side = model.images(batch.images());
                if (report > 0) {
                    Tensor reportsBD = model.texts(batch.texts());
                    Tensor logitsBB = learned.scale(Contrast.cosine(side.imgBD(), reportsBD));
                    losses.add("report", report, Contrast.paired(logitsBB, Direction.average()));
                }
                List<String> said = drawn(batch);
                Tensor positivesBS = positives(batch.examples(), said);
                Tensor txtSD = model.texts(said);
                Tensor globalBS = learned.scale(Contrast.cosine(side.imgBD(), txtSD));
                losses.add("sentence", global, Contrast.multiPositive(globalBS, positivesBS, Direction.average()));
                Tensor localBS = learned.scale(bestPatch(side.patchesBND(), txtSD));
                losses.add("patch", local, Contrast.multiPositive(localBS, positivesBS, Direction.average()));
            }

            @Override
            public void afterUpdate() {
                learned.clamp();
            }
        };
    }

    /** The different sentences of a batch: some of each report, in an order that follows from the batch. */
    private List<String> drawn(Batch batch) {
        Random random = Random.from(batch.random("sentences"));
        Set<String> said = new LinkedHashSet<>();
        for (Example example : batch.examples()) {
            List<String> own = new ArrayList<>(example.sentences().stream()
                    .map(SentenceContrast::plain)
                    .distinct()
                    .toList());
            Collections.shuffle(own, random);
            said.addAll(own.subList(0, Math.min(sentences, own.size())));
        }
        return List.copyOf(said);
    }

    private static Tensor positives(List<Example> examples, List<String> said) {
        boolean[] true1 = new boolean[examples.size() * said.size()];
        for (int b = 0; b < examples.size(); b++) {
            Set<String> own = new LinkedHashSet<>();
            examples.get(b).sentences().forEach(sentence -> own.add(plain(sentence)));
            for (int s = 0; s < said.size(); s++) {
                true1[b * said.size() + s] = own.contains(said.get(s));
            }
        }
        return Tensors.ofBooleans(true1, examples.size(), said.size());
    }

    /** Equal in what they say: without case, numbering and end mark. */
    static String plain(String sentence) {
        return sentence.toLowerCase(Locale.ROOT)
                .replaceFirst("^\\d+\\.\\s+", "")
                .replaceFirst("[.;]\\s*$", "")
                .strip();
    }

    /** {@code log mean exp(sharpness cos) / sharpness} over the patches: [B, S]. */
    private Tensor bestPatch(Tensor patchesBND, Tensor txtSD) {
        return Scope.returning(() -> {
            Tensor cosineBNS = Tensors.normalize(patchesBND)
                    .matmul(Tensors.normalize(txtSD).t());
            double patches = (double) patchesBND.size(1);
            return cosineBNS
                    .mul(new Scalar(sharpness))
                    .logsumexp(1)
                    .sub(new Scalar(Math.log(patches)))
                    .div(new Scalar(sharpness));
        });
    }
}
