package org.vesalius.shard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyImage;
import org.vesalius.image.Geometry;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.io.Progress;

/** A prepared set on disk: random access to its studies. Safe for use by several threads. */
public final class PreparedData implements AutoCloseable {
    private static final Pattern SHARD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final String REMEDY =
            "copy that file again from where the set was prepared, or prepare the set again";

    private final Path dir;
    private final Manifest manifest;
    private final List<Entry> entries;
    private final Map<String, FileChannel> channels = new ConcurrentHashMap<>();

    private PreparedData(Path dir, Manifest manifest, List<Entry> entries) {
        this.dir = dir;
        this.manifest = manifest;
        this.entries = entries;
    }

    /**
     * Opens a folder that {@code data prepare} wrote. The sizes of all shards are compared at once, their contents when they are read, or all by {@link #verify}.
     *
     * @throws InputException when it is none, of another version, or a shard is missing or cut
     */
    public static PreparedData open(Path dir) throws IOException {
        Path file = dir.resolve(Layout.MANIFEST);
        if (!Files.isRegularFile(file)) {
            throw new InputException("the folder holds no prepared set: expected a " + Layout.MANIFEST
                    + " in it, got none; make one with 'vesalius data prepare DIR --as NAME --out DIR'");
        }
        checkFormat(file);
        Manifest manifest = Json.read(file, Manifest.class, Layout.MANIFEST);
        for (Manifest.Shard shard : manifest.shards()) {
            checkSize(dir, shard);
        }
        return new PreparedData(dir, manifest, index(dir, manifest));
    }

    private static void checkFormat(Path file) throws IOException {
        int format = Json.tree(file, Layout.MANIFEST).path("format").asInt(0);
        if (format < 1 || format > Manifest.FORMAT) {
            throw InputException.of(
                    Layout.MANIFEST,
                    "format 1 to " + Manifest.FORMAT,
                    format == 0 ? "none" : "format " + format,
                    "prepare the set again with this version, or use the one that prepared it");
        }
    }

    private static void checkSize(Path dir, Manifest.Shard shard) throws IOException {
        if (!SHARD.matcher(shard.name()).matches()) {
            throw InputException.of(Layout.MANIFEST, "shards that are files beside it", "another name", REMEDY);
        }
        try {
            long size = Files.size(dir.resolve(shard.name()));
            if (size != shard.bytes()) {
                throw InputException.of(
                        "shard " + shard.name(), shard.bytes() + " bytes", size + ": it is cut or changed", REMEDY);
            }
        } catch (NoSuchFileException e) {
            throw InputException.of("shard " + shard.name(), "a file", "none", REMEDY);
        }
    }

