package org.vesalius.train;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.io.Names;
import tools.jackson.core.JacksonException;

/**
 * Changes to a tree of records in the form {@code optim.lr=1e-4}: names of components, then a value. Numbers, true and false, enum constants in any case, lists in brackets ({@code [32,64]}), records as
 * JSON.
 */
public final class Settings {
    private Settings() {}

    /** The changed record; everything that is wrong comes in one {@link InputException}. */
    public static <R extends Record> R apply(R record, List<String> settings) {
        List<String> problems = new ArrayList<>();
        R changed = record;
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                problems.add("setting '" + setting + "': expected name=value");
                continue;
            }
            try {
                List<String> path =
                        Arrays.asList(setting.substring(0, equals).strip().split("\\.", -1));
                changed = with(changed, path, setting.substring(equals + 1).strip(), path);
            } catch (InputException e) {
                problems.add(e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(String.join("\n", problems));
        }
        return changed;
    }

    /** All names that can be set, in the order of the records. */
    public static List<String> names(Record record) {
        return names("", record).toList();
    }

    /** The components of a record by name, in their order; those that are null are left out. */
    static SequencedMap<String, Object> components(Record record) {
        SequencedMap<String, Object> found = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = value(record, component);
            if (value != null) {
                found.put(component.getName(), value);
            }
        }
        return found;
    }

    private static Stream<String> names(String prefix, Record record) {
        return Arrays.stream(record.getClass().getRecordComponents()).flatMap(component -> {
            String name = prefix + component.getName();
            Object value = value(record, component);
            return value instanceof Record inner ? names(name + ".", inner) : Stream.of(name);
        });
    }

    @SuppressWarnings("unchecked")
    private static <R extends Record> R with(R record, List<String> path, String text, List<String> whole) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        boolean found = false;
        for (int i = 0; i < components.length; i++) {
            Object old = value(record, components[i]);
            values[i] = old;
            if (components[i].getName().equals(path.getFirst())) {
                found = true;
                values[i] = changed(old, components[i], path, text, whole);
            }
        }
        if (!found) {
            throw unknown(record, path, whole);
        }
        return (R) rebuilt(record.getClass(), components, values);
    }

    private static Object changed(
            @Nullable Object old, RecordComponent component, List<String> path, String text, List<String> whole) {
        if (path.size() == 1) {
            return parsed(old, component, text, String.join(".", whole));
        }
        if (old instanceof Record inner) {
            return with(inner, path.subList(1, path.size()), text, whole);
        }
        throw new InputException("setting '" + String.join(".", whole) + "': '" + component.getName()
                + "' is a single value and has no parts");
    }

    private static InputException unknown(Record record, List<String> path, List<String> whole) {
        List<String> known = Arrays.stream(record.getClass().getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        List<String> nearest = Names.nearest(path.getFirst(), known);
        String above =
                whole.size() == path.size() ? "" : String.join(".", whole.subList(0, whole.size() - path.size())) + ".";
        return new InputException("unknown setting '" + String.join(".", whole) + "'; "
                + (nearest.isEmpty() ? "known here: " : "nearest: ")
                + String.join(
                        ", ",
                        (nearest.isEmpty() ? known : nearest)
                                .stream().map(n -> above + n).toList()));
    }

    private static Object parsed(@Nullable Object old, RecordComponent component, String text, String name) {
        var type = component.getType();
        if (type.isEnum()) {
            return constant(type, text, name);
        }
        String json = type == String.class && !text.startsWith("\"") ? Json.line(text) : text;
        try {
            var mapper = Json.mapper();
            // an interface that does not name its kinds (a method) can only be replaced by its own kind
            boolean named = !(old instanceof Record) || type.isAnnotationPresent(JsonTypeInfo.class);
            var wanted = mapper.constructType(
                    named
                            ? component.getGenericType()
                            : Objects.requireNonNull(old).getClass());
            Object value = mapper.readValue(json, wanted);
            if (value != null) {
                return value;
            }
        } catch (JacksonException _) {
            // told below, in the user's words
        }
        throw new InputException("setting '" + name + "': expected "
                + (Number.class.isAssignableFrom(boxed(type)) ? "a number" : type.getSimpleName()) + ", got '" + text
                + "'");
    }

    private static Object constant(Class<?> type, String text, String name) {
        String wanted = text.toUpperCase(Locale.ROOT).replace('-', '_');
        List<String> known = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(wanted)) {
                return constant;
            }
            known.add(((Enum<?>) constant).name());
        }
        throw new InputException(
                "setting '" + name + "': expected one of " + String.join(", ", known) + ", got '" + text + "'");
    }

    private static Class<?> boxed(Class<?> type) {
        return java.lang.invoke.MethodType.methodType(type).wrap().returnType();
    }

    private static @Nullable Object value(Record record, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true); // a user's own recipe may keep its method record to itself
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("component " + component.getName() + " cannot be read", e);
        }
    }

    private static Object rebuilt(Class<?> type, RecordComponent[] components, @Nullable Object[] values) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (java.lang.reflect.InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw new InputException(String.valueOf(cause.getMessage()), cause);
            }
            throw new IllegalStateException(type + " cannot be built", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be built", e);
        }
    }
}
