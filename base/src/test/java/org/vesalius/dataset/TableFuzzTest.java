package org.vesalius.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.xml.stream.XMLStreamException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.fuzz.Fuzz;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;

/** Damaged tables, lines, documents and archives give rows, problems, or one clear error. */
class TableFuzzTest {
    private static final String REPORT =
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><eCitation><uId id=\"CXR1\"/><Abstract><AbstractText Label=\"FINDINGS\">Made up &amp; more.</AbstractText></Abstract><MeSH><major>normal</major></MeSH><parentImage id=\"CXR1_1\"/></eCitation>";

    @TempDir
    Path dir;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Path written(String name, byte[] bytes) throws IOException {
        return Files.write(dir.resolve(name), bytes);
    }

    @Test
    void tables() {
        Fuzz.of("csv", bytes -> {
                    try (Table table = Table.open(written("t.csv", bytes), "t.csv")) {
                        for (Table.Row row : table) {
                            assertThat(row.get("a") + row.get("b") + row.where())
                                    .isNotNull();
                            assertThat(row.cells()).isNotEmpty();
                        }
                    }
                })
                .seed("plain", bytes("a,b\n1,2\n3,4\n"))
                .seed("quoted", bytes("\uFEFFa,\"b\"\r\n\"x \"\"y\"\"\nz\",\u00e9\r\n,\r\n"))
                .memory(2 << 20, 256)
                .run(2500);
    }

    @Test
    void packedTables() throws IOException {
        byte[] packed = gzip(bytes("a,b\n1,2\n3,4\n"));
        Fuzz.of("csv.gz", bytes -> {
                    List<String> cells = new ArrayList<>();
                    try (Table table = Table.open(written("t.csv.gz", bytes), "t.csv.gz")) {
                        table.forEach(row -> cells.addAll(row.cells()));
                    }
                    // a broken check sum shows at the end
                    // a file behind another is one file of both (RFC 1952)
                    assertThat(cells.subList(0, 4)).containsExactly("1", "2", "3", "4");
                })
                .seed("table", packed)
                .memory(2 << 20, 8192)
                .run(1500);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    @Test
    void lines() {
        Fuzz.of("jsonl", bytes -> {
                    List<Problem> problems = new ArrayList<>();
                    JsonRows.lines(
                            written("t.jsonl", bytes),
                            "t.jsonl",
                            (row, where) -> assertThat(JsonRows.text(row, "a")).isNotNull(),
                            problems::add);
                })
                .seed("two", bytes("{\"a\": 1, \"b\": [\"x\", {\"c\": null}]}\n\n{\"a\": \"\\u00e9\"}\n"))
                .memory(2 << 20, 1024)
                .run(2500);
    }

    @Test
    void lists() {
        Fuzz.of("json", bytes -> {
                    List<Problem> problems = new ArrayList<>();
                    Path file = written("t.json", bytes);
                    JsonRows.entries(file, (name, entry) -> assertThat(name).isNotNull());
                    JsonRows.list(
                            file, "t.json", (row, where) -> assertThat(row).isNotNull(), problems::add);
                })
                .seed("list", bytes("[{\"a\": 1}, {\"a\": [[[]]], \"b\": \"x\"}]"))
                .memory(2 << 20, 1024)
                .run(2500);
    }

    @Test
    void documents() {
        Fuzz.of("xml", bytes -> {
                    try {
                        OpenIReport report = OpenIReport.parse(bytes);
                        assertThat(report.images()).doesNotContainNull();
                    } catch (XMLStreamException e) {
                        throw new InputException("refused", e);
                    }
                })
                .seed("report", bytes(REPORT))
                .seed(
                        "entities",
                        bytes(
                                "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;\">]><a><uId id=\"1\"/></a>"))
                .memory(2 << 20, 2048)
                .run(2500);
    }

    @Test
    void workbooks() throws IOException {
        Path file = dir.resolve("t.xlsx");
        TinyXlsx.write(file, List.of(List.of("Image", "Description"), List.of("a.png", "Made up.")));
        Fuzz.of("xlsx", bytes -> {
                    try (Sheet sheet = Sheet.open(written("t.xlsx", bytes), "t.xlsx")) {
                        for (Sheet.Row row : sheet) {
                            assertThat(row.get("Image")).isNotNull();
                        }
                    }
                })
                .seed("book", Files.readAllBytes(file))
                .memory(4 << 20, 8192)
                .run(1000);
        // the same parts, damaged before they are packed
        String sheet =
                "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>Image</v></c></row><row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\"><v>1.5</v></c></row></sheetData></worksheet>";
        Fuzz.of("sheet", bytes -> {
                    String part = new String(bytes, StandardCharsets.ISO_8859_1);
                    TinyXlsx.parts(
                            file,
                            Map.of(
                                    "xl/worksheets/sheet1.xml",
                                    part,
                                    "xl/sharedStrings.xml",
                                    "<sst><si><t>a</t></si></sst>"));
                    try (Sheet open = Sheet.open(file, "t.xlsx")) {
                        for (Sheet.Row row : open) {
                            assertThat(row.get("Image")).isNotNull();
                        }
                    }
                })
                .seed("sheet", bytes(sheet))
                .memory(4 << 20, 8192)
                .run(1000);
    }

    @Test
    void archives() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(out)) {
            for (String name : List.of("ecgen-radiology/1.xml", "ecgen-radiology/2.xml")) {
                TarArchiveEntry entry = new TarArchiveEntry(name);
                byte[] report = bytes(REPORT.replace("CXR1\"", "CXR" + name.charAt(16) + "\""));
                entry.setSize(report.length);
                tar.putArchiveEntry(entry);
                tar.write(report);
                tar.closeArchiveEntry();
            }
        }
        Fuzz.of("tgz", bytes -> {
                    written("NLMCXR_reports.tgz", gzip(bytes));
                    ReadAll.of(new OpenI(), dir)
                            .studies()
                            .forEach(study -> assertThat(study.studyId()).isNotBlank());
                })
                .seed("reports", out.toByteArray())
                .memory(16 << 20, 4096)
                .run(800);
    }

    @Test
    void pickledRows() {
        byte[] rows = new TinyPickle()
                .row(Map.of("question", "Is it?", "answer", "yes", "target", Map.of("a", 0.5)))
                .bytes();
        Fuzz.of(
                        "pickled rows",
                        bytes -> PlainPickle.rows(
                                written("t.pkl", bytes),
                                "t.pkl",
                                (row, where) -> assertThat(row.isObject()).isTrue()))
                .seed("rows", rows)
                .memory(1 << 20, 2048)
                .run(2500);
    }
}
