package org.vesalius.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vesalius.io.InputException;

class DicomFileTest {
    private static final int[] WORDS = {0, 1, 258, 4095, 40000, 65535};

    private static TestDicom sample(TransferSyntax syntax) {
        TestDicom dicom = TestDicom.of(syntax);
        return dicom.text(0x08, 0x60, "CS", "DX")
                .text(0x08, 0x1030, "LO", "chest\\second")
                .head(0x08, 0x1140, "SQ", TestDicom.UNDEFINED)
                .item(0xE000, TestDicom.UNDEFINED)
                .text(0x08, 0x1155, "UI", "1.2.3")
                .item(0xE00D, 0)
                .item(0xE000, 0)
                .item(0xE0DD, 0)
                .head(0x09, 0x1001, "UN", 4)
                .raw(new byte[] {1, 2, 3, 4})
                .pixelModule("MONOCHROME2", 3, 2, 1, 16, 16, false)
                .put(0x7FE0, 0x10, "OW", dicom.words(WORDS));
    }

    @ParameterizedTest
    @EnumSource(names = {"IMPLICIT_LITTLE", "EXPLICIT_LITTLE", "EXPLICIT_BIG", "DEFLATED"})
    void everyUncompressedEncodingGivesTheSameDataSet(TransferSyntax syntax) {
        DicomFile file = DicomFile.read(sample(syntax).file(syntax), "test");
        assertThat(file.syntax()).isEqualTo(syntax);
        assertThat(file.data().string(Tag.MODALITY)).contains("DX");
        assertThat(file.data().strings(Tag.STUDY_DESCRIPTION)).containsExactly("chest", "second");
        assertThat(file.data().items(Tag.of(0x08, 0x1140))).hasSize(2);
        assertThat(file.data().items(Tag.of(0x08, 0x1140)).getFirst().string(Tag.of(0x08, 0x1155)))
                .contains("1.2.3");
        assertThat(DicomPixels.stored(file, 0).values()).containsExactly(WORDS);
    }

    @ParameterizedTest
    @EnumSource(names = {"IMPLICIT_LITTLE", "EXPLICIT_LITTLE", "EXPLICIT_BIG"})
    void aBareDataSetIsRead(TransferSyntax syntax) {
        DicomFile file = DicomFile.read(sample(syntax).body(), "test");
        assertThat(file.syntax()).isEqualTo(syntax);
        assertThat(DicomPixels.stored(file, 0).values()).containsExactly(WORDS);
    }

    @Test
    void theBytesAreBelievedWhereTheHeaderNamesTheOtherEncoding() {
        byte[] lying = sample(TransferSyntax.EXPLICIT_LITTLE).file(TransferSyntax.IMPLICIT_LITTLE);
        assertThat(DicomPixels.stored(DicomFile.read(lying, "test"), 0).values())
                .containsExactly(WORDS);
    }

    @Test
    void zerosAfterTheLastElementAreLeftAside() {
        byte[] whole = sample(TransferSyntax.EXPLICIT_LITTLE).file(TransferSyntax.EXPLICIT_LITTLE);
        byte[] padded = Arrays.copyOf(whole, whole.length + 37);
        assertThat(DicomPixels.stored(DicomFile.read(padded, "test"), 0).values())
                .containsExactly(WORDS);
    }

    @Test
    void anUnknownSequenceIsImplicitInside() {
        byte[] inside = new TestDicom(false, ByteOrder.LITTLE_ENDIAN)
                .item(0xE000, TestDicom.UNDEFINED)
                .text(0x08, 0x60, "CS", "SR")
                .item(0xE00D, 0)
                .item(0xE0DD, 0)
                .body();
        byte[] file = TestDicom.of(TransferSyntax.EXPLICIT_LITTLE)
                .text(0x08, 0x60, "CS", "DX")
                .head(0x09, 0x1002, "UN", TestDicom.UNDEFINED)
                .raw(inside)
                .text(0x10, 0x40, "CS", "F")
                .file(TransferSyntax.EXPLICIT_LITTLE);
        DataSet data = DicomFile.read(file, "test").data();
        assertThat(data.items(Tag.of(0x09, 0x1002)).getFirst().string(Tag.MODALITY))
                .contains("SR");
        assertThat(data.string(Tag.PATIENT_SEX)).contains("F");
    }

    @Test
    void everythingWrittenAsUnknownIsReadByTheDictionary() {
        byte[] file = TestDicom.of(TransferSyntax.EXPLICIT_LITTLE)
                .put(0x08, 0x60, "UN", "DX".getBytes(StandardCharsets.US_ASCII))
                .put(0x28, 0x10, "UN", new byte[] {7, 1})
                .file(TransferSyntax.EXPLICIT_LITTLE);
        DataSet data = DicomFile.read(file, "test").data();
        assertThat(data.string(Tag.MODALITY)).contains("DX");
        assertThat(data.ints(Tag.ROWS)).containsExactly(263);
    }

