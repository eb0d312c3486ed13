package org.vesalius.published;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.vesalius.io.InputException;

/** All kinds of published weights that can be imported. */
public final class Kinds {
    private static final List<Kind> ALL = Stream.of(
                    BertWeights.kinds(),
                    BiomedClipWeights.kinds(),
                    BiovilWeights.kinds(),
                    ClipWeights.kinds(),
                    MedklipWeights.kinds(),
                    PairWeights.kinds(),
                    PriorWeights.kinds(),
                    TowerWeights.kinds())
            .flatMap(List::stream)
            .sorted(Comparator.comparing(kind -> kind.card().id()))
            .toList();

    private Kinds() {}

    /** In alphabetical order. */
    public static List<Kind> all() {
        return ALL;
    }

    /** One by its id; an unknown one lists the nearest. */
    public static Kind byId(String id) {
        return ALL.stream()
                .filter(kind -> kind.card().id().equals(id))
                .findFirst()
                .orElseThrow(() -> InputException.unknown("kind of weights", id, ids(ALL)));
    }

    /** Those whose names are in the files. */
    public static List<Kind> like(WeightFiles files) {
        return ALL.stream()
                .filter(kind -> kind.recognises(files.tensors().keySet()))
                .toList();
    }

    static List<String> ids(List<Kind> kinds) {
        return kinds.stream().map(kind -> kind.card().id()).toList();
    }

    /** What to say of files that are not of the kind they are said to be. */
    public static String guess(WeightFiles files) {
        List<String> like = ids(like(files));
        return like.isEmpty()
                ? "it looks like no kind that is known; `vesalius weights` lists what is in it"
                : "it looks like " + String.join(" or ", like);
    }
}
