package org.vesalius.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small workbooks as Excel writes them: shared texts with how they are pronounced, and a sheet under another name than the first. */
final class TinyXlsx {
    private static final String NS = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";

    private TinyXlsx() {}

    static void write(Path file, List<List<String>> rows) throws IOException {
        List<String> texts = new ArrayList<>();
        StringBuilder sheet = new StringBuilder("<?xml version=\"1.0\"?><worksheet " + NS + "><sheetData>");
        for (int r = 0; r < rows.size(); r++) {
            sheet.append("<row r=\"").append(r + 1).append("\">");
            for (int c = 0; c < rows.get(r).size(); c++) {
                String cell = rows.get(r).get(c);
                if (!cell.isEmpty()) {
                    sheet.append("<c r=\"%c%d\" t=\"s\"><v>%d</v></c>".formatted('A' + c, r + 1, texts.size()));
                    texts.add(cell);
                }
            }
            sheet.append("</row>");
        }
        StringBuilder shared = new StringBuilder("<?xml version=\"1.0\"?><sst " + NS + ">");
        for (String text : texts) {
            int half = text.length() / 2;
            shared.append("<si><r><t xml:space=\"preserve\">" + text.substring(0, half) + "</t></r><r><t>"
                    + text.substring(half) + "</t></r><rPh sb=\"0\" eb=\"1\"><t>spoken</t></rPh></si>");
        }
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put(
                "xl/workbook.xml",
                "<workbook " + NS
                        + " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId7\"/></sheets></workbook>");
        parts.put(
                "xl/_rels/workbook.xml.rels",
                "<Relationships><Relationship Id=\"rId7\" Target=\"worksheets/sheet9.xml\"/></Relationships>");
        parts.put(
                "xl/worksheets/sheet9.xml",
                sheet.append("</sheetData></worksheet>").toString());
        parts.put("xl/sharedStrings.xml", shared.append("</sst>").toString());
        parts(file, parts);
    }

    static void parts(Path file, Map<String, String> parts) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }
}
