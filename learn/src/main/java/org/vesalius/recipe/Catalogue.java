package org.vesalius.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.dataset.Datasets;

/**
 * Every system and every data set of the field, with what there is of it here. Systems stand in {@code systems.tsv}; one that has a recipe takes its status and run line from the recipe's card. Data sets
 * are the readers of {@link Datasets} and, until they have one, the lines of {@code planned.tsv}.
 */
public record Catalogue(List<SystemRow> systems, List<DatasetRow> datasets) {
    /** The status of what has no recipe or reader yet. */
    public static final String PLANNED = "planned";

    /** The status of a data set with a reader and its contract test. */
    public static final String READS = "reads";

    /** A published system; {@code paper} is an arXiv id or DOI, and it and {@code run} may be empty. The states are those of {@link RecipeCard.Claim} in lower case, and {@link #PLANNED}. */
    public record SystemRow(
            String id, String title, String venue, int year, String paper, String kind, String status, String run) {}

    /** A data set. */
    public record DatasetRow(String id, String title, String modality, String access, String status, String run) {}

    public Catalogue {
        systems = List.copyOf(systems);
        datasets = List.copyOf(datasets);
    }

    /** All of it, sorted by id. */
    public static Catalogue all() {
        return new Catalogue(allSystems(), allDatasets());
    }

    private static List<SystemRow> allSystems() {
        Map<String, RecipeCard> cards =
                Recipes.all().stream().map(Recipe::card).collect(Collectors.toMap(RecipeCard::id, Function.identity()));
        List<SystemRow> rows = new ArrayList<>();
        for (List<String> cells : table(Catalogue.class, "systems.tsv", 6)) {
            RecipeCard card = cards.remove(cells.getFirst());
            rows.add(new SystemRow(
                    cells.get(0),
                    cells.get(2),
                    cells.get(3),
                    Integer.parseInt(cells.get(4)),
                    cells.get(5),
                    cells.get(1),
                    card == null ? PLANNED : card.claim().name().toLowerCase(Locale.ROOT),
                    card == null ? "" : card.run()));
        }
        if (!cards.isEmpty()) {
            throw new IllegalStateException("recipes without a line in systems.tsv: " + cards.keySet());
        }
        return rows.stream().sorted(Comparator.comparing(SystemRow::id)).toList();
    }

    private static List<DatasetRow> allDatasets() {
        List<DatasetRow> rows = new ArrayList<>();
        for (Dataset dataset : Datasets.all()) {
            DatasetCard card = dataset.card();
            rows.add(new DatasetRow(
                    card.id(),
                    card.title(),
                    card.modality(),
                    card.access().name().toLowerCase(Locale.ROOT),
                    READS,
                    "vesalius data prepare DIR --as " + card.id() + " --out DATA"));
        }
        for (List<String> cells : table(Dataset.class, "planned.tsv", 4)) {
            rows.add(new DatasetRow(cells.get(0), cells.get(1), cells.get(2), cells.get(3), PLANNED, ""));
        }
        return rows.stream().sorted(Comparator.comparing(DatasetRow::id)).toList();
    }

    private static List<List<String>> table(Class<?> beside, String name, int columns) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            List<List<String>> rows = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> List.of(line.split("\t", -1)))
                    .toList();
            rows.stream().filter(row -> row.size() != columns).findFirst().ifPresent(row -> {
                throw new IllegalStateException(name + ": a line of " + row.size() + " cells, expected " + columns);
            });
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tables of README.md. */
    public String markdown() {
        long done =
                systems.stream().filter(row -> !row.status().equals(PLANNED)).count();
        long read =
                datasets.stream().filter(row -> !row.status().equals(PLANNED)).count();
        StringBuilder text =
                new StringBuilder("%d of %d systems and %d of %d data sets are here; the rest is planned.\n\n"
                        .formatted(done, systems.size(), read, datasets.size()));
        text.append("| id | system | venue | paper | kind | status |\n|---|---|---|---|---|---|\n");
        systems.stream()
                .sorted(Comparator.comparing((SystemRow row) -> row.status().equals(PLANNED))
                        .thenComparing(SystemRow::kind)
                        .thenComparing(SystemRow::id))
                .forEach(row -> text.append("| `%s` | %s | %s %d | %s | %s | %s |\n"
                        .formatted(
                                row.id(),
                                row.title(),
                                row.venue(),
                                row.year(),
                                row.paper(),
                                row.kind(),
                                row.status())));
        text.append("\n| data set | | modality | access | status |\n|---|---|---|---|---|\n");
        datasets.stream()
                .sorted(Comparator.comparing((DatasetRow row) -> row.status().equals(PLANNED))
                        .thenComparing(DatasetRow::id))
                .forEach(row -> text.append("| `%s` | %s | %s | %s | %s |\n"
                        .formatted(row.id(), row.title(), row.modality(), row.access(), row.status())));
        return text.toString();
    }
}
