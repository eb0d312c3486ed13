package org.vesalius.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text in the character sets of PS3.3 C.12.1.1.2; the bytes are those of the standard's own examples (PS3.5 annexes H to K) where it has one. */
class CharacterSetsTest {
    private static String decoded(String sets, String hex, Vr vr) {
        return CharacterSets.decode(HexFormat.of().parseHex(hex.replace(" ", "")), List.of(sets.split("\\\\", -1)), vr);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "ISO_IR 100, 42 75 63 5E 4A E9 72 F4 6D 65, Buc^Jérôme",
        "ISO_IR 101, 57 61 B3 EA 73 61, Wałęsa",
        "ISO_IR 109, A1 E6, Ħĉ",
        "ISO_IR 110, C0 E6 F7, Āæ÷",
        "ISO_IR 144, BB EE DA 63 65 DC D1 79 70 D3, Люкceмбypг",
        "ISO_IR 127, E2 C8 C7 E6 EA 5E E4 E6 D2 C7 D1, قباني^لنزار",
        "ISO_IR 126, C4 E9 EF ED F5 F3 E9 EF F2, Διονυσιος",
        "ISO_IR 138, F9 F8 E5 EF 5E E3 E1 E5 F8 E4, שרון^דבורה",
        "ISO_IR 148, DD FE D0, İşĞ",
        "ISO_IR 203, A4 BD, €œ",
        "ISO_IR 166, A1 D2 C3, การ",
        "ISO_IR 13, D4 CF C0 DE 5E C0 DB B3, ﾔﾏﾀﾞ^ﾀﾛｳ",
        // annex J
        "ISO_IR 192, 57 61 6E 67 5E 58 69 61 6F 44 6F 6E 67 3D E7 8E 8B 5E E5 B0 8F E6 9D B1, Wang^XiaoDong=王^小東",
        "GB18030, 57 61 6E 67 5E 58 69 61 6F 44 6F 6E 67 3D CD F5 5E D0 A1 B6 AB, Wang^XiaoDong=王^小东",
        // a character outside of the first plane, four bytes
        "GB18030, 95 32 82 36, 𠀀",
        "GBK, CD F5, 王"
    })
    void aSingleSetHoldsForTheWholeText(String set, String hex, String text) {
        assertThat(decoded(set, hex, Vr.PN)).isEqualTo(text);
        assertThat(decoded(set, hex, Vr.LO)).isEqualTo(text);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource({
        // H.3.1: the third group has the bytes of "^" inside of a character
        "\\ISO 2022 IR 87, 59 61 6D 61 64 61 5E 54 61 72 6F 75 3D 1B 24 42 3B 33 45 44 1B 28 42 5E 1B 24 42 42 40 4F 3A 1B 28 42 3D 1B 24 42 24 64 24 5E 24 40 1B 28 42 5E 1B 24 42 24 3F 24 6D 24 26 1B 28 42, Yamada^Tarou=山田^太郎=やまだ^たろう",
        // H.3.2: katakana first, back to it by ISO-IR 14
        "ISO 2022 IR 13\\ISO 2022 IR 87, D4 CF C0 DE 5E C0 DB B3 3D 1B 24 42 3B 33 45 44 1B 28 4A 5E 1B 24 42 42 40 4F 3A 1B 28 4A 3D 1B 24 42 24 64 24 5E 24 40 1B 28 4A 5E 1B 24 42 24 3F 24 6D 24 26 1B 28 4A, ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
        // JIS X 0212
        "\\ISO 2022 IR 159, 1B 24 28 44 30 21 1B 28 42 61, 丂a",
        // I.2
        "\\ISO 2022 IR 149, 48 6F 6E 67 5E 47 69 6C 64 6F 6E 67 3D 1B 24 29 43 FB F3 5E 1B 24 29 43 D1 CE D4 D7 3D 1B 24 29 43 C8 AB 5E 1B 24 29 43 B1 E6 B5 BF, Hong^Gildong=洪^吉洞=홍^길동",
        // K.2
        "\\ISO 2022 IR 58, 5A 68 61 6E 67 5E 58 69 61 6F 44 6F 6E 67 3D 1B 24 29 41 D5 C5 5E 1B 24 29 41 D0 A1 B6 AB 3D, Zhang^XiaoDong=张^小东=",
        // Latin first, then Greek, then Cyrillic, each in its group
        "ISO 2022 IR 100\\ISO 2022 IR 126\\ISO 2022 IR 144, 4A E9 3D 1B 2D 46 C4 E9 3D 1B 2D 4C BB EE, Jé=Δι=Лю",
        "ISO 2022 IR 100\\ISO 2022 IR 127\\ISO 2022 IR 138\\ISO 2022 IR 166, E9 3D 1B 2D 47 E2 3D 1B 2D 48 F9 5E 1B 2D 54 A1, é=ق=ש^ก",
        "\\ISO 2022 IR 101\\ISO 2022 IR 203, 1B 2D 42 B3 3D 1B 2D 62 A4, ł=€"
    })
    void escapesChangeTheSetWithinAName(String sets, String hex, String text) {
        assertThat(decoded(sets, hex, Vr.PN)).isEqualTo(text);
    }

    // I.3 and K.3: text of several lines, where each line begins anew
    @Test
    void linesBeginAnew() {
        String hex = "1B2429435468652031737420" + "6C696E6520696E636C7564657320B1E6B5BF2E0D0A"
                + "1B242943546865203264206C696E65206861732069742C20746F6F3A20B1E6B5BF2E0D0A54686520337264206C696E65";
        assertThat(decoded("\\ISO 2022 IR 149", hex, Vr.LT))
                .isEqualTo("The 1st line includes 길동.\r\nThe 2d line has it, too: 길동.\r\nThe 3rd line");
        String chinese = "312E1B242941B5DAD2BBD0D0CEC4D7D6A1A30D0A322E1B242941B5DAB6FED0D0CEC4D7D6A1A30D0A";
        assertThat(decoded("\\ISO 2022 IR 58", chinese, Vr.UT)).isEqualTo("1.第一行文字。\r\n2.第二行文字。\r\n");
        // kanji that are not ended end with their line
        assertThat(decoded("\\ISO 2022 IR 87", "1B24423B33 0D0A 41", Vr.LT)).isEqualTo("山\r\nA");
    }

    @ParameterizedTest
    @CsvSource({
        // Latin, Greek, and after the delimiter the same byte is Latin again
        "PN, 1B 2D 46 C4 5E C4, Δ^Ä",
        "LO, 1B 2D 46 C4 5C C4, Δ\\Ä",
        "LT, 1B 2D 46 C4 09 C4, Δ\tÄ",
        // which are no delimiters there
        "LO, 1B 2D 46 C4 5E C4, Δ^Δ",
        "UT, 1B 2D 46 C4 5C C4, Δ\\Δ"
    })
    void delimitersOfTheRepresentationBringTheFirstSetBack(Vr vr, String hex, String text) {
        assertThat(decoded("ISO 2022 IR 100\\ISO 2022 IR 126", hex, vr).replace("\t", "\\t"))
                .isEqualTo(text.replace("\t", "\\t"));
    }

    @Test
    void aBackslashInsideOfACharacterIsNoDelimiter() {
        // the second byte of 誠 in GB18030 is 5C; of the kanji 構 it is 3D, and 40 5C is one, too
        byte[] file = TestDicom.of(TransferSyntax.EXPLICIT_LITTLE)
                .text(0x08, 0x05, "CS", "GB18030")
                .put(0x08, 0x1030, "LO", HexFormat.of().parseHex("D55C5C4142"))
                .text(0x08, 0x60, "CS", "DX")
                .file(TransferSyntax.EXPLICIT_LITTLE);
        assertThat(DicomFile.read(file, "test").data().strings(Tag.STUDY_DESCRIPTION))
                .hasSize(2)
                .last()
                .isEqualTo("AB");
        assertThat(decoded("\\ISO 2022 IR 87", "1B2442 405C 1B2842", Vr.LO)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "ISO-IR 100, é",
        "iso_ir 100, é",
        "ISO IR 100, é",
        "ISO 2022-IR 100, é",
        "ISO_IR 101, é",
        "UTF-8, \uFFFD"
    })
    void termsThatAreWrittenALittleOtherwiseAreUnderstood(String set, String text) {
        assertThat(decoded(set, "E9", Vr.LO)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"'', C3A9, é", "ISO_IR 6, E9, é", "unknown, C3A9, é", "\\ISO 2022 IR 149, C8AB, 홍"})
    void withoutASetThatIsKnownTheBytesDecide(String set, String hex, String text) {
        assertThat(decoded(set, hex, Vr.LO)).isEqualTo(text);
    }

    @Test
    void onlyTextOfPeopleIsInTheNamedSet() {
        assertThat(decoded("ISO_IR 144", "BB", Vr.LO)).isEqualTo("Л");
        assertThat(decoded("ISO_IR 144", "BB", Vr.CS)).isEqualTo("»");
    }

    @Test
    void itemsHaveTheirParentsSetOrTheirOwn() {
        byte[] file = TestDicom.of(TransferSyntax.EXPLICIT_LITTLE)
                .text(0x08, 0x05, "CS", "ISO_IR 144")
                .head(0x08, 0x1140, "SQ", TestDicom.UNDEFINED)
                .item(0xE000, TestDicom.UNDEFINED)
                .put(0x08, 0x0104, "LO", new byte[] {(byte) 0xBB, ' '})
                .item(0xE00D, 0)
                .item(0xE000, TestDicom.UNDEFINED)
                .text(0x08, 0x05, "CS", "ISO_IR 192")
                .put(0x08, 0x0104, "LO", HexFormat.of().parseHex("C396"))
                .item(0xE00D, 0)
                .item(0xE0DD, 0)
                .file(TransferSyntax.EXPLICIT_LITTLE);
        List<DataSet> items = DicomFile.read(file, "test").data().items(Tag.of(0x08, 0x1140));
        assertThat(items.stream().map(item -> item.string(Tag.CODE_MEANING).orElse("")))
                .containsExactly("Л", "Ö");
    }
}
