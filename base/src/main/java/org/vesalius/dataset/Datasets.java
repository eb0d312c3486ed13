package org.vesalius.dataset;

import java.util.List;
import org.vesalius.phantom.PhantomDataset;

/** All readers, sorted by id: a new one adds its line. */
public final class Datasets {
    private static final List<Dataset> ALL = List.of(new PhantomDataset());

    private Datasets() {}

    /** All, sorted by id. */
    public static List<Dataset> all() {
        return ALL;
    }
}
