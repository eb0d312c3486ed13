package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;

class GroupsTest {
    private static final int MILLION = 1_000_000;

    @TempDir
    Path dir;

    private Path table(String name, String... rows) throws IOException {
        return Files.writeString(dir.resolve(name), "k,v\n" + String.join("\n", rows) + "\n");
    }

    private static String key(Table.Row row) {
        return row.get("k");
    }

    private static String all(Groups groups) {
        StringBuilder text = new StringBuilder();
        for (Groups.Group group = groups.next(); group != null; group = groups.next()) {
            text.append(group.key()).append(values(group.rows())).append(' ');
        }
        return text.toString();
    }

    private static List<String> values(List<Table.Row> rows) {
        return rows.stream().map(row -> row.get("v")).toList();
    }

    @Test
    void rowsOfOneKeyStandTogetherInAnyOrderOfTheTable() throws IOException {
        try (Groups natural = Groups.open(table("n.csv", "s2,a", "s2,b", "s10,c"), GroupsTest::key);
                Groups plain = Groups.open(table("p.csv", "s10,c", "s2,a", "s2,b"), GroupsTest::key);
                Groups none = Groups.open(table("x.csv", "s2,a", "s10,c", "s2,b", "s1,d"), GroupsTest::key)) {
            assertEquals("s2[a, b] s10[c] ", all(natural));
            assertEquals("s10[c] s2[a, b] ", all(plain));
            assertEquals("s1[d] s10[c] s2[a, b] ", all(none));
        }
    }

    @Test
    void rowsThatStandTogetherStayInTheOrderOfTheTable() throws IOException {
        try (Groups groups = Groups.open(
                        table("t.csv", "p1/s1,a", "p2/s2,b", "p2/s1,c", "p2/s1,d", "p3/s1,e"), GroupsTest::key);
                Groups side = groups.beside(table("s.csv", "p3/s1,z", "p1/s1,x", "p2/s1,y"), GroupsTest::key)) {
            assertEquals(List.of("x"), values(side.take("p1/s1")));
            assertEquals(List.of(), values(side.take("p2/s2")));
            assertEquals(List.of("y"), values(side.take("p2/s1")));
            assertEquals("p1/s1[a] p2/s2[b] p2/s1[c, d] p3/s1[e] ", all(groups));
        }
    }

    /** 60,000 rows, those of a key 20,000 rows apart: a sixty-fourth of them is held at a time, and no temporary file is left. */
    @Test
    void aLongTableWithoutOrderIsHeldInParts() throws IOException {
        StringBuilder text = new StringBuilder("k,v\n");
        for (int i = 0; i < 60_000; i++) {
            text.append('s')
                    .append((i * 7919L) % 20_000)
                    .append(",\"")
                    .append(i)
                    .append("\na\"\n");
        }
        Path file = Files.writeString(dir.resolve("x.csv"), text);
        List<WeakReference<Table.Row>> watched = new ArrayList<>();
        int rows = 0;
        int groupsSeen = 0;
        try (Groups groups = Groups.open(file, GroupsTest::key, "k")) {
            for (Groups.Group group = groups.next(); group != null; group = groups.next()) {
                assertEquals(3, group.rows().size());
                Table.Row row = group.rows().getFirst();
                assertEquals(row.number() - 1 + "\na", row.get("v"));
                assertTrue(row.where().startsWith("x.csv, row "), row.where());
                watched.add(new WeakReference<>(row));
                rows += group.rows().size();
                groupsSeen++;
            }
            System.gc();
            long live = watched.stream().filter(seen -> seen.get() != null).count();
            assertTrue(live <= 20_000 / 64 * 2, live + " rows are still held");
            assertNull(groups.next());
        }
        assertEquals(60_000, rows);
        assertEquals(20_000, groupsSeen);
    }

    @Test
    void tablesAreJoinedWhateverTheirOrderAndWhatIsLeftIsReported() throws IOException {
        Path driver = table("d.csv", "s2,-", "s10,-", "s11,-");
        for (String[] rows : List.of(
                new String[] {"s1,x", "s2,a", "s2,b", "s11,c"},
                new String[] {"s11,c", "s2,a", "s1,x", "s2,b"},
                new String[] {"s1,x", "s11,c", "s2,a", "s2,b"})) {
            try (Groups films = Groups.open(driver, GroupsTest::key);
                    Groups side = films.beside(table("s.csv", rows), GroupsTest::key)) {
                List<String> joined = new ArrayList<>();
                for (Groups.Group film = films.next(); film != null; film = films.next()) {
                    joined.add(film.key() + values(side.take(film.key())));
                }
                assertEquals(List.of("s2[a, b]", "s10[]", "s11[c]"), joined);
                List<Problem> problems = new ArrayList<>();
                side.unmatched("film", problems::add);
                assertEquals("1 rows have no film", problems.getFirst().reason());
            }
        }
    }

    @Test
    void aHeldTableIsAskedInAnyOrder() throws IOException {
        try (Groups held = Groups.held(table("h.csv", "1,a", "2,b", "1,c"), GroupsTest::key, "k")) {
            assertEquals(List.of("b"), values(held.take("2")));
            assertEquals(List.of("a", "c"), values(held.take("1")));
            assertEquals(0, held.left());
        }
    }

    @Test
    void rowsWithoutAKeyAreLeftAndATableThatIsNotThereIsEmpty() throws IOException {
        try (Groups groups = Groups.open(table("t.csv", ",a", "1,b", ",c"), GroupsTest::key);
                Groups nothing = groups.beside(null, GroupsTest::key)) {
            assertEquals("1[b] ", all(groups));
            assertEquals(2, groups.left());
            assertEquals(List.of(), nothing.take("1"));
            assertEquals(0, nothing.left());
            assertNull(groups.next());
        }
    }

    @Test
    void aZippedTableIsReadAndOneThatIsNotZippedIsRefused() throws IOException {
        Path zipped = dir.resolve("z.csv.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write("k,v\n1,a\n".getBytes(StandardCharsets.UTF_8));
        }
        try (Groups groups = Groups.open(zipped, GroupsTest::key, "k")) {
            assertEquals("1[a] ", all(groups));
        }
        Path plain = Files.writeString(dir.resolve("p.csv.gz"), "k,v\n");
        assertThrows(InputException.class, () -> Groups.open(plain, GroupsTest::key));
        assertThrows(InputException.class, () -> Groups.open(zipped, GroupsTest::key, "patient"));
    }

    /** A row that the table still held after a million others would be seen here: of 100 watched rows no more than the last live on. */
    @Test
    void aTableOfAMillionRowsIsHeldRowByRow() throws IOException {
        Path file = dir.resolve("million.csv.gz");
        try (var out = new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8))) {
            out.write("k,v\n");
            for (int i = 0; i < MILLION; i++) {
                out.write("s");
                out.write(Integer.toString(i / 2));
                out.write(",\"a, b\"\n");
            }
        }
        List<WeakReference<Table.Row>> watched = new ArrayList<>();
        int rows = 0;
        try (Groups groups = Groups.open(file, GroupsTest::key)) {
            for (Groups.Group group = groups.next(); group != null; group = groups.next()) {
                if (rows % (MILLION / 100) == 0) {
                    watched.add(new WeakReference<>(group.rows().getFirst()));
                }
                rows += group.rows().size();
            }
            System.gc();
            long live = watched.stream().filter(row -> row.get() != null).count();
            assertNull(groups.next());
            assertEquals(MILLION, rows);
            assertEquals(100, watched.size());
            assertTrue(live <= 1, live + " rows are still held");
        }
    }
}
