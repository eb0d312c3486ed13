package org.vesalius.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.Problem;

/**
 * The rows of a table by a key, one group after the other, and tables joined by that key. A table whose rows of a key lie together is streamed, holding one group at a time, however long it is; a long
 * one where they do not goes through {@link Buckets}. A joined table is streamed when it lies in the same order as the first, that of characters or the natural one in which {@code study2} comes before
 * {@code study10}, else it is held.
 */
final class Groups implements AutoCloseable {
    private static final int MANY = 20_000;

    private enum Order {
        PLAIN,
        NATURAL;

        int compare(String a, String b) {
            return this == PLAIN ? a.compareTo(b) : natural(a, b);
        }
    }

    /** Rows of one key, in the order of the table. */
    record Group(String key, List<Table.Row> rows) {}

    private final String name;
    private final @Nullable Order order;
    private final Function<Table.Row, String> key;
    private final @Nullable Table table;
    private final Iterator<Table.Row> rows;
    private final Map<String, List<Table.Row>> held = new TreeMap<>();
    private @Nullable Buckets buckets;
    private Table.@Nullable Row ahead;
    private long passed;

    private Groups(String name, @Nullable Table table, Function<Table.Row, String> key, @Nullable Order order) {
        this.name = name;
        this.table = table;
        this.key = key;
        this.order = order;
        this.rows = table == null ? List.<Table.Row>of().iterator() : table.iterator();
        this.ahead = rows.hasNext() ? rows.next() : null;
    }

    /** The groups of a table, for {@link #next}; {@code key} of a row may be empty, which leaves the row out and counts it as {@link #left}. */
    static Groups open(Path file, Function<Table.Row, String> key, String... columns) throws IOException {
        Arrangement found = Arrangement.of(file, key, columns);
        if (found.orders.isEmpty() && !found.together && found.rows > MANY) {
            Groups groups = new Groups(name(file), null, key, null);
            groups.buckets = Buckets.of(file, key, () -> groups.passed++);
            return groups;
        }
        boolean streamed = !found.orders.isEmpty() || found.together;
        Groups groups =
                new Groups(name(file), Table.open(file), key, found.orders.isEmpty() ? null : found.orders.getFirst());
        if (!streamed) {
            groups.hold();
        }
        return groups;
    }

    /** A table that is asked by {@link #take} for the keys of this one in the order of {@link #next}; one that is not there, null, has no rows. */
    Groups beside(@Nullable Path file, Function<Table.Row, String> sideKey, String... columns) throws IOException {
        if (file == null) {
            return new Groups("", null, sideKey, order);
        }
        if (order == null || !Arrangement.of(file, sideKey, columns).orders.contains(order)) {
            return held(file, sideKey, columns);
        }
        return new Groups(name(file), Table.open(file), sideKey, order);
    }

