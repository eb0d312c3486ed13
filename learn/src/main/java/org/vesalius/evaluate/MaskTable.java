package org.vesalius.evaluate;

import java.util.List;
import java.util.stream.IntStream;
import org.vesalius.evaluate.transfer.Segmenter;
import org.vesalius.evaluate.transfer.Square;
import org.vesalius.image.Geometry;
import org.vesalius.image.Image;
import org.vesalius.metric.spatial.EmptyRule;
import org.vesalius.metric.spatial.Grid;
import org.vesalius.metric.spatial.Overlap;
import org.vesalius.metric.spatial.Surface;
import org.vesalius.shard.Sample;

/** What a segmenter finds on test pictures against their masks, as rows of {@link SegmentationProtocol}. */
final class MaskTable {
    private static final float HALF = .5f;

    private final Trial trial;
    private final MarkedSet test;
    private final List<Structure> structures;
    private final Settings settings;
    private final SampleTable table;

    MaskTable(Trial trial, MarkedSet test, List<Structure> structures, Settings settings, SampleTable table) {
        this.trial = trial;
        this.test = test;
        this.structures = structures;
        this.settings = settings;
        this.table = table;
    }

    /** All test pictures; those that are {@code told} a text with another's too. */
    void measure(Segmenter segmenter, boolean told) {
        float[][] others = test.shuffled();
        trial.progress().start("find masks (" + trial.scorer().subject().name() + ")", test.size());
        for (int row = 0; row < test.size(); row++) {
            Square square = test.square(row);
            Sample sample = test.sample(row);
            add(segmenter.probabilities(square), row, sample, told ? SegmentationProtocol.OWN : "");
            if (told) {
                float[][] wrong = segmenter.probabilities(square.told(others[row]));
                add(wrong, row, sample, SegmentationProtocol.SHUFFLED);
            }
            trial.progress().at(row + 1L, "");
        }
        trial.progress().end("");
    }

    /** Borders take most of the time, so structures are measured side by side. */
    private void add(float[][] probabilities, int row, Sample sample, String told) {
        List<Object[]> rows = IntStream.range(0, structures.size())
                .filter(k -> test.known(row, k))
                .parallel()
                .mapToObj(k -> cells(probabilities[k], sample, k, told))
                .toList();
        rows.forEach(cells -> table.add(test.rows().get(row), cells));
    }

    private Object[] cells(float[] probabilities, Sample sample, int k, String told) {
        Image image = sample.images().get(StudySet.picture(sample.study()));
        Geometry geometry = test.geometry(image);
        boolean[] truth = test.mask(sample, k);
        OnGrid pair = settings.text("pixels").equals("model")
                ? OnGrid.square(probabilities, truth, image, geometry, HALF)
                : OnGrid.stored(probabilities, truth, image, geometry, HALF);
        Overlap overlap = Overlap.of(pair.found(), pair.truth());
        Surface surface = Surface.between(pair.found(), pair.truth(), Grid.pixels(pair.width(), pair.height()));
        return new Object[] {
            trial.options().split().lower(),
            structures.get(k).name(),
            told,
            overlap.found(),
            overlap.truth(),
            overlap.both(),
            cell(overlap.dice(EmptyRule.ONE)),
            cell(overlap.iou(EmptyRule.ONE)),
            cell(surface.hausdorff95()),
            cell(surface.dice(settings.number("tolerance"), EmptyRule.ONE)),
            "",
            "",
            ""
        };
    }

    private static Object cell(double value) {
        return Double.isFinite(value) ? value : "";
    }
}
