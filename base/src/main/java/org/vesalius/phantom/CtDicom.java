package org.vesalius.phantom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vesalius.dicom.DicomWriter;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;
import org.vesalius.volume.Volume;

/** A CT volume as the axial slices that a scanner sends: columns to the left, rows to the back, 12 bits stored of 16, Hounsfield units through the rescale. */
final class CtDicom {
    private static final int INTERCEPT = -1024;

    private CtDicom() {}

    /** Writes {@code 00001.dcm}, …, from the feet to the head; the axes of the volume must be RAS. */
    static void write(Path folder, Truth truth, Volume ct) throws IOException {
        Files.createDirectories(folder);
        for (int k = 0; k < ct.nz(); k++) {
            Files.write(
                    folder.resolve("%05d.dcm".formatted(k + 1)),
                    slice(truth, ct, k).bytes());
        }
    }

    static DicomWriter slice(Truth truth, Volume ct, int k) {
        short[] stored = new short[ct.nx() * ct.ny()];
        for (int p = 0; p < stored.length; p++) {
            // half a turn: i and j of the volume run to the right and the front
            int i = ct.nx() - 1 - p % ct.nx();
            int j = ct.ny() - 1 - p / ct.nx();
            stored[p] = (short) (ct.at(i, j, k) - INTERCEPT);
        }
        double x = ct.affine().x(ct.nx() - 1, ct.ny() - 1, k);
        double y = ct.affine().y(ct.nx() - 1, ct.ny() - 1, k);
        double z = ct.affine().z(ct.nx() - 1, ct.ny() - 1, k);
        DicomWriter out = new DicomWriter();
        FilmDicom.identity(out, truth, "ct " + k, "ct", "CT");
        return out.put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.CT_IMAGE)
                .put(Tag.SERIES_DESCRIPTION, Vr.LO, "SYNTHETIC CHEST CT")
                .put(Tag.SERIES_NUMBER, Vr.IS, 3)
                .put(Tag.INSTANCE_NUMBER, Vr.IS, k + 1)
                .put(Tag.IMAGE_POSITION_PATIENT, Vr.DS, -x, -y, z)
                .put(Tag.IMAGE_ORIENTATION_PATIENT, Vr.DS, 1, 0, 0, 0, 1, 0)
                .put(Tag.PIXEL_SPACING, Vr.DS, ct.affine().yj(), ct.affine().xi())
                .put(Tag.SLICE_THICKNESS, Vr.DS, ct.affine().zk())
                .put(Tag.RESCALE_INTERCEPT, Vr.DS, INTERCEPT)
                .put(Tag.RESCALE_SLOPE, Vr.DS, 1)
                .put(Tag.RESCALE_TYPE, Vr.LO, "HU")
                .pixels("MONOCHROME2", ct.nx(), ct.ny(), 12, false, stored);
    }
}
