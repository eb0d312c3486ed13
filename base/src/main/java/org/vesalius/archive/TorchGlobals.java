package org.vesalius.archive;

import static java.util.Map.entry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.vesalius.archive.Pickle.Buildable;
import org.vesalius.archive.Pickle.Constructor;
import org.vesalius.archive.Pickle.Globals;
import org.vesalius.archive.Pickle.Tuple;
import org.vesalius.io.InputException;

/**
 * The names that a file of weights needs, and what they stand for. Everything else is refused by name, or kept as a {@link Placeholder} when asked; in no case is anything run.
 *
 * <p>Source of the names and argument orders: torch's {@code _utils.py}, {@code serialization.py} and {@code _tensor.py}.
 */
final class TorchGlobals implements Globals {
    private static final int MOST_COPIED = 4_000_000;

    private static final Map<String, ElementType> STORAGES = Map.ofEntries(
            entry("HalfStorage", ElementType.FLOAT16),
            entry("BFloat16Storage", ElementType.BFLOAT16),
            entry("FloatStorage", ElementType.FLOAT32),
            entry("DoubleStorage", ElementType.FLOAT64),
            entry("CharStorage", ElementType.INT8),
            entry("ShortStorage", ElementType.INT16),
            entry("IntStorage", ElementType.INT32),
            entry("LongStorage", ElementType.INT64),
            entry("ByteStorage", ElementType.UINT8),
            entry("BoolStorage", ElementType.BOOL));
    private static final Map<String, ElementType> DTYPES = Map.ofEntries(
            entry("float16", ElementType.FLOAT16),
            entry("bfloat16", ElementType.BFLOAT16),
            entry("float32", ElementType.FLOAT32),
            entry("float64", ElementType.FLOAT64),
            entry("int8", ElementType.INT8),
            entry("int16", ElementType.INT16),
            entry("int32", ElementType.INT32),
            entry("int64", ElementType.INT64),
            entry("uint8", ElementType.UINT8),
            entry("bool", ElementType.BOOL));

    private final String what;
    private final Unknown unknown;
    private final Function<Tuple, TorchView.Storage> storages;
    private final Map<String, Object> known = new LinkedHashMap<>();
    private int copied;

    /** What happens to a name that is not on the list. */
    enum Unknown {
        REFUSE,
        PLACEHOLDER
    }

    /** An object of a class that is not read: its name and its state. */
    static final class Placeholder implements Constructor, Buildable {
        final String name;
        final Map<Object, Object> state = new LinkedHashMap<>();

        Placeholder(String name) {
            this.name = name;
        }

        @Override
        public Object call(List<Object> arguments) {
            return new Placeholder(name);
        }

        @Override
        public void build(Object given) {
            if (given instanceof Map<?, ?> map) {
                state.putAll(map);
            }
        }
    }

    TorchGlobals(String what, Unknown unknown, Function<Tuple, TorchView.Storage> storages) {
        this.what = what;
        this.unknown = unknown;
        this.storages = storages;
        torch();
        python();
        NumpyPickle.register(what, known::put);
    }

    private void torch() {
        call("torch._utils._rebuild_tensor", a -> tensor(a.get(0), a.get(1), a.get(2), a.get(3)));
        call("torch._utils._rebuild_tensor_v2", a -> tensor(a.get(0), a.get(1), a.get(2), a.get(3)));
        call("torch._utils._rebuild_tensor_v3", a -> {
            TorchView.Storage raw = (TorchView.Storage) a.get(0);
            ElementType type = (ElementType) a.get(6);
            if (raw.type != type && raw.type != ElementType.UINT8) {
                throw new InputException(what + ": a storage of two types; the file is damaged");
            }
            return tensor(raw, a.get(1), a.get(2), a.get(3));
        });
        call("torch._utils._rebuild_parameter", List::getFirst);
        call("torch._utils._rebuild_parameter_with_state", List::getFirst);
        call("torch._tensor._rebuild_from_type_v2", a -> ((Constructor) a.get(0)).call(((Tuple) a.get(2)).items()));
        call("torch.nn.parameter.Parameter", List::getFirst);
        call("torch.Size", a -> a.isEmpty() ? new Tuple(List.of()) : a.getFirst());
        call("torch.device", List::getFirst);
        call("torch.serialization._get_layout", List::getFirst);
        call("torch.jit._pickle.build_intlist", List::getFirst);
        call("torch.jit._pickle.build_doublelist", List::getFirst);
        call("torch.jit._pickle.build_boollist", List::getFirst);
        call("torch.jit._pickle.build_tensorlist", List::getFirst);
        STORAGES.forEach((name, type) -> {
            known.put("torch." + name, type);
            known.put("torch.cuda." + name, type);
        });
        known.put("torch.storage.UntypedStorage", ElementType.UINT8);
        DTYPES.forEach((name, type) -> known.put("torch." + name, type));
    }

