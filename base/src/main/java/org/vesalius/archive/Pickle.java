package org.vesalius.archive;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vesalius.io.InputException;

/**
 * Python's pickle as data, protocols 0 to 5. Nothing is executed: a pickle may only name what its {@link Globals} know, and anything else is refused by name. Values come out as {@code Long} (or
 * {@code BigInteger}), {@code Double}, {@code Boolean}, {@code String}, {@code byte[]}, {@link Nothing}, {@code List} (list and set), {@link Tuple}, {@code Map} with scalar keys, and what the globals
 * build. The machine does not recurse, and the number of objects is bounded, so a small hostile file cannot exhaust stack or memory.
 *
 * <p>Source of the opcodes: CPython's {@code pickletools}.
 */
public final class Pickle {
    /** Objects a pickle may make; a state dictionary needs some twenty a tensor. */
    private static final int MOST_OBJECTS = 4_000_000;

    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})|\\\\U([0-9a-fA-F]{8})");

    private final PickleInput in;
    private final Globals globals;
    private final Deque<List<Object>> marks = new ArrayDeque<>();
    private final Map<Long, Object> memo = new HashMap<>();
    private List<Object> stack = new ArrayList<>();
    private int objects;

    /** Python's {@code None}. */
    public enum Nothing {
        NONE
    }

    /** Python's {@code tuple}. */
    public record Tuple(List<Object> items) {
        /** Some items. */
        public static Tuple of(Object... items) {
            return new Tuple(List.of(items));
        }

        @Override
        public String toString() {
            return "tuple of " + items.size();
        }
    }

    /** What a pickle may name. */
    public interface Globals {
        /** What {@code module.name} stands for: a {@link Constructor} when it may be called. */
        Object resolve(String module, String name);

        /** What a persistent id stands for. */
        Object persistent(Object id);
    }

    /** A name that may be called. */
    @FunctionalInterface
    public interface Constructor {
        /** The object that Python would have built. */
        Object call(List<Object> arguments);
    }

    /** An object that takes its state after it was made. */
    public interface Buildable {
        /** Sets the state, as {@code __setstate__} does. */
        void build(Object state);
    }

    private Pickle(PickleInput in, Globals globals) {
        this.in = in;
        this.globals = globals;
    }

    /** A value, and where the bytes after it begin. */
    public record Read(Object value, long end) {}

    /**
     * Reads one pickle.
     *
     * @param what names the file in errors
     */
    public static Read read(String what, MemorySegment bytes, long from, Globals globals) {
        PickleInput in = new PickleInput(what, bytes, from);
        try {
            Object value = new Pickle(in, globals).run();
            return new Read(value, in.position());
        } catch (ClassCastException | IndexOutOfBoundsException | NoSuchElementException e) {
            throw in.damaged("values that do not fit together", e);
        }
    }

    private Object run() {
        while (true) {
            int opcode = in.unsignedByte();
            if (opcode == '.') {
                return pop();
            }
            if (!scalar(opcode) && !collection(opcode) && !memory(opcode)) {
                object(opcode);
            }
        }
    }

    private boolean scalar(int opcode) {
        switch (opcode) {
            case 'N' -> push(Nothing.NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'I', 'L' -> push(in.decimal());
            case 'J' -> push((long) in.littleInt());
            case 'K' -> push((long) in.unsignedByte());
            case 'M' -> push((long) in.unsignedShort());
            case 0x8a -> push(in.twosComplement(in.unsignedByte()));
            case 0x8b -> push(in.twosComplement(in.unsignedInt()));
            case 'F' -> push(doubleLine());
            case 'G' -> push(in.bigDouble());
            case 'S' -> push(quoted());
            case 'V' -> push(unescaped(in.latinLine()));
            case 'T' -> push(latin(in.unsignedInt()));
            case 'U' -> push(latin(in.unsignedByte()));
            case 'X' -> push(in.text(in.unsignedInt()));
            case 0x8c -> push(in.text(in.unsignedByte()));
            case 0x8d -> push(in.text(in.littleLong()));
            case 'B' -> push(in.bytes(in.unsignedInt()));
            case 'C' -> push(in.bytes(in.unsignedByte()));
            case 0x8e, 0x96 -> push(in.bytes(in.littleLong()));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Protocol 0 writes Latin-1, and what is beyond it, line ends, backslashes and zeros as hexadecimal escapes. */
    private static String unescaped(String line) {
        return line.indexOf('\\') < 0
                ? line
                : ESCAPE.matcher(line).replaceAll(hit -> {
                    String digits = hit.group(1) == null ? hit.group(2) : hit.group(1);
                    int code = Integer.parseUnsignedInt(digits, 16);
                    return Matcher.quoteReplacement(
                            Character.isValidCodePoint(code) ? Character.toString(code) : "\uFFFD");
                });
    }

    private boolean collection(int opcode) {
        switch (opcode) {
            case ')' -> push(new Tuple(List.of()));
            case 0x85 -> push(new Tuple(popLast(1)));
            case 0x86 -> push(new Tuple(popLast(2)));
            case 0x87 -> push(new Tuple(popLast(3)));
            case 't' -> push(new Tuple(popMark()));
            case ']', 0x8f -> push(new ArrayList<>());
            case 'l', 0x91 -> push(popMark());
            case '}' -> push(new LinkedHashMap<>());
            case 'd' -> {
                List<Object> items = popMark();
                push(new LinkedHashMap<>());
                put(items);
            }
            case 'a' -> append(popLast(1));
            case 'e', 0x90 -> append(popMark());
            case 's' -> put(popLast(2));
            case 'u' -> put(popMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memory(int opcode) {
        switch (opcode) {
            case 0x80 -> protocol(in.unsignedByte());
            case 0x95 -> in.littleLong();
            case '(' -> {
                marks.push(stack);
                stack = new ArrayList<>();
                count();
            }
            case '0' -> pop();
            case '1' -> popMark();
            case '2' -> push(top());
            case 'p' -> memo.put((Long) in.decimal(), top());
            case 'q' -> memo.put((long) in.unsignedByte(), top());
            case 'r' -> memo.put(in.unsignedInt(), top());
            case 0x94 -> memo.put((long) memo.size(), top());
            case 'g' -> push(recall((Long) in.decimal()));
            case 'h' -> push(recall(in.unsignedByte()));
            case 'j' -> push(recall(in.unsignedInt()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void object(int opcode) {
        switch (opcode) {
            case 'c' -> push(globals.resolve(in.line(), in.line()));
            case 0x93 -> {
                List<Object> names = popLast(2);
                push(globals.resolve((String) names.get(0), (String) names.get(1)));
            }
            case 'P' -> push(globals.persistent(in.line()));
            case 'Q' -> push(globals.persistent(pop()));
            case 'R', 0x81 -> {
                Tuple arguments = (Tuple) pop();
                push(call(pop(), arguments.items()));
            }
            case 0x92 -> {
                List<Object> parts = popLast(3);
                if (!((Map<?, ?>) parts.get(2)).isEmpty()) {
                    throw new InputException(
                            in.what() + ": an object with named arguments, which no weights need; refused");
                }
                push(call(parts.get(0), ((Tuple) parts.get(1)).items()));
            }
            case 'i' -> {
                Object callable = globals.resolve(in.line(), in.line());
                push(call(callable, popMark()));
            }
            case 'o' -> {
                List<Object> parts = popMark();
                push(call(parts.getFirst(), parts.subList(1, parts.size())));
            }
            case 'b' -> {
                Object state = pop();
                build(top(), state);
            }
            default -> throw in.damaged("the unknown opcode 0x" + Integer.toHexString(opcode));
        }
    }

    private void protocol(int version) {
        if (version > 5) {
            throw new InputException(
                    in.what() + ": pickle protocol " + version + "; expected at most 5; save it again with protocol 2");
        }
    }

    private Object call(Object callable, List<Object> arguments) {
        if (!(callable instanceof Constructor constructor)) {
            throw new InputException(in.what() + ": calls something that is not callable; refused, nothing was run");
        }
        return constructor.call(List.copyOf(arguments));
    }

    private void build(Object object, Object state) {
        switch (object) {
            case Buildable buildable -> buildable.build(state);
            case Map<?, ?> _ -> {
                // an OrderedDict's own attributes, such as torch's _metadata: versions of modules, no weights
            }
            default -> throw in.damaged("a state for an object that has none");
        }
    }

    @SuppressWarnings("unchecked")
    private void append(List<Object> items) {
        ((List<Object>) top()).addAll(items);
    }

    private void put(List<Object> items) {
        putAll((Map<?, ?>) top(), items);
    }

    /** Puts key, value, key, value … into a dictionary. */
    @SuppressWarnings("unchecked")
    static void putAll(Map<?, ?> dictionary, List<Object> items) {
        Map<Object, Object> map = (Map<Object, Object>) dictionary;
        for (int i = 0; i < items.size(); i += 2) {
            Object key = items.get(i);
            // hashing a nested key could take for ever
            boolean nested = key instanceof Tuple || key instanceof List || key instanceof Map || key instanceof byte[];
            map.put(nested ? new Object() : key, items.get(i + 1));
        }
    }

    private Object recall(long slot) {
        Object value = memo.get(slot);
        if (value == null) {
            throw in.damaged("a reference to nothing");
        }
        return value;
    }

    private double doubleLine() {
        try {
            return Double.parseDouble(in.line());
        } catch (NumberFormatException e) {
            throw in.damaged("a number that is none");
        }
    }

    private String quoted() {
        String line = in.line();
        if (line.length() < 2 || line.charAt(0) != line.charAt(line.length() - 1)) {
            throw in.damaged("a string without quotes");
        }
        return line.substring(1, line.length() - 1);
    }

    private String latin(long length) {
        return new String(in.bytes(length), StandardCharsets.ISO_8859_1);
    }

    private void push(Object value) {
        count();
        stack.add(value);
    }

    private void count() {
        if (++objects > MOST_OBJECTS) {
            throw new InputException(in.what() + ": more than " + MOST_OBJECTS
                    + " objects, which no state dictionary has; save the state dictionary alone");
        }
    }

    private Object top() {
        if (stack.isEmpty()) {
            throw in.damaged("an empty stack");
        }
        return stack.getLast();
    }

    private Object pop() {
        if (stack.isEmpty()) {
            throw in.damaged("an empty stack");
        }
        return stack.removeLast();
    }

    private List<Object> popLast(int count) {
        List<Object> tail = stack.subList(stack.size() - count, stack.size());
        List<Object> items = new ArrayList<>(tail);
        tail.clear();
        return items;
    }

    private List<Object> popMark() {
        if (marks.isEmpty()) {
            throw in.damaged("a list without its beginning");
        }
        List<Object> items = stack;
        stack = marks.pop();
        return items;
    }
}
