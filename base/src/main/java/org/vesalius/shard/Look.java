package org.vesalius.shard;

import org.vesalius.image.Image;

/** What a picture looks like, small enough to be kept for every picture of a set (1 KiB): the fingerprint finds candidates fast, the thumbnail confirms them. */
record Look(Fingerprint print, Thumbnail thumbnail) {
    static Look of(Image image) {
        return new Look(Fingerprint.of(image), Thumbnail.of(image));
    }

    /** Whether they are the same picture. */
    boolean alike(Look other) {
        return print.near(other.print) && thumbnail.same(other.thumbnail);
    }

    /** Whether nothing of them differs at this size. */
    boolean identical(Look other) {
        return print.equals(other.print) && thumbnail.identical(other.thumbnail);
    }

    /** An empty picture says nothing about likeness. */
    boolean blank() {
        return print.blank();
    }
}
