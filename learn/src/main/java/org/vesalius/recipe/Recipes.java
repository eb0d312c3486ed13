package org.vesalius.recipe;

import java.util.List;
import org.vesalius.io.InputException;

/** All recipes, sorted by id. */
public final class Recipes {
    private static final List<Recipe> ALL = List.of(
            new Biovil(),
            new Biovilt(),
            new Breakfix(),
            new Chexzero(),
            new Clip(),
            new Contig(),
            new Convirt(),
            new Gloria(),
            new Hsu2018(),
            new Imagebind(),
            new Joimter(),
            new JointCxr(),
            new Langlab(),
            new LiangItm(),
            new Limitr(),
            new LocalMi(),
            new Lovt(),
            new Maple(),
            new Medclip(),
            new Medklip(),
            new Mgca(),
            new PmcClip(),
            new Prior(),
            new Pubmedclip(),
            new Radtex(),
            new Refers(),
            new Siglip());

    private Recipes() {}

    /** All, sorted by id. */
    public static List<Recipe> all() {
        return ALL;
    }

    /** The recipe of an id. */
    public static Recipe byId(String id) {
        return ALL.stream()
                .filter(recipe -> recipe.card().id().equals(id))
                .findFirst()
                .orElseThrow(() -> InputException.unknown(
                        "recipe",
                        id,
                        ALL.stream().map(recipe -> recipe.card().id()).toList()));
    }
}
