package org.vesalius.shard;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.vesalius.dataset.Split;
import org.vesalius.io.Digests;

/**
 * Writes the shards of a prepared set. A prepared folder holds
 *
 * <ul>
 *   <li>{@code train-00000.tar}, {@code train-00001.tar}, …, {@code val-00000.tar}, …, {@code test-00000.tar}, …: WebDataset shards, plain POSIX ustar without compression. The members of a study lie side by
 *       side and share their stem, the study's key (letters and digits, no dot): {@code <key>.json}, the study as JSON with boxes in pixels of the ORIGINAL pictures and their size; {@code <key>.txt}, the
 *       whole report text, where there is one; {@code <key>.0.png}, {@code <key>.1.png}, …, its pictures: grey or RGB, 8 or 16 bits, aspect kept, longest side at most {@code storage.maxSide}; {@code <key>.0.mask0.png}, {@code <key>.0.mask1.png}, …, the masks of
 *       the first picture, in the order of its JSON and of its stored size: grey, 8 bits, the share of the pixel that belongs to the structure from 0 to 255; {@code
 *       <key>.volume0.nii.gz}, {@code <key>.volume1.nii.gz}, …, its volumes: gzipped NIfTI-2, axes as in the original, the affine (64 bits, RAS millimetres) as sform, no side longer than
 *       {@code storage.volumeSide} voxels (longer ones averaged down to it), whole numbers as 8 unsigned or 16 signed bits (Hounsfield units of a CT), others as floats of 32 bits, unscaled: read back bit by
 *       bit; {@code <key>.volume0.mask0.nii.gz}, …, the masks of the first volume on its grid, the share of the voxel from 0 to 255;
 *   <li>{@code index.jsonl}: one {@link Entry} a line, in the order of the set: where each study lies, for random access;
 *   <li>{@code manifest.json}: the {@link Manifest};
 *   <li>{@code README.md}: the data card for people; {@code problems.jsonl}: what was left out; {@code duplicates.jsonl}: what is in it twice.
 * </ul>
 *
 * Nothing depends on time, machine or number of threads: preparing again gives the same bytes.
 */
final class ShardWriter implements AutoCloseable {
    private static final long MAX_BYTES = 1L << 30;

    private final Path dir;
    private final int studiesPerShard;
    private final Map<Split, Open> open = new EnumMap<>(Split.class);
    private final Map<Split, Integer> next = new EnumMap<>(Split.class);
    private final List<Manifest.Shard> finished = new ArrayList<>();

    ShardWriter(Path dir, int studiesPerShard) {
        this.dir = dir;
        this.studiesPerShard = studiesPerShard;
    }

    private static final class Open {
        private final String name;
        private final OutputStream out;
        private final MessageDigest digest = Digests.sha256();
        private long bytes;
        private int studies;
        private int images;

        Open(String name, OutputStream out) {
            this.name = name;
            this.out = out;
        }

        void write(byte[] part) throws IOException {
            out.write(part);
            digest.update(part);
            bytes += part.length;
        }
    }

    /** Appends a study's members to the shard of its split and says where they lie. */
    Entry write(int row, String key, Split split, String patientKey, int images, byte[] slice) throws IOException {
        Open shard = open.get(split);
        if (shard != null && (shard.studies == studiesPerShard || shard.bytes + slice.length > MAX_BYTES)) {
            finish(split, shard);
            shard = null;
        }
        if (shard == null) {
            shard = begin(split);
        }
        CRC32C crc = new CRC32C();
        crc.update(slice);
        long offset = shard.bytes;
        shard.write(slice);
        shard.studies++;
        shard.images += images;
        return new Entry(row, key, split, patientKey, shard.name, offset, slice.length, crc.getValue(), images);
    }

    private Open begin(Split split) throws IOException {
        int number = next.merge(split, 1, Integer::sum) - 1;
        String name = "%s-%05d.tar".formatted(split.lower(), number);
        Open shard = new Open(name, new BufferedOutputStream(Files.newOutputStream(dir.resolve(name)), 1 << 18));
        open.put(split, shard);
        return shard;
    }

    private void finish(Split split, Open shard) throws IOException {
        open.remove(split);
        try (OutputStream out = shard.out) {
            shard.write(TarSlice.end());
            out.flush();
        }
        finished.add(new Manifest.Shard(
                shard.name, split, shard.studies, shard.images, shard.bytes, Digests.hex(shard.digest.digest())));
    }

    /** Ends all shards; sorted by split, then by number. */
    List<Manifest.Shard> finish() throws IOException {
        for (Split split : Split.values()) {
            Open shard = open.get(split);
            if (shard != null) {
                finish(split, shard);
            }
        }
        return finished.stream()
                .sorted((a, b) -> a.split() == b.split()
                        ? a.name().compareTo(b.name())
                        : a.split().compareTo(b.split()))
                .toList();
    }

    /** Lets go of shards that were not ended. */
    @Override
    public void close() throws IOException {
        for (Open shard : open.values()) {
            shard.out.close();
        }
        open.clear();
    }
}