    /** A table that is asked by {@link #take} for keys in any order, held in memory whole; one that is not there, null, has no rows. */
    static Groups held(@Nullable Path file, Function<Table.Row, String> key, String... columns) throws IOException {
        if (file == null) {
            return new Groups("", null, key, Order.PLAIN);
        }
        Groups groups = new Groups(name(file), Table.open(file).require(columns), key, Order.PLAIN);
        groups.hold();
        return groups;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** How a table lies, found out by reading it, row by row: in which orders, or at least all rows of a key together. */
    private record Arrangement(List<Order> orders, boolean together, long rows) {
        static Arrangement of(Path file, Function<Table.Row, String> key, String... columns) throws IOException {
            List<Order> orders = new ArrayList<>(List.of(Order.NATURAL, Order.PLAIN));
            long rows = 0;
            String before = "";
            try (Table table = Table.open(file).require(columns)) {
                for (Table.Row row : table) {
                    rows++;
                    String now = key.apply(row);
                    String last = before;
                    if (!now.isEmpty() && !now.equals(last)) {
                        orders.removeIf(order -> order.compare(last, now) > 0);
                        before = now;
                    }
                    if (orders.isEmpty() && rows > MANY) {
                        break;
                    }
                }
            }
            return new Arrangement(orders, !orders.isEmpty() || together(file, key), rows);
        }

        /** In a second pass, since a table in order, which is the usual one, needs no memory of its keys. */
        private static boolean together(Path file, Function<Table.Row, String> key) throws IOException {
            Set<Long> seen = new HashSet<>();
            String before = "";
            try (Table table = Table.open(file)) {
                for (Table.Row row : table) {
                    String now = key.apply(row);
                    if (!now.isEmpty() && !now.equals(before) && !seen.add(digest(now))) {
                        return false;
                    }
                    before = now.isEmpty() ? before : now;
                }
            }
            return true;
        }

        /** 64 bits tell keys apart well enough; two that are taken for one only cost the streaming. */
        private static long digest(String key) {
            long hash = 1125899906842597L;
            for (int i = 0; i < key.length(); i++) {
                hash = 31 * hash + key.charAt(i);
            }
            return hash;
        }
    }

    private void hold() {
        for (Table.Row row = ahead; row != null; row = rows.hasNext() ? rows.next() : null) {
            String now = key.apply(row);
            if (now.isEmpty()) {
                passed++;
            } else {
                held.computeIfAbsent(now, _ -> new ArrayList<>()).add(row);
            }
        }
        ahead = null;
    }

    /** The next group; null after the last. */
    @Nullable
    Group next() {
        Buckets dealt = buckets;
        if (held.isEmpty() && dealt != null) {
            try {
                held.putAll(dealt.take());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (!held.isEmpty()) {
            String first = held.keySet().iterator().next();
            List<Table.Row> all = held.remove(first);
            return new Group(first, all == null ? List.of() : all);
        }
        String now = peek();
        return now == null ? null : new Group(now, gather(now));
    }

    /** The rows of one key; keys must be asked for in the order of the table that this one stands beside. */
    List<Table.Row> take(String wanted) {
        List<Table.Row> known = held.remove(wanted);
        if (known != null) {
            return known;
        }
        Order merged = order;
        for (String now = merged == null ? null : peek(); now != null && merged != null; now = peek()) {
            int far = merged.compare(now, wanted);
            if (far > 0) {
                return List.of();
            }
            List<Table.Row> group = gather(now);
            if (far == 0) {
                return group;
            }
            passed += group.size();
        }
        return List.of();
    }

    private @Nullable String peek() {
        while (ahead != null && key.apply(ahead).isEmpty()) {
            passed++;
            ahead = rows.hasNext() ? rows.next() : null;
        }
        return ahead == null ? null : key.apply(ahead);
    }

    private List<Table.Row> gather(String now) {
        List<Table.Row> group = new ArrayList<>();
        while (ahead != null && key.apply(ahead).equals(now)) {
            group.add(ahead);
            ahead = rows.hasNext() ? rows.next() : null;
        }
        return group;
    }

    /** How many rows nobody took; reads to the end. */
    long left() {
        long left = passed + held.values().stream().mapToLong(List::size).sum();
        for (; ahead != null; ahead = rows.hasNext() ? rows.next() : null) {
            left++;
        }
        return left;
    }

    /** Reports rows that nobody took. */
    void unmatched(String partner, Consumer<Problem> problems) {
        long left = left();
        if (left > 0) {
            problems.accept(new Problem(Problem.Kind.UNMATCHED, name, left + " rows have no " + partner));
        }
    }

    @Override
    public void close() throws IOException {
        if (table != null) {
            table.close();
        }
        if (buckets != null) {
            buckets.close();
        }
    }

    /** By characters, but runs of digits by their number. */
    private static int natural(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            if (digit(a, i) && digit(b, j)) {
                int endA = end(a, i);
                int endB = end(b, j);
                int order = number(a, i, endA).length() - number(b, j, endB).length();
                order = order != 0 ? order : number(a, i, endA).compareTo(number(b, j, endB));
                if (order != 0) {
                    return order;
                }
                i = endA;
                j = endB;
            } else if (a.charAt(i) != b.charAt(j)) {
                return Character.compare(a.charAt(i), b.charAt(j));
            } else {
                i++;
                j++;
            }
        }
        return Integer.compare(a.length() - i, b.length() - j);
    }

    private static boolean digit(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static int end(String text, int from) {
        int end = from;
        while (end < text.length() && digit(text, end)) {
            end++;
        }
        return end;
    }

    private static String number(String text, int from, int to) {
        int first = from;
        while (first < to - 1 && text.charAt(first) == '0') {
            first++;
        }
        return text.substring(first, to);
    }
}
