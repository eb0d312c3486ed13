package org.vesalius.shard;

import org.vesalius.dataset.Split;

/**
 * Where a study lies in a prepared set: one line of {@code index.jsonl}.
 *
 * @param row its place in the order of the set, from 0
 * @param key of the study, pseudonymous, and the stem of its members in the shard
 * @param patientKey pseudonymous
 * @param shard the name of the tar file
 * @param offset of its first tar header in the shard, bytes
 * @param length of all its members with their headers, bytes
 * @param crc CRC-32C of these bytes
 * @param images how many pictures it has
 */
public record Entry(
        int row,
        String key,
        Split split,
        String patientKey,
        String shard,
        long offset,
        int length,
        long crc,
        int images) {}
