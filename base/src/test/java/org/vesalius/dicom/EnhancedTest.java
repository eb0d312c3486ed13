package org.vesalius.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Enhanced multi-frame files (PS3.3 C.7.6.16): what holds for a frame is its own functional group's, else the shared one's, else the data set's. */
class EnhancedTest {
    private static final int FRAMES = 3;

    private static DicomWriter rescale(double slope, double intercept) {
        DicomWriter values =
                new DicomWriter().put(Tag.RESCALE_SLOPE, Vr.DS, slope).put(Tag.RESCALE_INTERCEPT, Vr.DS, intercept);
        return new DicomWriter().put(Tag.PIXEL_VALUE_TRANSFORMATION_SEQUENCE, values);
    }

    private static DicomWriter window(DicomWriter group, double centre, double width) {
        DicomWriter values = new DicomWriter()
                .put(Tag.WINDOW_CENTER, Vr.DS, centre)
                .put(Tag.WINDOW_WIDTH, Vr.DS, width)
                .put(Tag.VOI_LUT_FUNCTION, Vr.CS, "LINEAR_EXACT");
        return group.put(Tag.FRAME_VOI_LUT_SEQUENCE, values);
    }

    private static DicomFile file(DicomWriter groups) {
        byte[] bytes = groups.put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.CT_IMAGE)
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2")
                .put(Tag.RESCALE_SLOPE, Vr.DS, 100.0)
                .put(Tag.RESCALE_INTERCEPT, Vr.DS, 7.0)
                .pixels("MONOCHROME2", 2, 1, 12, false, new short[] {0, 10, 0, 10, 0, 10})
                .bytes();
        return DicomFile.read(bytes, "test");
    }

    @Test
    void eachFrameHasItsOwnRescaleAndWindow() {
        DicomWriter[] frames = new DicomWriter[FRAMES];
        for (int f = 0; f < FRAMES; f++) {
            frames[f] = window(rescale(f + 1, -5 * f), 10, 20 * (f + 1));
        }
        DicomFile file = file(new DicomWriter().put(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, frames));
        assertThat(DicomPixels.frames(file)).isEqualTo(FRAMES);
        for (int f = 0; f < FRAMES; f++) {
            float low = 0 - 5f * f;
            float high = 10f * (f + 1) - 5 * f;
            assertThat(DicomPixels.modality(file, f)).containsExactly(low, high);
            double width = 20 * (f + 1);
            assertThat(DicomPixels.image(file, f).samples())
                    .containsExactly(
                            new float[] {
                                (float) (255 * Math.clamp((low - 10) / width + 0.5, 0, 1)),
                                (float) (255 * Math.clamp((high - 10) / width + 0.5, 0, 1))
                            },
                            within(1e-3f));
        }
    }

    @Test
    void aFrameWithoutItsOwnTakesTheSharedOne() {
        DicomFile file = file(new DicomWriter()
                .put(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE, rescale(2, 1))
                .put(
                        Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE,
                        new DicomWriter(),
                        rescale(3, -1),
                        window(new DicomWriter(), 10, 20)));
        assertThat(DicomPixels.modality(file, 0)).containsExactly(1, 21);
        assertThat(DicomPixels.modality(file, 1)).containsExactly(-1, 29);
        assertThat(DicomPixels.modality(file, 2)).containsExactly(1, 21);
    }

    @Test
    void withoutAnyGroupTheDataSetCounts() {
        DicomFile file = file(new DicomWriter());
        assertThat(DicomPixels.modality(file, 2)).containsExactly(7, 1007);
    }

    @Test
    void aFileWithFewerGroupsThanFramesIsReadByWhatThereIs() {
        DicomFile file = file(new DicomWriter().put(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, rescale(2, 0)));
        assertThat(DicomPixels.modality(file, 0)).containsExactly(0, 20);
        assertThat(DicomPixels.modality(file, 2)).containsExactly(7, 1007);
    }
}