    private static List<Entry> index(Path dir, Manifest manifest) throws IOException {
        Path file = dir.resolve(Layout.INDEX);
        byte[] bytes = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
        if (!Digests.sha256(bytes).equals(manifest.indexSha256())) {
            throw InputException.of(Layout.INDEX, "the index that the manifest names", "another one or none", REMEDY);
        }
        List<Entry> entries = new ArrayList<>();
        new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> entries.add(Json.parse(line, Entry.class, Layout.INDEX)));
        return List.copyOf(entries);
    }

    /** What it is. */
    public Manifest manifest() {
        return manifest;
    }

    /** All entries, in row order. */
    public List<Entry> entries() {
        return entries;
    }

    /** The entries of a split, in row order. */
    public List<Entry> entries(Split split) {
        return entries.stream().filter(entry -> entry.split() == split).toList();
    }

    /** A study with its pictures and volumes. */
    public Sample read(Entry entry) throws IOException {
        SequencedMap<String, byte[]> members = members(entry);
        Study study = study(entry, members);
        List<Image> images = new ArrayList<>();
        List<Geometry> geometries = new ArrayList<>();
        for (int i = 0; i < study.images().size(); i++) {
            StudyImage original = study.images().get(i);
            String member = Layout.image(entry.key(), i);
            Image stored = ImageFiles.decode(member(entry, members, member), entry.shard() + ", " + member);
            images.add(stored);
            geometries.add(Geometry.resize(original.width(), original.height(), stored.width(), stored.height()));
        }
        return new Sample(
                entry, study, images, geometries, masks(entry, study, members), volumes(entry, study, members));
    }

    private static Volumes volumes(Entry entry, Study study, SequencedMap<String, byte[]> members) {
        List<byte[]> encoded = new ArrayList<>();
        List<List<byte[]>> masks = new ArrayList<>();
        for (int i = 0; i < study.volumes().size(); i++) {
            encoded.add(member(entry, members, Layout.volume(entry.key(), i)));
            List<byte[]> ofVolume = new ArrayList<>();
            for (int n = 0; n < study.volumes().get(i).masks().size(); n++) {
                ofVolume.add(member(entry, members, Layout.volumeMask(entry.key(), i, n)));
            }
            masks.add(ofVolume);
        }
        return new Volumes(study, encoded, masks, entry.shard() + ", row " + entry.row());
    }

    private static Masks masks(Entry entry, Study study, SequencedMap<String, byte[]> members) {
        List<List<byte[]>> encoded = new ArrayList<>();
        for (int i = 0; i < study.images().size(); i++) {
            List<byte[]> ofImage = new ArrayList<>();
            for (int n = 0; n < study.images().get(i).masks().size(); n++) {
                ofImage.add(member(entry, members, Layout.mask(entry.key(), i, n)));
            }
            encoded.add(ofImage);
        }
        return new Masks(study, encoded, entry.shard() + ", row " + entry.row());
    }

    /** A study without its pictures, which are not decoded. */
    public Study study(Entry entry) throws IOException {
        return study(entry, members(entry));
    }

    private static Study study(Entry entry, SequencedMap<String, byte[]> members) {
        byte[] json = member(entry, members, Layout.study(entry.key()));
        String what = entry.shard() + ", row " + entry.row();
        return Json.parse(new String(json, StandardCharsets.UTF_8), Study.class, what)
                .withSplit(entry.split());
    }

    /** Reads every shard and compares its SHA-256 with the manifest. */
    public void verify(Progress progress) throws IOException {
        progress.start("verify", manifest.shards().size());
        for (int i = 0; i < manifest.shards().size(); i++) {
            Manifest.Shard shard = manifest.shards().get(i);
            checkSize(dir, shard);
            if (!Digests.sha256(dir.resolve(shard.name())).equals(shard.sha256())) {
                throw changed(shard.name());
            }
            progress.at(i + 1, shard.name());
        }
        progress.end("");
    }

    private SequencedMap<String, byte[]> members(Entry entry) throws IOException {
        byte[] slice = new byte[entry.length()];
        ByteBuffer buffer = ByteBuffer.wrap(slice);
        FileChannel channel = channel(entry.shard());
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, entry.offset() + buffer.position()) < 0) {
                throw InputException.of(
                        "shard " + entry.shard(), "all of row " + entry.row(), "its end: it is cut", REMEDY);
            }
        }
        CRC32C crc = new CRC32C();
        crc.update(slice);
        if (crc.getValue() != entry.crc()) {
            throw changed(entry.shard());
        }
        return TarSlice.read(slice);
    }

    private static InputException changed(String shard) {
        return InputException.of("shard " + shard, "the bytes that were prepared", "others", REMEDY);
    }

    private FileChannel channel(String shard) throws IOException {
        FileChannel open = channels.get(shard);
        if (open != null) {
            return open;
        }
        FileChannel opened = FileChannel.open(dir.resolve(shard));
        FileChannel earlier = channels.putIfAbsent(shard, opened);
        if (earlier == null) {
            return opened;
        }
        opened.close();
        return earlier;
    }

    private static byte[] member(Entry entry, SequencedMap<String, byte[]> members, String name) {
        byte[] bytes = members.get(name);
        if (bytes == null) {
            throw InputException.of(
                    "shard " + entry.shard(), name + " in row " + entry.row(), "no such member", REMEDY);
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        for (FileChannel channel : channels.values()) {
            channel.close();
        }
        channels.clear();
    }
}
