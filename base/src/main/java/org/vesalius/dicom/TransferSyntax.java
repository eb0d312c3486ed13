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
    JPEG_PROGRESSIVE("1.2.840.10008.1.2.4.55", "JPEG Full Progression (Process 10 and 12)"),
    // these are known by name so that they can be refused by it
    JPIP("1.2.840.10008.1.2.4.94", "JPIP Referenced"),
    JPIP_DEFLATED("1.2.840.10008.1.2.4.95", "JPIP Referenced Deflate"),
    MPEG2_MAIN("1.2.840.10008.1.2.4.100", "MPEG2 Main Profile / Main Level"),
    MPEG2_HIGH("1.2.840.10008.1.2.4.101", "MPEG2 Main Profile / High Level"),
    MPEG4_HIGH("1.2.840.10008.1.2.4.102", "MPEG-4 AVC/H.264 High Profile"),
    MPEG4_BD("1.2.840.10008.1.2.4.103", "MPEG-4 AVC/H.264 BD-compatible High Profile"),
    HEVC("1.2.840.10008.1.2.4.107", "HEVC/H.265 Main Profile"),
    HEVC_10("1.2.840.10008.1.2.4.108", "HEVC/H.265 Main 10 Profile"),
    JPEG_XL_LOSSLESS("1.2.840.10008.1.2.4.110", "JPEG XL Lossless"),
    JPEG_XL_RECOMPRESSED("1.2.840.10008.1.2.4.111", "JPEG XL JPEG Recompression"),
    JPEG_XL("1.2.840.10008.1.2.4.112", "JPEG XL"),
    HTJ2K_LOSSLESS("1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 Lossless"),
    HTJ2K_RPCL("1.2.840.10008.1.2.4.202", "High-Throughput JPEG 2000 with RPCL Lossless"),
    HTJ2K("1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000"),
    /** Any other. */
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
