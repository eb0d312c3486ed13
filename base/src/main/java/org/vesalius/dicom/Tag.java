package org.vesalius.dicom;

import java.util.Locale;

/** The number of a data element, group in the upper 16 bits; constants by the keywords of PS3.6 for those that the code names. */
public record Tag(int code) implements Comparable<Tag> {
    public static final Tag FILE_META_INFORMATION_GROUP_LENGTH = of(0x0002, 0x0000);
    public static final Tag FILE_META_INFORMATION_VERSION = of(0x0002, 0x0001);
    public static final Tag MEDIA_STORAGE_SOP_CLASS_UID = of(0x0002, 0x0002);
    public static final Tag MEDIA_STORAGE_SOP_INSTANCE_UID = of(0x0002, 0x0003);
    public static final Tag TRANSFER_SYNTAX_UID = of(0x0002, 0x0010);
    public static final Tag IMPLEMENTATION_CLASS_UID = of(0x0002, 0x0012);
    public static final Tag IMPLEMENTATION_VERSION_NAME = of(0x0002, 0x0013);
    public static final Tag SPECIFIC_CHARACTER_SET = of(0x0008, 0x0005);
    public static final Tag IMAGE_TYPE = of(0x0008, 0x0008);
    public static final Tag SOP_CLASS_UID = of(0x0008, 0x0016);
    public static final Tag SOP_INSTANCE_UID = of(0x0008, 0x0018);
    public static final Tag STUDY_DATE = of(0x0008, 0x0020);
    public static final Tag SERIES_DATE = of(0x0008, 0x0021);
    public static final Tag ACQUISITION_DATE = of(0x0008, 0x0022);
    public static final Tag CONTENT_DATE = of(0x0008, 0x0023);
    public static final Tag STUDY_TIME = of(0x0008, 0x0030);
    public static final Tag CONTENT_TIME = of(0x0008, 0x0033);
    public static final Tag ACCESSION_NUMBER = of(0x0008, 0x0050);
    public static final Tag MODALITY = of(0x0008, 0x0060);
    public static final Tag CONVERSION_TYPE = of(0x0008, 0x0064);
    public static final Tag PRESENTATION_INTENT_TYPE = of(0x0008, 0x0068);
    public static final Tag MANUFACTURER = of(0x0008, 0x0070);
    public static final Tag INSTITUTION_NAME = of(0x0008, 0x0080);
    public static final Tag REFERRING_PHYSICIAN_NAME = of(0x0008, 0x0090);
    public static final Tag CODE_VALUE = of(0x0008, 0x0100);
    public static final Tag CODING_SCHEME_DESIGNATOR = of(0x0008, 0x0102);
    public static final Tag CODE_MEANING = of(0x0008, 0x0104);
    public static final Tag STUDY_DESCRIPTION = of(0x0008, 0x1030);
    public static final Tag SERIES_DESCRIPTION = of(0x0008, 0x103E);
    public static final Tag MANUFACTURER_MODEL_NAME = of(0x0008, 0x1090);
    public static final Tag PATIENT_NAME = of(0x0010, 0x0010);
    public static final Tag PATIENT_ID = of(0x0010, 0x0020);
    public static final Tag PATIENT_BIRTH_DATE = of(0x0010, 0x0030);
    public static final Tag PATIENT_SEX = of(0x0010, 0x0040);
    public static final Tag PATIENT_AGE = of(0x0010, 0x1010);
    public static final Tag PATIENT_COMMENTS = of(0x0010, 0x4000);
    public static final Tag PATIENT_IDENTITY_REMOVED = of(0x0012, 0x0062);
    public static final Tag DEIDENTIFICATION_METHOD = of(0x0012, 0x0063);
    public static final Tag BODY_PART_EXAMINED = of(0x0018, 0x0015);
    public static final Tag SLICE_THICKNESS = of(0x0018, 0x0050);
    public static final Tag KVP = of(0x0018, 0x0060);
    public static final Tag SPACING_BETWEEN_SLICES = of(0x0018, 0x0088);
    public static final Tag IMAGER_PIXEL_SPACING = of(0x0018, 0x1164);
    public static final Tag VIEW_POSITION = of(0x0018, 0x5101);
    public static final Tag PATIENT_POSITION = of(0x0018, 0x5100);
    public static final Tag STUDY_INSTANCE_UID = of(0x0020, 0x000D);
    public static final Tag SERIES_INSTANCE_UID = of(0x0020, 0x000E);
    public static final Tag STUDY_ID = of(0x0020, 0x0010);
    public static final Tag SERIES_NUMBER = of(0x0020, 0x0011);
    public static final Tag ACQUISITION_NUMBER = of(0x0020, 0x0012);
    public static final Tag INSTANCE_NUMBER = of(0x0020, 0x0013);
    public static final Tag PATIENT_ORIENTATION = of(0x0020, 0x0020);
    public static final Tag IMAGE_POSITION_PATIENT = of(0x0020, 0x0032);
    public static final Tag IMAGE_ORIENTATION_PATIENT = of(0x0020, 0x0037);
    public static final Tag IMAGE_LATERALITY = of(0x0020, 0x0062);
    public static final Tag IMAGE_COMMENTS = of(0x0020, 0x4000);
    public static final Tag PLANE_POSITION_SEQUENCE = of(0x0020, 0x9113);
    public static final Tag PLANE_ORIENTATION_SEQUENCE = of(0x0020, 0x9116);
    public static final Tag SAMPLES_PER_PIXEL = of(0x0028, 0x0002);
    public static final Tag PHOTOMETRIC_INTERPRETATION = of(0x0028, 0x0004);
    public static final Tag PLANAR_CONFIGURATION = of(0x0028, 0x0006);
    public static final Tag NUMBER_OF_FRAMES = of(0x0028, 0x0008);
    public static final Tag ROWS = of(0x0028, 0x0010);
    public static final Tag COLUMNS = of(0x0028, 0x0011);
    public static final Tag PIXEL_SPACING = of(0x0028, 0x0030);
    public static final Tag BITS_ALLOCATED = of(0x0028, 0x0100);
    public static final Tag BITS_STORED = of(0x0028, 0x0101);
    public static final Tag HIGH_BIT = of(0x0028, 0x0102);
    public static final Tag PIXEL_REPRESENTATION = of(0x0028, 0x0103);
    public static final Tag PIXEL_PADDING_VALUE = of(0x0028, 0x0120);
    public static final Tag PIXEL_PADDING_RANGE_LIMIT = of(0x0028, 0x0121);
    public static final Tag BURNED_IN_ANNOTATION = of(0x0028, 0x0301);
    public static final Tag WINDOW_CENTER = of(0x0028, 0x1050);
    public static final Tag WINDOW_WIDTH = of(0x0028, 0x1051);
    public static final Tag RESCALE_INTERCEPT = of(0x0028, 0x1052);
    public static final Tag RESCALE_SLOPE = of(0x0028, 0x1053);
    public static final Tag RESCALE_TYPE = of(0x0028, 0x1054);
    public static final Tag VOI_LUT_FUNCTION = of(0x0028, 0x1056);
    public static final Tag RED_PALETTE_DESCRIPTOR = of(0x0028, 0x1101);
    public static final Tag GREEN_PALETTE_DESCRIPTOR = of(0x0028, 0x1102);
    public static final Tag BLUE_PALETTE_DESCRIPTOR = of(0x0028, 0x1103);
    public static final Tag RED_PALETTE_DATA = of(0x0028, 0x1201);
    public static final Tag GREEN_PALETTE_DATA = of(0x0028, 0x1202);
    public static final Tag BLUE_PALETTE_DATA = of(0x0028, 0x1203);
    public static final Tag RED_PALETTE_SEGMENTED_DATA = of(0x0028, 0x1221);
    public static final Tag GREEN_PALETTE_SEGMENTED_DATA = of(0x0028, 0x1222);
    public static final Tag BLUE_PALETTE_SEGMENTED_DATA = of(0x0028, 0x1223);
    public static final Tag LOSSY_IMAGE_COMPRESSION = of(0x0028, 0x2110);
    public static final Tag MODALITY_LUT_SEQUENCE = of(0x0028, 0x3000);
    public static final Tag LUT_DESCRIPTOR = of(0x0028, 0x3002);
    public static final Tag LUT_DATA = of(0x0028, 0x3006);
    public static final Tag VOI_LUT_SEQUENCE = of(0x0028, 0x3010);
    public static final Tag PIXEL_MEASURES_SEQUENCE = of(0x0028, 0x9110);
    public static final Tag PIXEL_VALUE_TRANSFORMATION_SEQUENCE = of(0x0028, 0x9145);
    public static final Tag FRAME_VOI_LUT_SEQUENCE = of(0x0028, 0x9132);
    public static final Tag MEASUREMENT_UNITS_CODE_SEQUENCE = of(0x0040, 0x08EA);
    public static final Tag RELATIONSHIP_TYPE = of(0x0040, 0xA010);
    public static final Tag VALUE_TYPE = of(0x0040, 0xA040);
    public static final Tag CONCEPT_NAME_CODE_SEQUENCE = of(0x0040, 0xA043);
    public static final Tag CONTINUITY_OF_CONTENT = of(0x0040, 0xA050);
    public static final Tag TEXT_VALUE = of(0x0040, 0xA160);
    public static final Tag CONCEPT_CODE_SEQUENCE = of(0x0040, 0xA168);
    public static final Tag MEASURED_VALUE_SEQUENCE = of(0x0040, 0xA300);
    public static final Tag NUMERIC_VALUE = of(0x0040, 0xA30A);
    public static final Tag CONTENT_SEQUENCE = of(0x0040, 0xA730);
    public static final Tag PRESENTATION_LUT_SHAPE = of(0x2050, 0x0020);
    public static final Tag GRID_FRAME_OFFSET_VECTOR = of(0x3004, 0x000C);
    public static final Tag SHARED_FUNCTIONAL_GROUPS_SEQUENCE = of(0x5200, 0x9229);
    public static final Tag PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE = of(0x5200, 0x9230);
    public static final Tag EXTENDED_OFFSET_TABLE = of(0x7FE0, 0x0001);
    public static final Tag EXTENDED_OFFSET_TABLE_LENGTHS = of(0x7FE0, 0x0002);
    public static final Tag FLOAT_PIXEL_DATA = of(0x7FE0, 0x0008);
    public static final Tag DOUBLE_FLOAT_PIXEL_DATA = of(0x7FE0, 0x0009);
    public static final Tag PIXEL_DATA = of(0x7FE0, 0x0010);
    public static final Tag DATA_SET_TRAILING_PADDING = of(0xFFFC, 0xFFFC);

    static final Tag ITEM = of(0xFFFE, 0xE000);
    static final Tag ITEM_END = of(0xFFFE, 0xE00D);
    static final Tag SEQUENCE_END = of(0xFFFE, 0xE0DD);

    /** From its two halves. */
    public static Tag of(int group, int element) {
        return new Tag(group << 16 | element);
    }

    /** The upper half. */
    public int group() {
        return code >>> 16;
    }

    /** The lower half. */
    public int element() {
        return code & 0xFFFF;
    }

    /** Whether a manufacturer defines it. */
    public boolean isPrivate() {
        return (group() & 1) == 1;
    }

    @Override
    public int compareTo(Tag other) {
        return Integer.compareUnsigned(code, other.code);
    }

    /** {@code (0028,0010) Rows}; only the number when it is private or unknown. */
    @Override
    public String toString() {
        String number = String.format(Locale.ROOT, "(%04X,%04X)", group(), element());
        return Dictionary.keyword(this).map(name -> number + " " + name).orElse(number);
    }
}
