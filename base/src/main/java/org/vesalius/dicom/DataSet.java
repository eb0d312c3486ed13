package org.vesalius.dicom;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;

/** Data elements by tag. A value that cannot be what its representation says gives an {@link InputException} with the tag, never with the value. */
public final class DataSet {
    private final SortedMap<Tag, Element> elements = new TreeMap<>();
    private final @Nullable DataSet parent;

    DataSet(@Nullable DataSet parent) {
        this.parent = parent;
    }

    void add(Element element) {
        elements.put(element.tag, element);
    }

    @Nullable
    Element element(Tag tag) {
        return elements.get(tag);
    }

    /** All tags, in order. */
    public SortedSet<Tag> tags() {
        return Collections.unmodifiableSortedSet((SortedSet<Tag>) elements.keySet());
    }

    /** Whether there is a value (not only an empty element). */
    public boolean has(Tag tag) {
        Element element = elements.get(tag);
        return element != null && !element.isEmpty();
    }

    /** The representation in the file, or the dictionary's where the file has none. */
    public Optional<Vr> vr(Tag tag) {
        return Optional.ofNullable(elements.get(tag)).map(DataSet::meaning);
    }

    /** The first value as text, without the blanks around it; empty when the element is missing or blank. */
    public Optional<String> string(Tag tag) {
        return strings(tag).stream().filter(s -> !s.isEmpty()).findFirst();
    }

    /** All values as text, without the blanks around them; none when the element is missing or empty. */
    public List<String> strings(Tag tag) {
        Element element = elements.get(tag);
        if (element == null || element.isEmpty() || element.vr == Vr.SQ) {
            return List.of();
        }
        Vr vr = meaning(element);
        if (!vr.isText()) {
            return numbers(element, vr);
        }
        String text = CharacterSets.decode(element.bytes(), vr.isCharsetText() ? characterSets() : List.of(), vr);
        List<String> parts = vr.isMultiple() ? Arrays.asList(text.split("\\\\", -1)) : List.of(text);
        return parts.stream().map(DataSet::trim).toList();
    }

    private static List<String> numbers(Element element, Vr vr) {
        return switch (vr) {
            case FL, FD, OF, OD ->
                Arrays.stream(doubles(element, vr)).mapToObj(Double::toString).toList();
            case OB, OW, UN -> List.of();
            default ->
                Arrays.stream(ints(element, vr)).mapToObj(Integer::toString).toList();
        };
    }

    private static String trim(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) <= ' ') {
            end--;
        }
        int start = 0;
        while (start < end && text.charAt(start) <= ' ') {
            start++;
        }
        return text.substring(start, end);
    }

    /** All values as whole numbers; none when the element is missing or empty. Unsigned values of 32 bits keep their bits. */
    public int[] ints(Tag tag) {
        Element element = elements.get(tag);
        return element == null || element.isEmpty() ? new int[0] : ints(element, meaning(element));
    }

    private static int[] ints(Element element, Vr vr) {
        if (vr.isText()) {
            return Arrays.stream(parsed(element))
                    .mapToInt(d -> whole(element.tag, d))
                    .toArray();
        }
        ByteBuffer in = element.value();
        int[] values = new int[in.limit() / (vr == Vr.AT ? 4 : vr.unit())];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (vr) {
                case US, OW -> in.getShort() & 0xFFFF;
                case SS -> in.getShort();
                case UL, SL, OL -> in.getInt();
                case UV, SV, OV -> (int) in.getLong();
                case AT -> (in.getShort() & 0xFFFF) << 16 | (in.getShort() & 0xFFFF);
                case FL, OF -> whole(element.tag, in.getFloat());
                case FD, OD -> whole(element.tag, in.getDouble());
                default -> in.get() & 255;
            };
        }
        return values;
    }

    private static int whole(Tag tag, double value) {
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw InputException.of(tag.toString(), "a whole number", "another", "correct the element");
        }
        return (int) value;
    }

    /** All values as numbers; none when the element is missing or empty. */
    public double[] doubles(Tag tag) {
        Element element = elements.get(tag);
        return element == null || element.isEmpty() ? new double[0] : doubles(element, meaning(element));
    }

    private static double[] doubles(Element element, Vr vr) {
        if (vr.isText()) {
            return parsed(element);
        }
        ByteBuffer in = element.value();
        return switch (vr) {
            case FL, OF -> {
                double[] values = new double[in.limit() / 4];
                Arrays.setAll(values, i -> in.getFloat(4 * i));
                yield values;
            }
            case FD, OD -> {
                double[] values = new double[in.limit() / 8];
                Arrays.setAll(values, i -> in.getDouble(8 * i));
                yield values;
            }
            default -> Arrays.stream(ints(element, vr)).asDoubleStream().toArray();
        };
    }

    private static double[] parsed(Element element) {
        String[] parts = CharacterSets.decode(element.bytes(), List.of(), Vr.DS).split("\\\\", -1);
        try {
            return Arrays.stream(parts)
                    .map(DataSet::trim)
                    .filter(s -> !s.isEmpty())
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new InputException(
                    element.tag + ": expected numbers, got other text; correct the element",
                    new IllegalArgumentException("not a number"));
        }
    }

    /** The first value as a whole number, or the fallback. */
    public int integer(Tag tag, int fallback) {
        int[] values = ints(tag);
        return values.length == 0 ? fallback : values[0];
    }

    /** The first value as a number, or the fallback. */
    public double number(Tag tag, double fallback) {
        double[] values = doubles(tag);
        return values.length == 0 ? fallback : values[0];
    }

    /** The items of a sequence; none when it is missing or empty. */
    public List<DataSet> items(Tag tag) {
        Element element = elements.get(tag);
        return element == null ? List.of() : element.items;
    }

    /** A copy of the bytes in the file's order; none when the element is missing, a sequence, or compressed pixels. */
    public Optional<byte[]> bytes(Tag tag) {
        return Optional.ofNullable(elements.get(tag))
                .filter(e -> e.items.isEmpty() && e.fragments.isEmpty())
                .map(Element::bytes);
    }

    /** Some programs write everything as UN: what the standard says then counts. */
    private static Vr meaning(Element element) {
        return element.vr == Vr.UN ? Dictionary.vr(element.tag) : element.vr;
    }

    private List<String> characterSets() {
        Element own = elements.get(Tag.SPECIFIC_CHARACTER_SET);
        if (own == null && parent != null) {
            return parent.characterSets();
        }
        return own == null
                ? List.of()
                : Arrays.stream(CharacterSets.decode(own.bytes(), List.of(), Vr.CS)
                                .split("\\\\", -1))
                        .map(DataSet::trim)
                        .toList();
    }
}
