package org.vesalius.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.vesalius.fuzz.Fuzz;

/** Slices with damaged headers are stacked, or refused with one clear error. */
class SliceStackFuzzTest {
    private static final Path NOWHERE = Path.of("none.dcm");

    private static DicomWriter slice(int z) {
        return new DicomWriter()
                .put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.CT_IMAGE)
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.3." + z)
                .put(Tag.SERIES_INSTANCE_UID, Vr.UI, "1.2")
                .put(Tag.MODALITY, Vr.CS, "CT")
                .put(Tag.IMAGE_POSITION_PATIENT, Vr.DS, -10, 20, z)
                .put(Tag.IMAGE_ORIENTATION_PATIENT, Vr.DS, 1, 0, 0, 0, 1, 0)
                .put(Tag.PIXEL_SPACING, Vr.DS, 2, 0.5)
                .pixels("MONOCHROME2", 2, 2, 12, false, new short[4]);
    }

    private static DicomWriter enhanced() {
        DicomWriter[] frames = new DicomWriter[2];
        for (int f = 0; f < 2; f++) {
            frames[f] = new DicomWriter()
                    .put(
                            Tag.PLANE_POSITION_SEQUENCE,
                            new DicomWriter().put(Tag.IMAGE_POSITION_PATIENT, Vr.DS, 1, 2, f));
        }
        return slice(0).put(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, frames)
                .pixels("MONOCHROME2", 2, 2, 12, false, new short[8]);
    }

    @Test
    void damagedHeaders() {
        byte[] next = slice(2).bytes();
        byte[] last = slice(4).bytes();
        Fuzz.of("slices", bytes -> {
                    SliceStack.Sorter sorter = new SliceStack.Sorter();
                    sorter.add(NOWHERE, DicomFile.read(bytes, "test"));
                    sorter.add(NOWHERE, DicomFile.read(next, "test"));
                    sorter.add(NOWHERE, DicomFile.read(last, "test"));
                    for (SliceStack stack : sorter.stacks()) {
                        assertThat(stack.remarks()).doesNotContainNull();
                        if (stack.obstacle().isEmpty()) {
                            assertThat(stack.affine().axisCodes()).hasSize(3);
                        }
                    }
                })
                .seed("slice", slice(0).bytes())
                .seed("enhanced", enhanced().bytes())
                .memory(4 << 20, 256)
                .run(3000);
    }
}
