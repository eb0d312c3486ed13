package org.vesalius.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.dataset.Datasets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The readers. */
@Command(
        name = "list",
        description = "List the layouts that can be read.",
        footerHeading = "%nExample:%n",
        footer = "  vesalius data list --json")
public final class DataListCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public DataListCommand() {}

    /** What {@code --json} prints. */
    record Readers(List<DatasetCard> datasets) {}

    @Override
    public Integer call() {
        List<DatasetCard> cards = Datasets.all().stream().map(Dataset::card).toList();
        Table table = new Table("id", "access", "modality", "good for", "title");
        cards.forEach(card -> table.row(
                card.id(),
                card.access().name().toLowerCase(Locale.ROOT),
                card.modality(),
                String.join(", ", card.tasks()),
                card.title()));
        output.result(new Readers(cards), table + "\nMore about one: vesalius data describe ID");
        return ExitCode.OK;
    }
}
