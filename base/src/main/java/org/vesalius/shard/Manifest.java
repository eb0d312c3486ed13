package org.vesalius.shard;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.dataset.Split;
import org.vesalius.io.Digests;
import org.vesalius.io.Json;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

/**
 * {@code manifest.json} of a prepared set: everything that decides what its bytes are, and nothing else, so that equal input gives an equal digest.
 *
 * @param format version of the layout of folder and shards: 3 where there are volumes, else 2 where there are masks, else 1: older versions read what they know
 * @param name the set's id
 * @param card with the reader's version and the licence
 * @param settings of the reader
 * @param splitRule in words
 * @param seed of the split
 * @param splitDigest SHA-256 over the patient and study keys with their split
 * @param storage how pictures are stored
 * @param counts of what is in it
 * @param problems what was left out, by kind
 * @param duplicates what is in it twice
 * @param shards in order
 * @param indexSha256 of {@code index.jsonl}
 */
public record Manifest(
        int format,
        String name,
        DatasetCard card,
        Map<String, String> settings,
        String splitRule,
        long seed,
        String splitDigest,
        Storage storage,
        Map<Split, Counts> counts,
        Map<Problem.Kind, Integer> problems,
        Duplicates duplicates,
        List<Shard> shards,
        String indexSha256) {
    /** The newest version of the layout; all from 1 are read. */
    public static final int FORMAT = 3;

    public Manifest {
        settings = sorted(settings);
        counts = sorted(counts);
        problems = sorted(problems);
        shards = List.copyOf(shards);
    }

    /**
     * How pictures and volumes are stored.
     *
     * @param maxSide longest side, pixels; smaller pictures keep their size
     * @param filter of the resize
     * @param encoding {@code png}, of 8 or 16 bits as the original
     * @param volumeSide longest side of volumes, voxels; smaller ones keep their size; 0, and left out, where there are none
     */
    public record Storage(
            int maxSide,
            String filter,
            String encoding,

            @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonSetter(nulls = Nulls.AS_EMPTY)
            int volumeSide) {}

    /** One tar file. */
    public record Shard(String name, Split split, int studies, int images, long bytes, String sha256) {}

    /**
     * What is in the set more than once; the groups are in {@code duplicates.jsonl}.
     *
     * @param texts groups of studies with the same text
     * @param studiesInTexts studies in these groups
     * @param textsAcrossSplits groups whose studies are in more than one split
     * @param images groups of pictures that look the same
     * @param picturesInImages pictures in these groups
     * @param imagesAcrossSplits groups whose pictures are in more than one split
     */
    public record Duplicates(
            int texts,
            int studiesInTexts,
            int textsAcrossSplits,
            int images,
            int picturesInImages,
            int imagesAcrossSplits) {}

    /** What is in one split; nothing where there is no such split. */
    public Counts counts(Split split) {
        return counts.getOrDefault(split, Counts.NONE);
    }

    /** Per label, studies by state, over all splits. */
    public Map<String, Map<LabelState, Integer>> labels() {
        Map<String, Map<LabelState, Integer>> labels = new TreeMap<>();
        counts.values()
                .forEach(part -> part.labels()
                        .forEach((name, states) -> states.forEach(
                                (state, n) -> labels.computeIfAbsent(name, _ -> new EnumMap<>(LabelState.class))
                                        .merge(state, n, Integer::sum))));
        return labels;
    }

    /** SHA-256 of all of this: the name of the data in every result. */
    public String digest() {
        return Digests.sha256(Json.line(this));
    }

    private static <K extends Comparable<K>, V> Map<K, V> sorted(Map<K, V> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
