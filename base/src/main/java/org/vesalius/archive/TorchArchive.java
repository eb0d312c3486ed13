package org.vesalius.archive;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.vesalius.archive.Pickle.Tuple;
import org.vesalius.io.InputException;

/**
 * What {@code torch.save} writes, read without Python and without running anything: the zip container (torch 1.6 and later, TorchScript archives too) and the legacy one (a row of pickles, then the
 * storages). All tensors of the file come out under dotted names, in the file's order: {@code state_dict.module.conv.weight}, {@code optimizer.state.0.exp_avg}, …
 *
 * <p>Every name that the pickle asks for must be on the list of {@link TorchGlobals}; every size it claims is compared with the bytes that are there before memory is taken.
 */
public final class TorchArchive {
    private static final String LEGACY_MAGIC = "6c fc 9c 46 f9 20 6a a8 50 19";
    private static final long UNPACKED = 1L << 31;
    private static final int MOST_VALUES = 300_000;
    private static final int DEEPEST = 64;
    private static final int LONGEST_NAME = 512;

    private final String what;
    private final TorchGlobals.Unknown unknown;

    private TorchArchive(String what, TorchGlobals.Unknown unknown) {
        this.what = what;
        this.unknown = unknown;
    }

    /**
     * Strictly: a name that weights do not need is refused.
     *
     * @param what names the file in errors
     */
    public static TensorFile.Format strict(String what) {
        return new TorchArchive(what, TorchGlobals.Unknown.REFUSE)::parse;
    }

    /** Objects of unknown classes (settings, callbacks) become empty placeholders; still nothing is run. */
    public static TensorFile.Format withPlaceholders(String what) {
        return new TorchArchive(what, TorchGlobals.Unknown.PLACEHOLDER)::parse;
    }

    private TensorFile.Content parse(MemorySegment file, Arena arena) {
        Object root = ZipDirectory.recognises(file) ? zip(file, arena) : legacy(file);
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        new Flattener(tensors, texts).walk("", root, 0);
        return new TensorFile.Content(tensors, texts);
    }

    private Object zip(MemorySegment file, Arena arena) {
        ZipDirectory zip = ZipDirectory.open(what, file, UNPACKED);
        String folder = folder(zip);
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        if (zip.contains(folder + "byteorder")) {
            byte[] text = zip.content(folder + "byteorder", arena).toArray(ValueLayout.JAVA_BYTE);
            order = new String(text, StandardCharsets.US_ASCII).startsWith("big") ? ByteOrder.BIG_ENDIAN : order;
        }
        ByteOrder byteOrder = order;
        Map<String, TorchView.Storage> storages = new HashMap<>();
        TorchGlobals globals = new TorchGlobals(
                what,
                unknown,
                id -> storages.computeIfAbsent(key(id), key -> {
                    TorchView.Storage storage = storage(id);
                    MemorySegment bytes = zip.content(folder + "data/" + key, arena);
                    if (storage.elements < 0 || storage.size(what) > bytes.byteSize()) {
                        throw new InputException(what + ": a storage of " + storage.elements + " elements in "
                                + bytes.byteSize() + " bytes; the file is damaged");
                    }
                    storage.fill(bytes.asSlice(0, storage.size(what)), byteOrder);
                    return storage;
                }));
        return Pickle.read(what, zip.content(folder + "data.pkl", arena), 0, globals)
                .value();
    }

    private String folder(ZipDirectory zip) {
        for (String name : zip.names()) {
            if (name.equals("data.pkl") || name.endsWith("/data.pkl")) {
                return name.substring(0, name.length() - "data.pkl".length());
            }
        }
        throw InputException.of(
                what, "a file of torch.save", "a zip without data.pkl", "is it another kind of archive?");
    }

