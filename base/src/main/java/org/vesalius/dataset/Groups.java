package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.Problem;

/**
 * The rows of a table by a key, one group after the other, and tables joined by that key. A table that lies in the order of its key is streamed, holding one group at a time, however long it is; only one
 * without order is held in memory. Order is that of characters, or the natural one in which {@code study2} comes before {@code study10}.
 */
final class Groups implements AutoCloseable {
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
    private final Order order;
    private final Function<Table.Row, String> key;
    private final @Nullable Table table;
    private final Iterator<Table.Row> rows;
    private final Map<String, List<Table.Row>> held = new TreeMap<>();
    private Table.@Nullable Row ahead;
    private long passed;

    private Groups(String name, @Nullable Table table, Function<Table.Row, String> key, Order order) {
        this.name = name;
        this.table = table;
        this.key = key;
        this.order = order;
        this.rows = table == null ? List.<Table.Row>of().iterator() : table.iterator();
        this.ahead = rows.hasNext() ? rows.next() : null;
    }

    /** The groups of a table, for {@link #next}; {@code key} of a row may be empty, which leaves the row out and counts it as {@link #left}. */
    static Groups open(Path file, Function<Table.Row, String> key, String... columns) throws IOException {
        List<Order> orders = orders(file, key, columns);
        return opened(file, key, orders.isEmpty() ? null : orders.getFirst(), Order.PLAIN);
    }

    /** A table that is asked by {@link #take} for the keys of this one in the order of {@link #next}; one that is not there, null, has no rows. */
    Groups beside(@Nullable Path file, Function<Table.Row, String> sideKey, String... columns) throws IOException {
        if (file == null) {
            return new Groups("", null, sideKey, order);
        }
        return opened(file, sideKey, orders(file, sideKey, columns).contains(order) ? order : null, order);
    }

    /** A table that is asked by {@link #take} for keys in any order, held in memory whole; one that is not there, null, has no rows. */
    static Groups held(@Nullable Path file, Function<Table.Row, String> key, String... columns) throws IOException {
        if (file == null) {
            return new Groups("", null, key, Order.PLAIN);
        }
        return opened(file, key, null, Order.PLAIN, columns);
    }

    private static Groups opened(
            Path file, Function<Table.Row, String> key, @Nullable Order lies, Order wanted, String... columns)
            throws IOException {
        Table table = Table.open(file).require(columns);
        Groups groups = new Groups(String.valueOf(file.getFileName()), table, key, lies == null ? wanted : lies);
        if (lies == null) {
            groups.hold();
        }
        return groups;
    }

    /** In which orders the table lies, found out by reading it once. */
    private static List<Order> orders(Path file, Function<Table.Row, String> key, String... columns)
            throws IOException {
        List<Order> orders = new ArrayList<>(List.of(Order.NATURAL, Order.PLAIN));
        try (Table table = Table.open(file).require(columns)) {
            String before = "";
            for (Table.Row row : table) {
                String now = key.apply(row);
                if (!now.isEmpty()) {
                    String last = before;
                    orders.removeIf(order -> order.compare(last, now) > 0);
                    before = now;
                }
                if (orders.isEmpty()) {
                    break;
                }
            }
        }
        return orders;
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
        for (String now = peek(); now != null; now = peek()) {
            int far = order.compare(now, wanted);
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
