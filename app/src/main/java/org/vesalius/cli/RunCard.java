package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.dataset.Datasets;
import org.vesalius.evaluate.ModelCard;
import org.vesalius.evaluate.Result;
import org.vesalius.recipe.Recipe;
import org.vesalius.recipe.RecipeCard;
import org.vesalius.recipe.Recipes;

/** The model card of a run, with what recipes and readers say of where it comes from. */
final class RunCard {
    private RunCard() {}

    /** Of a run's manifest. */
    static ModelCard of(RunManifest run) {
        return new ModelCard(run, paper(run), data(run));
    }

    private static Optional<ModelCard.Paper> paper(RunManifest run) {
        if (run.source() != null) {
            return Optional.empty();
        }
        return Recipes.all().stream()
                .map(Recipe::card)
                .filter(card -> card.id().equals(run.recipe()))
                .findFirst()
                .map(RunCard::paper);
    }

    private static ModelCard.Paper paper(RecipeCard card) {
        return new ModelCard.Paper(card.title(), card.authors(), card.venue(), card.year(), card.paper());
    }

    private static Optional<DatasetCard> data(RunManifest run) {
        return Datasets.all().stream()
                .map(Dataset::card)
                .filter(card -> card.id().equals(run.data().name()))
                .findFirst();
    }

    /** Writes it with every result that lies in {@code results}. */
    static void write(Path file, ModelCard card, Path results) throws IOException {
        List<Result> all = new ArrayList<>();
        for (Path result : ResultFiles.of(results).byProtocol().values()) {
            all.add(Result.read(result));
        }
        ModelCard.write(file, card.markdown(all));
    }
}
