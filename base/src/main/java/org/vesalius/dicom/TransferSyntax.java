package org.vesalius.dicom;

import java.util.Arrays;

/** How a file is encoded (PS3.6 annex A). */
public enum TransferSyntax {
    IMPLICIT_LITTLE("1.2.840.10008.1.2", "Implicit VR Little Endian"),
    EXPLICIT_LITTLE("1.2.840.10008.1.2.1", "Explicit VR Little Endian"),
    DEFLATED("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian"),
    EXPLICIT_BIG("1.2.840.10008.1.2.2", "Explicit VR Big Endian"),
    JPEG_BASELINE("1.2.840.10008.1.2.4.50", "JPEG Baseline (Process 1)"),
    JPEG_EXTENDED("1.2.840.10008.1.2.4.51", "JPEG Extended (Process 2 and 4)"),
    JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", "JPEG Lossless (Process 14)"),
    JPEG_LOSSLESS_FIRST("1.2.840.10008.1.2.4.70", "JPEG Lossless (Process 14, first-order prediction)"),
    JPEG_LS("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless"),
    JPEG_LS_NEAR("1.2.840.10008.1.2.4.81", "JPEG-LS Near-Lossless"),
    JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", "JPEG 2000 Lossless"),
    JPEG_2000("1.2.840.10008.1.2.4.91", "JPEG 2000"),
    RLE("1.2.840.10008.1.2.5", "RLE Lossless"),
    /** Any other, such as video. */
    OTHER("", "a transfer syntax that is not known");

    private final String uid;
    private final String label;

    TransferSyntax(String uid, String label) {
        this.uid = uid;
        this.label = label;
    }

    /** By its unique identifier. */
    public static TransferSyntax of(String uid) {
        return Arrays.stream(values())
                .filter(s -> s != OTHER && s.uid.equals(uid))
                .findFirst()
                .orElse(OTHER);
    }

    /** The unique identifier. */
    public String uid() {
        return uid;
    }

    /** The name in PS3.6. */
    public String label() {
        return label;
    }

    /** Whether pixels lie in fragments. */
    public boolean isEncapsulated() {
        return switch (this) {
            case IMPLICIT_LITTLE, EXPLICIT_LITTLE, DEFLATED, EXPLICIT_BIG -> false;
            default -> true;
        };
    }
}