    private void python() {
        call("collections.OrderedDict", this::dictionary);
        call("collections.defaultdict", _ -> new LinkedHashMap<>());
        call("collections.Counter", a -> a.isEmpty() ? new LinkedHashMap<>() : a.getFirst());
        call("argparse.Namespace", _ -> new Placeholder("argparse.Namespace"));
        call("pathlib.PosixPath", a -> new Tuple(a));
        call("_codecs.encode", a -> ((String) a.get(0)).getBytes(StandardCharsets.ISO_8859_1));
        for (String module : List.of("builtins.", "__builtin__.")) {
            for (String name : List.of("set", "frozenset", "list", "tuple")) {
                call(module + name, a -> a.isEmpty() ? new ArrayList<>() : a.getFirst());
            }
            call(module + "dict", this::dictionary);
            call(module + "bytearray", List::getFirst);
            // named as a default factory or a setting, never called
            for (String name : List.of("int", "float", "bool", "str", "object")) {
                known.put(module + name, new Placeholder(module + name));
            }
        }
    }

    private void call(String name, Constructor constructor) {
        known.put(name, constructor);
    }

    @Override
    public Object resolve(String module, String name) {
        String full = module + "." + name;
        Object found = known.get(full);
        if (found != null) {
            return found;
        }
        // the modules of a TorchScript archive are records of attributes; their code is elsewhere and is not read
        if (unknown == Unknown.PLACEHOLDER || full.startsWith("__torch__.")) {
            return new Placeholder(full);
        }
        throw new InputException(
                what + ": the file asks for '" + printable(full)
                        + "', which no weights need; refused, nothing was run. If you trust where it comes from, save only its state_dict");
    }

    private static String printable(String name) {
        String plain = name.replaceAll("[^\\w.<>-]", "?");
        return plain.length() <= 120 ? plain : plain.substring(0, 120) + "…";
    }

    @Override
    public Object persistent(Object id) {
        if (id instanceof Tuple tuple
                && tuple.items().size() >= 5
                && "storage".equals(tuple.items().getFirst())) {
            return storages.apply(tuple);
        }
        throw new InputException(
                what + ": a reference to something other than a storage, as a whole pickled module has; "
                        + "save its state_dict instead");
    }

    /** Copies at most a bounded number of entries, since a memoised list can be named again and again. */
    private Object dictionary(List<Object> arguments) {
        Map<Object, Object> map = new LinkedHashMap<>();
        if (!arguments.isEmpty() && arguments.getFirst() instanceof List<?> pairs) {
            copied += pairs.size();
            if (copied > MOST_COPIED) {
                throw new InputException(what + ": dictionaries without end; refused");
            }
            for (Object pair : pairs) {
                Pickle.putAll(
                        map, List.copyOf(pair instanceof Tuple tuple ? tuple.items() : ((List<?>) pair).subList(0, 2)));
            }
        }
        return map;
    }

    private TorchView tensor(Object storage, Object offset, Object size, Object stride) {
        return new TorchView(what, (TorchView.Storage) storage, (Long) offset, longs(size), longs(stride));
    }

    private static List<Long> longs(Object value) {
        List<?> items = value instanceof Tuple tuple ? tuple.items() : (List<?>) value;
        List<Long> longs = new ArrayList<>();
        items.forEach(item -> longs.add((Long) item));
        return longs;
    }
}
