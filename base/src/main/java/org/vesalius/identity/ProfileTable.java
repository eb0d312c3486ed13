package org.vesalius.identity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vesalius.dicom.Tag;

/** Table E.1-1 of PS3.15, from the resource {@code ps3.15-table-e.1-1.tsv}, whose first line names the edition. */
final class ProfileTable {
    /** The edition of the standard that the resource was taken from. */
    static final String EDITION = "PS3.15 2026d";

    private static final String RESOURCE = "ps3.15-table-e.1-1.tsv";
    private static final String PRIVATE = "PRIVATE";
    private static final int COLUMNS = 13;

    /**
     * A line of the table.
     *
     * @param options what replaces {@code basic} under an option
     */
    record Row(String keyword, Action basic, Map<ProfileOption, Action> options) {
        Row {
            options = Collections.unmodifiableMap(new EnumMap<>(options));
        }
    }

    private static final Map<String, Row> ROWS = load();

    private ProfileTable() {}

    /** The line of an attribute; private elements and repeating groups share theirs. */
    static Optional<Row> row(Tag tag) {
        if (tag.isPrivate()) {
            return Optional.ofNullable(ROWS.get(PRIVATE));
        }
        return Optional.ofNullable(ROWS.get(key(tag)));
    }

    /** How many lines there are. */
    static int size() {
        return ROWS.size();
    }

    private static String key(Tag tag) {
        String key = "%08X".formatted(tag.code());
        return switch (tag.group() & 0xFF00) {
            // a curve goes as a whole
            case 0x5000 -> "50XXXXXX";
            case 0x6000 -> "60XX" + key.substring(4);
            default -> key;
        };
    }

    private static Map<String, Row> load() {
        Map<String, Row> rows = new HashMap<>(1024);
        List<String> head = List.of();
        for (String line : lines()) {
            List<String> cells = List.of(line.split("\t", -1));
            if (cells.size() != COLUMNS) {
                throw new IllegalStateException(RESOURCE + ": a line without " + COLUMNS + " cells");
            }
            if (head.isEmpty()) {
                head = cells;
            } else {
                rows.put(cells.getFirst(), row(head, cells));
            }
        }
        return rows;
    }

    private static Row row(List<String> head, List<String> cells) {
        Map<ProfileOption, Action> options = new EnumMap<>(ProfileOption.class);
        for (ProfileOption option : ProfileOption.values()) {
            int column = head.indexOf(option.column());
            if (column >= 0 && !cells.get(column).equals("-")) {
                options.put(option, Action.of(cells.get(column)));
            }
        }
        return new Row(cells.get(1), Action.of(cells.get(2)), options);
    }

    private static List<String> lines() {
        try (InputStream in = ProfileTable.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the class path");
            }
            List<String> lines = new ArrayList<>();
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(lines::add);
            return lines;
        } catch (IOException e) {
            throw new IllegalStateException(RESOURCE + " cannot be read", e);
        }
    }
}