    @ParameterizedTest
    @CsvSource({
        "'', ISO-8859-1, Müller",
        "'', UTF-8, Müller",
        "ISO_IR 100, ISO-8859-1, Müller",
        "ISO_IR 101, ISO-8859-2, Dvořák",
        "ISO_IR 144, ISO-8859-5, Люкceмбypг",
        "ISO_IR 126, ISO-8859-7, Διονυσιος",
        "ISO_IR 192, UTF-8, 王小東",
        "GB18030, GB18030, 王小东",
        "ISO 2022 IR 100, ISO-8859-1, Äneas"
    })
    void textIsDecodedByItsCharacterSet(String set, String charset, String text) {
        byte[] name = text.getBytes(Charset.forName(charset));
        byte[] file = TestDicom.of(TransferSyntax.EXPLICIT_LITTLE)
                .text(0x08, 0x05, "CS", set)
                .put(0x10, 0x10, "PN", Arrays.copyOf(name, (name.length + 1) / 2 * 2))
                .file(TransferSyntax.EXPLICIT_LITTLE);
        assertThat(DicomFile.read(file, "test").data().string(Tag.PATIENT_NAME)).contains(text);
    }

    // PS3.5 annexes H.3.1 and I.2, example values of the standard
    @ParameterizedTest
    @CsvSource({
        "\\ISO 2022 IR 87, 59616D6164615E5461726F753D1B24423B3345441B28425E1B244242404F3A1B2842, Yamada^Tarou=山田^太郎",
        "\\ISO 2022 IR 149, 486F6E675E47696C646F6E673D1B242943FBF35E1B242943D1CED4D7, Hong^Gildong=洪^吉洞",
        "\\ISO 2022 IR 58, 5A68616E675E5869616F446F6E673D1B242941D5C55E1B242941D0A1B6AB, Zhang^XiaoDong=张^小东"
    })
    void escapeSequencesSwitchTheCharacterSet(String set, String hex, String text) {
        byte[] name = java.util.HexFormat.of().parseHex(hex);
        byte[] file = TestDicom.of(TransferSyntax.EXPLICIT_LITTLE)
                .text(0x08, 0x05, "CS", set)
                .put(0x10, 0x10, "PN", Arrays.copyOf(name, (name.length + 1) / 2 * 2))
                .file(TransferSyntax.EXPLICIT_LITTLE);
        assertThat(DicomFile.read(file, "test").data().string(Tag.PATIENT_NAME)).contains(text);
    }

    @ParameterizedTest
    @EnumSource(names = {"IMPLICIT_LITTLE", "EXPLICIT_LITTLE", "EXPLICIT_BIG", "DEFLATED"})
    void aCutFileGivesOneClearErrorWhereverItIsCut(TransferSyntax syntax) {
        byte[] whole = sample(syntax).file(syntax);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> DicomPixels.image(DicomFile.read(cut, "row 3")))
                    .as("cut at " + length)
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith("row 3: expected");
        }
    }

    @Test
    void aDamagedFileGivesDataOrOneClearError() {
        byte[] whole = sample(TransferSyntax.EXPLICIT_LITTLE).file(TransferSyntax.EXPLICIT_LITTLE);
        Random random = new Random(5);
        for (int run = 0; run < 3000; run++) {
            byte[] damaged = whole.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                damaged[128 + random.nextInt(damaged.length - 128)] = (byte) random.nextInt();
            }
            try {
                assertThat(DicomPixels.image(DicomFile.read(damaged, "test")).width())
                        .isPositive();
            } catch (InputException e) {
                assertThat(e).hasMessageContaining("expected");
            }
        }
    }

    @Test
    void nestingWithoutEndIsRefused() {
        TestDicom dicom = TestDicom.of(TransferSyntax.EXPLICIT_LITTLE).text(0x08, 0x60, "CS", "DX");
        for (int i = 0; i < 20000; i++) {
            dicom.head(0x08, 0x1140, "SQ", TestDicom.UNDEFINED).item(0xE000, TestDicom.UNDEFINED);
        }
        assertThatThrownBy(() -> DicomFile.read(dicom.file(TransferSyntax.EXPLICIT_LITTLE), "test"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nested deeper");
    }

    @ParameterizedTest
    @EnumSource(names = {"IMPLICIT_LITTLE", "EXPLICIT_LITTLE", "EXPLICIT_BIG", "DEFLATED"})
    void theHeaderAloneTellsTheSame(TransferSyntax syntax, @TempDir Path dir) throws IOException {
        byte[] whole = sample(syntax).file(syntax);
        Path file = Files.write(dir.resolve("a"), whole);
        assertThat(DicomAttributes.read(file))
                .isEqualTo(DicomAttributes.of(DicomFile.read(whole, "test").data()));
        Path cut = Files.write(dir.resolve("b"), Arrays.copyOf(whole, whole.length - 5));
        assertThatThrownBy(() -> DicomAttributes.read(cut))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("truncated");
        Path empty = Files.write(dir.resolve("c"), new byte[0]);
        assertThatThrownBy(() -> DicomAttributes.read(empty))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("got 0 bytes");
    }

    @Test
    void aTextFileIsNoDicomFile() {
        byte[] text = "FINDINGS: The lungs are clear.\n".repeat(20).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> DicomFile.read(text, "row 9"))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "row 9: expected a DICOM file, got bytes that begin like none; leave it out or get the file again");
        assertThatThrownBy(() -> DicomFile.read(new byte[0], "row 9"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("got 0 bytes");
    }

    @Test
    void anErrorNeverShowsTheValue() {
        byte[] file = TestDicom.of(TransferSyntax.EXPLICIT_LITTLE)
                .text(0x20, 0x13, "IS", "Doe^Jane")
                .text(0x08, 0x60, "CS", "DX")
                .file(TransferSyntax.EXPLICIT_LITTLE);
        DataSet data = DicomFile.read(file, "test").data();
        assertThatThrownBy(() -> data.ints(Tag.INSTANCE_NUMBER))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("(0020,0013) InstanceNumber")
                .hasMessageNotContaining("Jane");
    }
}