    private Object legacy(MemorySegment file) {
        Map<String, TorchView.Storage> storages = new LinkedHashMap<>();
        TorchGlobals globals = new TorchGlobals(what, unknown, id -> {
            if (id.items().size() > 5 && id.items().get(5) != Pickle.Nothing.NONE) {
                throw new InputException(
                        what + ": a storage that is a view of another (torch before 0.4); save it again");
            }
            return storages.computeIfAbsent(key(id), _ -> storage(id));
        });
        Pickle.Read magic = magic(file, globals);
        Pickle.Read version = Pickle.read(what, file, magic.end(), globals);
        Pickle.Read system = Pickle.read(what, file, version.end(), globals);
        boolean big = system.value() instanceof Map<?, ?> info && Boolean.FALSE.equals(info.get("little_endian"));
        Pickle.Read root = Pickle.read(what, file, system.end(), globals);
        Pickle.Read keys = Pickle.read(what, file, root.end(), globals);
        if (!(keys.value() instanceof List<?> order)) {
            throw new InputException(what + ": the list of storages is missing; fetch the file again");
        }
        fill(file, keys.end(), order, storages, big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        return root.value();
    }

    private Pickle.Read magic(MemorySegment file, TorchGlobals globals) {
        byte[] magic = HexFormat.ofDelimiter(" ").parseHex("80 02 8a 0a " + LEGACY_MAGIC);
        if (file.byteSize() < magic.length
                || file.asSlice(0, magic.length).mismatch(MemorySegment.ofArray(magic)) != -1) {
            throw InputException.of(
                    what,
                    "a file of torch.save (zip or legacy)",
                    "something else",
                    "safetensors files end in .safetensors; very old or other formats must be converted first");
        }
        return Pickle.read(what, file, 0, globals);
    }

    /** Each storage: its number of elements as int64, then its bytes. */
    private void fill(
            MemorySegment file, long from, List<?> keys, Map<String, TorchView.Storage> storages, ByteOrder order) {
        long at = from;
        for (Object key : keys) {
            TorchView.Storage storage = storages.get(String.valueOf(key instanceof String ? key : ""));
            if (storage == null || at + Long.BYTES > file.byteSize()) {
                throw new InputException(what + ": the storages do not match their list; fetch the file again");
            }
            long elements = file.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order), at);
            at += Long.BYTES;
            if (elements != storage.elements || elements < 0 || storage.size(what) > file.byteSize() - at) {
                throw new InputException(what + ": a storage of " + storage.elements + " elements, but " + elements
                        + " stated and " + (file.byteSize() - at) + " bytes left; fetch the file again");
            }
            storage.fill(file.asSlice(at, storage.size(what)), order);
            at += storage.size(what);
        }
    }

    private static String key(Tuple id) {
        return (String) id.items().get(2);
    }

    private static TorchView.Storage storage(Tuple id) {
        return new TorchView.Storage(
                (ElementType) id.items().get(1), (Long) id.items().get(4));
    }

    /** Names every tensor by its way from the root; deep, cyclic or endlessly shared trees are refused. */
    private final class Flattener {
        private final Map<String, StoredTensor> tensors;
        private final Map<String, String> texts;
        private int visited;

        Flattener(Map<String, StoredTensor> tensors, Map<String, String> texts) {
            this.tensors = tensors;
            this.texts = texts;
        }

        void walk(String name, Object value, int depth) {
            if (depth > DEEPEST || ++visited > MOST_VALUES || name.length() > LONGEST_NAME) {
                throw new InputException(what + ": a tree without end; refused");
            }
            switch (value) {
                case TorchView view -> keep(name, view.stored(name));
                case NumpyPickle.Array array -> keep(name, array.stored(name));
                case TorchGlobals.Placeholder object -> walkMap(name, object.state, depth);
                case Map<?, ?> map -> walkMap(name, map, depth);
                case Tuple tuple -> walkList(name, tuple.items(), depth);
                case List<?> list -> walkList(name, list, depth);
                case String text -> texts.put(name, text);
                case Number number -> texts.put(name, number.toString());
                case Boolean flag -> texts.put(name, flag.toString());
                default -> {
                    // None, bytes, types: neither weights nor a setting that can be shown
                }
            }
        }

        private void keep(String name, StoredTensor tensor) {
            if (tensors.put(name, tensor) != null) {
                throw new InputException(what + ": two tensors are called " + name + "; the file is damaged");
            }
        }

        private void walkMap(String name, Map<?, ?> map, int depth) {
            map.forEach((key, child) -> {
                if (key instanceof String || key instanceof Number) {
                    walk(name.isEmpty() ? key.toString() : name + "." + key, child, depth + 1);
                }
            });
        }

        private void walkList(String name, List<?> list, int depth) {
            for (int i = 0; i < list.size(); i++) {
                walk(name.isEmpty() ? "" + i : name + "." + i, list.get(i), depth + 1);
            }
        }
    }
}
