package org.vesalius.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.InputException;

/**
 * NumPy's array files: {@code .npy} (magic {@code \x93NUMPY}, version, header length, a Python dictionary {@code {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }}, the numbers) and {@code
 * .npz} (a zip of them, stored or deflated). Arrays of objects are pickles and are refused.
 *
 * <p>Source: NumPy Enhancement Proposal 1 and {@code numpy.lib.format}.
 */
public final class Npy {
    /** The name of the array of an {@code .npy} file, which has none. */
    public static final String ARRAY = "array";

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER = 1 << 16;
    private static final int ALIGNMENT = 64;
    private static final long UNPACKED = 1L << 31;
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=])([a-zA-Z]\\d*)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9, L]*)\\)");

    private Npy() {}

    /** Opens an {@code .npy} or {@code .npz} file, told apart by their first bytes. */
    public static TensorFile read(Path path) throws IOException {
        String what = String.valueOf(path.getFileName());
        return TensorFile.open(path, (file, arena) -> parse(what, file, arena, UNPACKED));
    }

    /** Whether the first bytes of a file (at least six of them) are those of an {@code .npy} or a zip. */
    public static boolean recognises(byte[] head) {
        return startsWith(head, MAGIC) || startsWith(head, new byte[] {'P', 'K', 3, 4});
    }

    private static boolean startsWith(byte[] head, byte[] magic) {
        return head.length >= magic.length && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
    }

    static TensorFile.Content parse(String what, MemorySegment file, Arena arena, long budget) {
        SequencedMap<String, StoredTensor> arrays = new LinkedHashMap<>();
        if (ZipDirectory.recognises(file)) {
            ZipDirectory zip = ZipDirectory.open(what, file, budget);
            for (String name : zip.names()) {
                String array = name.endsWith(".npy") ? name.substring(0, name.length() - ".npy".length()) : name;
                arrays.put(array, array(what + ", array " + array, zip.checked(name, arena)));
            }
        } else {
            arrays.put(ARRAY, array(what, file));
        }
        return new TensorFile.Content(arrays);
    }

    private static StoredTensor array(String what, MemorySegment file) {
        if (file.byteSize() < 12 || file.asSlice(0, MAGIC.length).mismatch(MemorySegment.ofArray(MAGIC)) != -1) {
            throw InputException.of(what, "a NumPy array file", "something else", "save it with numpy.save or savez");
        }
        boolean small = file.get(ValueLayout.JAVA_BYTE, 6) == 1;
        int start = small ? 10 : 12;
        long length = small
                ? file.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 8) & 0xFFFF
                : file.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 8) & 0xFFFFFFFFL;
        if (length > MAX_HEADER || length > file.byteSize() - start) {
            throw damaged(what, "its header claims " + length + " bytes");
        }
        String header = new String(file.asSlice(start, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        Matcher descr = find(what, DESCR, header);
        NumpyPickle.Format format = new NumpyPickle.Format(NumpyPickle.type(what, descr.group(2)));
        format.order = descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        boolean fortran = find(what, FORTRAN, header).group(1).equals("True");
        List<Long> shape = shape(what, find(what, SHAPE, header).group(1));
        return NumpyPickle.array(what, format, shape, fortran, file.asSlice(start + length));
    }

    private static Matcher find(String what, Pattern pattern, String header) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw damaged(what, "its header is not that of one array of numbers");
        }
        return matcher;
    }

    private static List<Long> shape(String what, String text) {
        List<Long> shape = new ArrayList<>();
        for (String size : text.replace("L", "").split(",")) {
            if (!size.isBlank()) {
                try {
                    shape.add(Long.parseLong(size.strip()));
                } catch (NumberFormatException e) {
                    throw new InputException(what + ": not a whole NumPy array file: a size that is no number", e);
                }
            }
        }
        return shape;
    }

    private static InputException damaged(String what, String why) {
        return new InputException(what + ": not a whole NumPy array file: " + why + "; fetch or save it again");
    }

    /** Writes float32 values in C order as {@code .npy}, whole or not at all. */
    public static void write(Path path, float[] values, long... shape) throws IOException {
        long count = 1;
        StringBuilder sizes = new StringBuilder();
        for (long size : shape) {
            count *= size;
            sizes.append(size).append(shape.length == 1 ? "," : ", ");
        }
        if (count != values.length) {
            throw InputException.of("array to write", count + " values", values.length + "", "check the shape");
        }
        String tuple = shape.length > 1 ? sizes.substring(0, sizes.length() - 2) : sizes.toString();
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + tuple + "), }";
        int padding = ALIGNMENT - (MAGIC.length + 4 + header.length() + 1) % ALIGNMENT;
        byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        AtomicFiles.write(path, file -> {
            OutputStream out = new BufferedOutputStream(file);
            out.write(MAGIC);
            out.write(new byte[] {1, 0, (byte) text.length, (byte) (text.length >> 8)});
            out.write(text);
            ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            byte[] four = buffer.array();
            for (float value : values) {
                buffer.putFloat(0, value);
                out.write(four);
            }
            out.flush();
        });
    }
}
