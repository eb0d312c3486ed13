package org.vesalius.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a set is, where it comes from and what may be done with it.
 *
 * @param id as on the command line
 * @param version of the reader, raised whenever the same files would give other studies
 * @param licence of the data, not of the reader
 * @param redistributable whether the licence lets prepared data be passed on
 * @param tasks what it is good for, such as {@code retrieval} or {@code grounding}
 * @param layout the files that the reader expects
 * @param traps what is odd about the distributed files, and what the reader does about it
 * @param counts of the complete set, such as {@code images}; compared when the set is prepared or checked, for {@code studies}, {@code patients}, {@code images}, {@code texts}, {@code boxes},
 *     {@code questions}, {@code volumes} and {@code labelled} (studies with labels), also of one part as in {@code questions.test}; other names are told only
 * @param size of the complete set on disk in words, such as {@code "42 GB"}; empty when not known
 */
public record DatasetCard(
        String id,
        int version,
        String title,
        String citation,
        String licence,
        boolean redistributable,
        Access access,
        List<String> tasks,
        String modality,
        String layout,
        List<String> traps,
        Map<String, Integer> counts,
        // left out where empty, so that manifests of before there was a size keep their bytes and digests
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        String size) {
    /** Who can get it. */
    public enum Access {
        /** Anybody can download it, so its identifiers are public. */
        OPEN,
        /** After registration or an agreement; de-identified by its publisher. */
        REGISTERED,
        /** Credentialed users only; de-identified by its publisher. */
        CREDENTIALED,
        /** The user's own files, which may carry real identifiers. */
        OWN
    }

    public DatasetCard {
        tasks = List.copyOf(tasks);
        traps = List.copyOf(traps);
        counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    /** A card without the size on disk. */
    public DatasetCard(
            String id,
            int version,
            String title,
            String citation,
            String licence,
            boolean redistributable,
            Access access,
            List<String> tasks,
            String modality,
            String layout,
            List<String> traps,
            Map<String, Integer> counts) {
        this(
                id,
                version,
                title,
                citation,
                licence,
                redistributable,
                access,
                tasks,
                modality,
                layout,
                traps,
                counts,
                "");
    }

    /** The same with a size on disk, in words. */
    public DatasetCard withSize(String onDisk) {
        return new DatasetCard(
                id,
                version,
                title,
                citation,
                licence,
                redistributable,
                access,
                tasks,
                modality,
                layout,
                traps,
                counts,
                onDisk);
    }
}
