package org.vesalius.dataset;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;

/**
 * The first sheet of an Excel workbook ({@code .xlsx}), read row by row, with a header in its first row. The texts that the cells share are held, as the format demands; documents with a type
 * declaration are refused, and so are parts that unpack to more than {@value #LARGEST} bytes.
 *
 * <p>Source: ECMA-376 part 1, sections 18.3 (worksheets) and 18.4 (shared strings).
 */
final class Sheet implements AutoCloseable, Iterable<Sheet.Row> {
    private static final long LARGEST = 1L << 28;
    private static final int MOST_TEXTS = 1 << 21;
    private static final int MOST_COLUMNS = 1 << 14;
    private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private final String name;
    private final ZipFile zip;
    private final List<String> texts;
    private final XMLStreamReader in;
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private int number;
    private @Nullable List<String> ahead;

    private Sheet(String name, ZipFile zip) throws IOException, XMLStreamException {
        this.name = name;
        this.zip = zip;
        this.texts = texts();
        this.in = part(firstSheet());
        List<String> header = nextCells();
        for (int i = 0; header != null && i < header.size(); i++) {
            columns.putIfAbsent(header.get(i).strip(), i);
        }
        ahead = nextCells();
    }

    /**
     * Opens a workbook; {@code name} stands for it in messages.
     *
     * @throws InputException when the file is none
     */
    static Sheet open(Path file, String name) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException | EOFException e) {
            throw new InputException(
                    name + ": expected an Excel workbook (.xlsx), got another file; save it as .xlsx", e);
        }
        boolean opened = false;
        try {
            Sheet sheet = new Sheet(name, zip);
            opened = true;
            return sheet;
        } catch (XMLStreamException e) {
            throw damaged(name, e);
        } finally {
            if (!opened) {
                zip.close();
            }
        }
    }

    private static InputException damaged(String name, Exception cause) {
        return new InputException(name + ": not a whole Excel workbook; save it again", cause);
    }

    /** A row under the header. */
    final class Row {
        private final int number;
        private final List<String> cells;

        Row(int number, List<String> cells) {
            this.number = number;
            this.cells = cells;
        }

        /** From 1, the header not counted. */
        int number() {
            return number;
        }

        /** How messages call it. */
        String where() {
            return name + ", row " + number;
        }

        /** The cell without blanks around it; empty where column or cell are absent. */
        String get(String column) {
            Integer place = columns.get(column);
            return place == null || place >= cells.size()
                    ? ""
                    : cells.get(place).strip();
        }
    }

    /** The names in the first row. */
    List<String> header() {
        return List.copyOf(columns.keySet());
    }

    /** Says at once which columns are missing. */
    Sheet require(String... needed) {
        for (String column : needed) {
            if (!columns.containsKey(column)) {
                throw InputException.of(
                        name, "the column '" + column + "'", "the columns " + columns.keySet(), "check the first row");
            }
        }
        return this;
    }

    @Override
    public Iterator<Row> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return ahead != null;
            }

            @Override
            public Row next() {
                List<String> cells = ahead;
                if (cells == null) {
                    throw new NoSuchElementException();
                }
                try {
                    ahead = nextCells();
                } catch (XMLStreamException e) {
                    throw damaged(name, e);
                }
                return new Row(++number, cells);
            }
        };
    }

    private XMLStreamReader part(String entryName) throws IOException, XMLStreamException {
        ZipEntry entry = zip.getEntry(entryName);
        if (entry == null) {
            throw InputException.of(name, "the part " + entryName, "none", "save it again as .xlsx");
        }
        return Xml.open(new Limited(zip.getInputStream(entry), name));
    }

    /** Ends with an error before a small file can fill the memory. */
    private static final class Limited extends FilterInputStream {
        private final String name;
        private long left = LARGEST;

        Limited(InputStream in, String name) {
            super(in);
            this.name = name;
        }

        @Override
        public int read() throws IOException {
            return count(super.read(), 1);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int n = super.read(bytes, from, length);
            return count(n, Math.max(0, n));
        }

        private int count(int result, int read) {
            left -= read;
            if (left < 0) {
                throw InputException.of(
                        name, "parts of at most " + LARGEST + " bytes", "a larger one", "split the sheet");
            }
            return result;
        }
    }

    private String firstSheet() throws IOException, XMLStreamException {
        if (zip.getEntry("xl/_rels/workbook.xml.rels") == null) {
            return "xl/worksheets/sheet1.xml";
        }
        Map<String, String> targets = new HashMap<>();
        XMLStreamReader rels = part("xl/_rels/workbook.xml.rels");
        while (rels.hasNext()) {
            if (next(rels) == XMLStreamConstants.START_ELEMENT
                    && rels.getLocalName().equals("Relationship")) {
                targets.put(attribute(rels, "Id"), attribute(rels, "Target"));
            }
        }
        XMLStreamReader book = part("xl/workbook.xml");
        while (book.hasNext()) {
            if (next(book) == XMLStreamConstants.START_ELEMENT
                    && book.getLocalName().equals("sheet")) {
                for (int i = 0; i < book.getAttributeCount(); i++) {
                    String target = targets.get(book.getAttributeValue(i));
                    if (book.getAttributeLocalName(i).equals("id") && target != null) {
                        return target.startsWith("/") ? target.substring(1) : "xl/" + target;
                    }
                }
            }
        }
        return "xl/worksheets/sheet1.xml";
    }

    private static String attribute(XMLStreamReader xml, String named) {
        String value = xml.getAttributeValue(null, named);
        return value == null ? "" : value;
    }

    private int next(XMLStreamReader xml) throws XMLStreamException {
        int event = xml.next();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw InputException.of(name, "plain parts", "one with a type declaration or entities", "do not trust it");
        }
        return event;
    }

    private List<String> texts() throws IOException, XMLStreamException {
        List<String> shared = new ArrayList<>();
        if (zip.getEntry("xl/sharedStrings.xml") == null) {
            return shared;
        }
        XMLStreamReader xml = part("xl/sharedStrings.xml");
        while (xml.hasNext()) {
            if (next(xml) == XMLStreamConstants.START_ELEMENT
                    && xml.getLocalName().equals("si")) {
                shared.add(runs(xml, "si"));
                if (shared.size() > MOST_TEXTS) {
                    throw InputException.of(name, "at most " + MOST_TEXTS + " texts", "more", "split the sheet");
                }
            }
        }
        return shared;
    }

    /** The text up to the end of an element: its runs one after another, without how they are pronounced. */
    private String runs(XMLStreamReader xml, String end) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        int spoken = 0;
        while (true) {
            int event = next(xml);
            String element = event == XMLStreamConstants.START_ELEMENT || event == XMLStreamConstants.END_ELEMENT
                    ? xml.getLocalName()
                    : "";
            if (event == XMLStreamConstants.START_ELEMENT && element.equals("rPh")) {
                spoken++;
            } else if (event == XMLStreamConstants.START_ELEMENT && element.equals("t")) {
                String run = xml.getElementText();
                text.append(spoken == 0 ? run : "");
            } else if (event == XMLStreamConstants.END_ELEMENT && element.equals("rPh")) {
                spoken--;
            } else if (event == XMLStreamConstants.END_ELEMENT && element.equals(end)) {
                return unescaped(text.toString());
            }
        }
    }

    private static String unescaped(String text) {
        return text.indexOf("_x") < 0
                ? text
                : ESCAPE.matcher(text)
                        .replaceAll(hit ->
                                Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(hit.group(1), 16))));
    }

    /** The cells of the next row that has any, or null at the end. */
    private @Nullable List<String> nextCells() throws XMLStreamException {
        while (in.hasNext()) {
            if (next(in) == XMLStreamConstants.START_ELEMENT
                    && in.getLocalName().equals("row")) {
                List<String> cells = row();
                if (cells.stream().anyMatch(cell -> !cell.isBlank())) {
                    return cells;
                }
            }
        }
        return null;
    }

    private List<String> row() throws XMLStreamException {
        List<String> cells = new ArrayList<>();
        while (true) {
            int event = next(in);
            if (event == XMLStreamConstants.END_ELEMENT && in.getLocalName().equals("row")) {
                return cells;
            }
            if (event == XMLStreamConstants.START_ELEMENT && in.getLocalName().equals("c")) {
                int place = place(attribute(in, "r"), cells.size());
                while (cells.size() <= place) {
                    cells.add("");
                }
                cells.set(place, cell(attribute(in, "t")));
            }
        }
    }

    /** {@code AB12} is in column 27, counted from 0; a cell that does not say follows the one before. */
    private int place(String reference, int following) {
        int column = 0;
        for (int i = 0; i < reference.length() && Character.isLetter(reference.charAt(i)); i++) {
            column = column * 26 + Character.toUpperCase(reference.charAt(i)) - 'A' + 1;
            if (column > MOST_COLUMNS) {
                throw InputException.of(name, "at most " + MOST_COLUMNS + " columns", "more", "split the sheet");
            }
        }
        return column == 0 ? following : column - 1;
    }

    private String cell(String type) throws XMLStreamException {
        String text = "";
        while (true) {
            int event = next(in);
            if (event == XMLStreamConstants.END_ELEMENT && in.getLocalName().equals("c")) {
                return text;
            }
            if (event == XMLStreamConstants.START_ELEMENT && in.getLocalName().equals("v")) {
                String value = in.getElementText();
                text = type.equals("s") ? shared(value) : type.equals("str") ? unescaped(value) : value;
            } else if (event == XMLStreamConstants.START_ELEMENT
                    && in.getLocalName().equals("is")) {
                text = runs(in, "is");
            }
        }
    }

    private String shared(String index) {
        try {
            return texts.get(Integer.parseInt(index.strip()));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw damaged(name, e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
