package org.vesalius.recipe;

/**
 * What a recipe is and where it comes from; ids are those of the catalogue.
 *
 * @param paper DOI or arXiv id
 * @param claim what is proved of it
 * @param run one command line
 */
public record RecipeCard(
        String id, String title, String authors, String venue, int year, String paper, Claim claim, String run) {
    /** How far a recipe is proved. */
    public enum Claim {
        /** A few steps run and the loss falls. */
        RUNS,
        /** It beats chance on the built-in data by a margin: {@code docs/learned/<id>.json}. */
        LEARNS,
        /** It learns, and its objective or architecture equals independent reference values in a test. */
        PARITY
    }
}
