package org.vesalius.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.vesalius.io.InputException;

/** A DICOM file (PS3.10): file meta information and the data set. Files without preamble, without meta group or with a wrong transfer syntax are read where their bytes leave no doubt. */
public final class DicomFile {
    private static final int PREAMBLE = 128;
    private static final int META = 0x0002;
    private static final long MAX_INFLATED = 1L << 30;

    private final DataSet meta;
    private final DataSet data;
    private final TransferSyntax syntax;
    private final String what;

    private DicomFile(DataSet meta, DataSet data, TransferSyntax syntax, String what) {
        this.meta = meta;
        this.data = data;
        this.syntax = syntax;
        this.what = what;
    }

    /** Group 0002; empty when the file has none. */
    public DataSet meta() {
        return meta;
    }

    /** Everything else. */
    public DataSet data() {
        return data;
    }

    /** How it is encoded; guessed from its bytes when it does not say. */
    public TransferSyntax syntax() {
        return syntax;
    }

    /** How errors name the file. */
    String what() {
        return what;
    }

    /** One file; the message of an {@link InputException} does not name it, since hospital file names carry names. */
    public static DicomFile read(Path file) throws IOException {
        return read(Files.readAllBytes(file), "DICOM file");
    }

    /** A file in memory, which is not copied; {@code what} names it in errors. */
    public static DicomFile read(byte[] file, String what) {
        return read(ByteBuffer.wrap(file), what, MAX_INFLATED);
    }

    /** The same, refused where a deflated data set becomes longer than {@code mostInflated} bytes. */
    public static DicomFile read(byte[] file, String what, long mostInflated) {
        return read(ByteBuffer.wrap(file), what, mostInflated);
    }

    /** What a file's header tells. The pixels are not read: the file is mapped while {@code told} looks at the data set, of which nothing may be kept. */
    static <T> T header(Path file, Function<DataSet, T> told) throws IOException {
        try (FileChannel channel = FileChannel.open(file);
                Arena arena = Arena.ofConfined()) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw InputException.of("DICOM file", "at most 2 GiB", channel.size() + " bytes", "leave it out");
            }
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena)
                    .asByteBuffer();
            return told.apply(read(bytes, "DICOM file", MAX_INFLATED).data());
        }
    }

    private static DicomFile read(ByteBuffer file, String what, long mostInflated) {
        byte[] head = new byte[Math.min(file.limit(), PREAMBLE + 4)];
        file.get(0, head);
        if (!looksLike(head)) {
            throw InputException.of(
                    what,
                    "a DICOM file",
                    head.length == 0 ? "0 bytes" : "bytes that begin like none",
                    "leave it out or get the file again");
        }
        int start = isPart10(head) ? PREAMBLE + 4 : 0;
        DataSet meta = new DataSet(null);
        ByteBuffer rest = file.slice(start, file.limit() - start);
        if (rest.remaining() >= 8
                && rest.duplicate().order(ByteOrder.LITTLE_ENDIAN).getShort(0) == META) {
            DicomParser parser = new DicomParser(rest, isExplicit(rest), ByteOrder.LITTLE_ENDIAN, what);
            meta = parser.dataSet(META);
            rest = rest.slice(parser.position(), rest.limit() - parser.position());
        }
        String uid = meta.string(Tag.TRANSFER_SYNTAX_UID).orElse("");
        TransferSyntax syntax = uid.isEmpty() ? guess(rest) : TransferSyntax.of(uid);
        return new DicomFile(meta, body(rest, syntax, what, mostInflated), syntax, what);
    }

    private static DataSet body(ByteBuffer rest, TransferSyntax syntax, String what, long mostInflated) {
        if (syntax == TransferSyntax.DEFLATED) {
            ByteBuffer inflated = ByteBuffer.wrap(inflate(rest, what, mostInflated));
            return new DicomParser(inflated, true, ByteOrder.LITTLE_ENDIAN, what).dataSet(-1);
        }
        boolean big = syntax == TransferSyntax.EXPLICIT_BIG;
        // the bytes are believed rather than the header: some writers name implicit and write explicit
        boolean explicit = big || isExplicit(rest);
        return new DicomParser(rest, explicit, big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, what).dataSet(-1);
    }

    /** Whether the first bytes (at least 132 of them, if the file has so many) may be a DICOM file's. */
    public static boolean looksLike(byte[] head) {
        if (isPart10(head)) {
            return true;
        }
        if (head.length < 8) {
            return false;
        }
        ByteBuffer in = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        int group = in.getShort(0);
        if (isExplicit(in)) {
            return isFirstGroup(group) || isFirstGroup(Short.reverseBytes((short) group));
        }
        int length = in.getInt(4);
        return isFirstGroup(group) && length >= 0 && length <= 1024 && (in.getShort(2) & 0xFFFF) <= 0x1200;
    }

    private static boolean isFirstGroup(int group) {
        return group == META || group == 0x0004 || group == 0x0008 || group == 0x0010;
    }

    private static boolean isPart10(byte[] head) {
        return head.length >= PREAMBLE + 4
                && head[PREAMBLE] == 'D'
                && head[PREAMBLE + 1] == 'I'
                && head[PREAMBLE + 2] == 'C'
                && head[PREAMBLE + 3] == 'M';
    }

    private static boolean isExplicit(ByteBuffer in) {
        return in.limit() >= 6 && Vr.of(in.get(4), in.get(5)) != null;
    }

    private static TransferSyntax guess(ByteBuffer rest) {
        if (!isExplicit(rest)) {
            return TransferSyntax.IMPLICIT_LITTLE;
        }
        int group = rest.duplicate().order(ByteOrder.LITTLE_ENDIAN).getShort(0) & 0xFFFF;
        return group > 0xFF ? TransferSyntax.EXPLICIT_BIG : TransferSyntax.EXPLICIT_LITTLE;
    }

    private static byte[] inflate(ByteBuffer deflated, String what, long most) {
        Inflater inflater = new Inflater(true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        try {
            inflater.setInput(deflated.duplicate());
            while (!inflater.finished()) {
                int n = inflater.inflate(buffer);
                out.write(buffer, 0, n);
                boolean stuck = n == 0 && (inflater.needsInput() || inflater.needsDictionary());
                if (stuck || out.size() > most) {
                    throw InputException.of(
                            what, "a whole deflated DICOM file", "a truncated or endless one", "get the file again");
                }
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new InputException(
                    what + ": expected a whole deflated DICOM file, got damaged data; get the file again", e);
        } finally {
            inflater.end();
        }
    }
}
