package org.vesalius.shard;

/** The names in a prepared folder and in its shards; the description is {@link ShardWriter}'s. */
final class Layout {
    static final String MANIFEST = "manifest.json";
    static final String INDEX = "index.jsonl";
    static final String CARD = "README.md";
    static final String PROBLEMS = "problems.jsonl";
    static final String DUPLICATES = "duplicates.jsonl";

    private Layout() {}

    static String study(String key) {
        return key + ".json";
    }

    static String text(String key) {
        return key + ".txt";
    }

    static String image(String key, int number) {
        return key + "." + number + ".png";
    }

    static String volume(String key, int number) {
        return key + ".volume" + number + ".nii.gz";
    }

    static String volumeMask(String key, int volume, int number) {
        return key + ".volume" + volume + ".mask" + number + ".nii.gz";
    }

    static String mask(String key, int image, int number) {
        return key + "." + image + ".mask" + number + ".png";
    }
}
