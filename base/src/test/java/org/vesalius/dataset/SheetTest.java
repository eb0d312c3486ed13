package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.io.InputException;

class SheetTest {
    @TempDir
    Path dir;

    private List<String> cells(Path file, String column) throws IOException {
        List<String> cells = new ArrayList<>();
        try (Sheet sheet = Sheet.open(file, "a.xlsx")) {
            for (Sheet.Row row : sheet) {
                cells.add(row.where() + ": " + row.get(column));
            }
        }
        return cells;
    }

    private Path sheet(String rows) throws IOException {
        Path file = dir.resolve("plain.xlsx");
        TinyXlsx.parts(
                file, Map.of("xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"));
        return file;
    }

    @Test
    void sharedTextsAreTheirRunsWithoutHowTheyAreSpoken() throws IOException {
        Path file = dir.resolve("a.xlsx");
        TinyXlsx.write(
                file,
                List.of(
                        List.of("Image", "Description"),
                        List.of("a.png", "Two areas."),
                        List.of("", ""),
                        List.of("b.png")));
        assertEquals(List.of("a.xlsx, row 1: Two areas.", "a.xlsx, row 2: "), cells(file, "Description"));
        assertEquals(List.of("a.xlsx, row 1: a.png", "a.xlsx, row 2: b.png"), cells(file, "Image"));
    }

    @Test
    void cellsMayHoldTheirTextBeOmittedAndComeWithoutPlace() throws IOException {
        Path file = sheet("""
                <row><c t="inlineStr"><is><t>a</t></is></c><c t="str"><f>X()</f><v>b</v></c><c r="AA1" t="inlineStr"><is><t>far</t></is></c></row>
                <row><c r="B2"><v>4.5</v></c><c r="AA2" t="inlineStr"><is><t>line_x000A_end</t></is></c></row>""");
        assertEquals(List.of("a.xlsx, row 1: "), cells(file, "a"));
        assertEquals(List.of("a.xlsx, row 1: 4.5"), cells(file, "b"));
        assertEquals(List.of("a.xlsx, row 1: line\nend"), cells(file, "far"));
    }

    @Test
    void aTypeDeclarationIsRefused() throws IOException {
        Path file = dir.resolve("a.xlsx");
        TinyXlsx.parts(
                file,
                Map.of(
                        "xl/worksheets/sheet1.xml",
                        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&e;</t></is></c></row></sheetData></worksheet>"));
        assertThrows(InputException.class, () -> cells(file, "a"));
    }

    @Test
    void aPartThatUnpacksWithoutEndIsRefused() throws IOException {
        Path file = sheet("<row><c t=\"inlineStr\"><is><t>a</t></is></c></row>" + " ".repeat(1 << 20));
        assertEquals(List.of(), cells(file, "a"));
        Path bomb = dir.resolve("bomb.xlsx");
        try (var zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
            zip.write("<worksheet><sheetData>".getBytes(StandardCharsets.US_ASCII));
            byte[] blanks = new byte[1 << 20];
            Arrays.fill(blanks, (byte) ' ');
            for (int i = 0; i < 257; i++) {
                zip.write(blanks);
            }
        }
        assertTrue(Files.size(bomb) < 1 << 20);
        assertTrue(assertThrows(InputException.class, () -> cells(bomb, "a"))
                .toString()
                .contains("at most"));
    }

    @Test
    void whatIsNoWorkbookSaysSo() throws IOException {
        Path file = Files.writeString(dir.resolve("a.xlsx"), "Image,Description\n");
        assertThrows(InputException.class, () -> Sheet.open(file, "a.xlsx"));
        Path row = sheet("<row><c t=\"s\"><v>7</v></c></row>");
        assertThrows(InputException.class, () -> cells(row, "a"));
        Path cut = sheet("<row><c t=\"inlineStr\"><is><t>a</t></is></c></row><row><c>");
        assertThrows(InputException.class, () -> cells(cut, "a"));
    }
}
