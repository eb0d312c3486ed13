package org.vesalius.onnx;

import java.util.List;

/** A constant of a node. */
sealed interface Attribute {
    /** As the operator's definition spells it. */
    String name();

    /** One whole number. */
    record Whole(String name, long value) implements Attribute {}

    /** One real number. */
    record Real(String name, float value) implements Attribute {}

    /** Several whole numbers. */
    record Wholes(String name, List<Long> values) implements Attribute {
        public Wholes {
            values = List.copyOf(values);
        }
    }

    static Attribute of(String name, long value) {
        return new Whole(name, value);
    }

    static Attribute of(String name, double value) {
        return new Real(name, (float) value);
    }

    static Attribute of(String name, List<Long> values) {
        return new Wholes(name, values);
    }
}
