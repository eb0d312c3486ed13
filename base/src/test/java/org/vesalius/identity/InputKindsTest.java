package org.vesalius.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.RealData;
import org.vesalius.dicom.DataSet;
import org.vesalius.dicom.DicomFile;
import org.vesalius.dicom.DicomPixels;
import org.vesalius.dicom.DicomWriter;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;
import org.vesalius.image.Image;
import org.vesalius.io.Problem;

/** Pictures in compressed and colour files, encapsulated documents, structured reports, tables of reports: each loses its identity or is left out. */
class InputKindsTest {
    private static final Tag CONTENT = Tag.of(0x0040, 0xA730);
    private static final Tag VALUE_TYPE = Tag.of(0x0040, 0xA040);
    private static final Tag TEXT = Tag.of(0x0040, 0xA160);
    private static final Tag PERSON = Tag.of(0x0040, 0xA123);
    private static final String JPEG_BASELINE = "1.2.840.10008.1.2.4.50";

    @TempDir
    Path dir;

    private static Image screenshot() {
        Image film = Image.grey(320, 240, 255, new float[320 * 240]);
        return Burned.into(film, "OKONKWELL ANNELISE", 16, 240, 3).image();
    }

    private static byte[] rgb(Image grey) {
        byte[] out = new byte[grey.samples().length * 3];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) Math.round(grey.samples()[i / 3]);
        }
        return out;
    }

    private static byte[] jpeg(Image grey) throws IOException {
        BufferedImage picture = new BufferedImage(grey.width(), grey.height(), BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < grey.samples().length; i++) {
            picture.getRaster().setSample(i % grey.width(), i / grey.width(), 0, Math.round(grey.samples()[i]));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpeg", out);
        return out.toByteArray();
    }

    /** A file whose pixels are one fragment. */
    private static byte[] encapsulated(DicomWriter header, byte[] stream) {
        byte[] head = header.syntax(JPEG_BASELINE).bytes();
        int length = stream.length + (stream.length & 1);
        ByteBuffer out = ByteBuffer.allocate(head.length + 12 + 8 + 8 + length + 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(head);
        out.putInt(0x00107FE0).put("OB\0\0".getBytes(StandardCharsets.US_ASCII)).putInt(-1);
        out.putInt(0xE000FFFE).putInt(0).putInt(0xE000FFFE).putInt(length).put(stream);
        return out.position(out.limit() - 8).putInt(0xE0DDFFFE).putInt(0).array();
    }

    private void burnedInTextIsGone() throws IOException {
        Deidentification.Summary summary = Invented.clean(dir, Policy.defaults());
        assertThat(summary.withText()).isEqualTo(1);
        DicomFile file = DicomFile.read(Invented.results(dir, ".dcm").getFirst());
        assertThat(file.data().string(Tag.BURNED_IN_ANNOTATION)).contains("NO");
        Image cleaned = DicomPixels.image(file);
        assertThat(BurnedInText.find(cleaned)).isEmpty();
        float brightest = 0;
        for (float sample : cleaned.samples()) {
            brightest = Math.max(brightest, sample);
        }
        assertThat(brightest).isLessThan(60);
    }

    @Test
    void aColourSecondaryCaptureLosesItsText() throws IOException {
        Invented.header(1)
                .rgb(320, 240, rgb(screenshot()))
                .write(Invented.in(dir).resolve("1.dcm"));
        burnedInTextIsGone();
    }

    @Test
    void aCompressedSecondaryCaptureLosesItsText() throws IOException {
        DicomWriter header = Invented.header(1)
                .put(Tag.SAMPLES_PER_PIXEL, Vr.US, 1)
                .put(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, "MONOCHROME2")
                .put(Tag.ROWS, Vr.US, 240)
                .put(Tag.COLUMNS, Vr.US, 320)
                .put(Tag.BITS_ALLOCATED, Vr.US, 8)
                .put(Tag.BITS_STORED, Vr.US, 8)
                .put(Tag.HIGH_BIT, Vr.US, 7)
                .put(Tag.PIXEL_REPRESENTATION, Vr.US, 0);
        Files.write(Invented.in(dir).resolve("1.dcm"), encapsulated(header, jpeg(screenshot())));
        burnedInTextIsGone();
    }

    @Test
    void anEncapsulatedDocumentIsLeftOut() throws IOException {
        Invented.film(1).write(Invented.in(dir).resolve("1.dcm"));
        Invented.header(2)
                .put(Tag.SOP_CLASS_UID, Vr.UI, "1.2.840.10008.5.1.4.1.1.104.1")
                .put(Tag.of(0x0042, 0x0011), Vr.OB, "%PDF of Okonkwell".getBytes(StandardCharsets.US_ASCII))
                .write(Invented.in(dir).resolve("2.dcm"));
        Deidentification.Summary summary = Invented.clean(dir, Policy.defaults());
        assertThat(summary.files()).containsEntry("dicom", 1);
        assertThat(summary.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).contains("encapsulated document"));
    }

    private static DicomWriter report() {
        DicomWriter said = new DicomWriter()
                .put(VALUE_TYPE, Vr.CS, "TEXT")
                .put(TEXT, Vr.UT, "Ms. Okonkwell was seen by Dr. Marchbanks on 2021-03-12. The heart is enlarged.");
        DicomWriter observer = new DicomWriter().put(VALUE_TYPE, Vr.CS, "PNAME").put(PERSON, Vr.PN, "Marchbanks^Edith");
        return Invented.header(1)
                .put(Tag.SOP_CLASS_UID, Vr.UI, "1.2.840.10008.5.1.4.1.1.88.11")
                .put(Tag.MODALITY, Vr.CS, "SR")
                .put(
                        CONTENT,
                        new DicomWriter().put(VALUE_TYPE, Vr.CS, "CONTAINER").put(CONTENT, said, observer));
    }

    @Test
    void aStructuredReportKeepsItsMeaningWhenAskedToAndNothingElse() throws IOException {
        report().write(Invented.in(dir).resolve("1.dcm"));
        Invented.clean(dir, Policy.defaults().with(ProfileOption.CLEAN_STRUCTURED_CONTENT));
        DataSet header = Invented.headers(dir).getFirst();
        DataSet said = header.items(CONTENT).getFirst().items(CONTENT).getFirst();
        assertThat(said.string(TEXT).orElse(""))
                .contains("The heart is enlarged.")
                .doesNotContain("2021-03-12");
        assertThat(Invented.everything(dir)).doesNotContainIgnoringCase("okonkwell", "marchbanks");
    }

    @Test
    void aStructuredReportLosesItsWordsOtherwise() throws IOException {
        report().write(Invented.in(dir).resolve("1.dcm"));
        Invented.clean(dir, Policy.defaults());
        assertThat(Invented.everything(dir)).doesNotContainIgnoringCase("okonkwell", "marchbanks", "enlarged");
    }

    @Test
    void realStructuredReportsPassWithTheirWordsScrubbed() throws IOException {
        Path folder = RealData.folder("dicom");
        for (String name : List.of("reportsi.dcm", "reportsi_with_empty_number_tags.dcm", "test-SR.dcm")) {
            Files.copy(folder.resolve(name), Invented.in(dir).resolve(name));
        }
        Deidentification.Summary summary =
                Invented.clean(dir, Policy.defaults().with(ProfileOption.CLEAN_STRUCTURED_CONTENT));
        assertThat(summary.problems()).isEmpty();
        assertThat(summary.files()).containsEntry("dicom", 3);
    }

    @Test
    void aTableOfReportsKeepsItsJoinAndItsReportsOnly() throws IOException {
        Invented.film(1).write(Invented.in(dir).resolve("1.dcm"));
        Files.writeString(Invented.in(dir).resolve("Okonkwell.csv"), """
                Accession Number,ward,patient,report
                ACC0099881,7 East,"Okonkwell, Annelise","No effusion, Ms. Okonkwell. ""Stable"" since 2021-03-12."
                XX1,7 East,Somebody Else,A report of a study without pictures.
                """);
        Deidentification.Summary summary = Invented.clean(dir, Policy.defaults());
        String accession =
                Invented.headers(dir).getFirst().string(Tag.ACCESSION_NUMBER).orElseThrow();
        String table = Files.readString(Invented.results(dir, ".csv").getFirst());
        assertThat(table.lines().toList()).hasSize(2);
        assertThat(table).contains(accession, "No effusion, Ms. ", "\"\"Stable\"\" since ");
        assertThat(table).doesNotContain("Okonkwell", "East", "2021-03-12", "without pictures");
        assertThat(summary.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.UNMATCHED);
            assertThat(problem.reason()).contains("row 2");
        });
    }

    @Test
    void aReportThatNoStudyHasIsLeftOut() throws IOException {
        Invented.film(1).write(Invented.in(dir).resolve("a/1.dcm"));
        Files.writeString(Invented.in(dir).resolve("letter.txt"), "Dear Ms. Okonkwell");
        Deidentification.Summary summary = Invented.clean(dir, Policy.defaults());
        assertThat(summary.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.UNMATCHED));
        assertThat(Invented.results(dir, ".txt")).isEmpty();
    }

    @Test
    void aPictureLosesItsTextAndMetadata() throws IOException {
        Path in = Invented.in(dir);
        BufferedImage picture = ImageIO.read(new java.io.ByteArrayInputStream(jpeg(screenshot())));
        ImageIO.write(picture, "png", in.resolve("Okonkwell.png").toFile());
        assertThat(Invented.clean(dir, Policy.defaults()).withText()).isEqualTo(1);
        assertThat(Invented.everything(dir)).doesNotContain("Okonkwell");
    }
}
