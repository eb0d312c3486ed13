package org.vesalius.shard;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.io.InputException;

/**
 * How a set is prepared.
 *
 * @param read settings of the reader
 * @param rule where the split comes from
 * @param trainShare of the patients, where the split is by hash
 * @param valShare of the patients, where the split is by hash; the rest is for the test
 * @param seed of the split
 * @param fold that is the test, whatever {@code rule} says, or null for a split by {@code rule}
 * @param maxSide longest side of a stored picture, pixels; smaller ones keep their size
 * @param volumeSide longest side of a stored volume, voxels; smaller ones keep their size
 * @param studiesPerShard at most
 * @param privateDir where salt and key table of the user's own data go, or null for {@code OUT-private} beside the out folder
 * @param threads that decode
 */
public record PrepareOptions(
        ReadOptions read,
        SplitRule rule,
        double trainShare,
        double valShare,
        long seed,
        @Nullable Fold fold,
        int maxSide,
        int volumeSide,
        int studiesPerShard,
        @Nullable Path privateDir,
        int threads) {
    public PrepareOptions {
        if (trainShare < 0 || valShare < 0 || trainShare + valShare > 1) {
            throw InputException.of(
                    "split shares",
                    "two shares from 0 to 1 whose sum is at most 1",
                    trainShare + " and " + valShare,
                    "use for instance 0.8 and 0.1");
        }
        if (maxSide < 1 || volumeSide < 1 || studiesPerShard < 1 || threads < 1) {
            throw InputException.of(
                    "longest sides, studies per shard and threads",
                    "at least 1",
                    maxSide + ", " + volumeSide + ", " + studiesPerShard + ", " + threads,
                    "leave them out for the defaults");
        }
    }

    /** 80 / 10 / 10 unless published, 512 pixels, 192 voxels, 1000 studies a shard, all cores. */
    public static PrepareOptions defaults() {
        return new PrepareOptions(
                ReadOptions.defaults(),
                SplitRule.AUTO,
                0.8,
                0.1,
                0,
                null,
                512,
                192,
                1000,
                null,
                Runtime.getRuntime().availableProcessors());
    }

    /** The same with other settings of the reader. */
    public PrepareOptions withRead(ReadOptions settings) {
        return new PrepareOptions(
                settings,
                rule,
                trainShare,
                valShare,
                seed,
                fold,
                maxSide,
                volumeSide,
                studiesPerShard,
                privateDir,
                threads);
    }

    /** The same with another split. */
    public PrepareOptions withSplit(SplitRule source, double train, double val, long splitSeed) {
        return new PrepareOptions(
                read, source, train, val, splitSeed, fold, maxSide, volumeSide, studiesPerShard, privateDir, threads);
    }

    /** The same with one of several folds as the test. */
    public PrepareOptions withFold(@Nullable Fold test) {
        return new PrepareOptions(
                read,
                rule,
                trainShare,
                valShare,
                seed,
                test,
                maxSide,
                volumeSide,
                studiesPerShard,
                privateDir,
                threads);
    }

    /** The same with other sizes. */
    public PrepareOptions withSizes(int side, int perShard) {
        return new PrepareOptions(
                read, rule, trainShare, valShare, seed, fold, side, volumeSide, perShard, privateDir, threads);
    }

    /** The same with another longest side of volumes. */
    public PrepareOptions withVolumeSide(int voxels) {
        return new PrepareOptions(
                read, rule, trainShare, valShare, seed, fold, maxSide, voxels, studiesPerShard, privateDir, threads);
    }

    /** The same with another place for what is private. */
    public PrepareOptions withPrivateDir(@Nullable Path dir) {
        return new PrepareOptions(
                read, rule, trainShare, valShare, seed, fold, maxSide, volumeSide, studiesPerShard, dir, threads);
    }

    /** The same with another number of threads. */
    public PrepareOptions withThreads(int number) {
        return new PrepareOptions(
                read, rule, trainShare, valShare, seed, fold, maxSide, volumeSide, studiesPerShard, privateDir, number);
    }
}
