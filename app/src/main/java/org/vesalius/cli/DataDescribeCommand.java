package org.vesalius.cli;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.dataset.Datasets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One reader at length. */
@Command(
        name = "describe",
        description = "Describe a layout: files, licence, traps, settings of its reader.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  vesalius data describe covid-chestxray")
public final class DataDescribeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "As in 'vesalius data list'.")
    private String id;

    @Mixin
    private Output output;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public DataDescribeCommand() {}

    /** What {@code --json} prints. */
    record Described(DatasetCard card, Map<String, String> settings) {}

    @Override
    public Integer call() {
        Dataset dataset = Datasets.byId(id);
        output.result(new Described(dataset.card(), dataset.settings()), text(dataset));
        return ExitCode.OK;
    }

    private static String text(Dataset dataset) {
        DatasetCard card = dataset.card();
        StringBuilder text = new StringBuilder(card.title()).append("\n\n");
        line(text, "id", card.id() + ", reader version " + card.version());
        line(text, "cite", card.citation());
        line(text, "licence", card.licence());
        line(text, "pass on", card.redistributable() ? "allowed under that licence" : "not allowed");
        line(text, "access", card.access().name().toLowerCase(Locale.ROOT));
        line(text, "modality", card.modality());
        line(text, "good for", String.join(", ", card.tasks()));
        line(text, "layout", card.layout());
        card.counts().forEach((what, n) -> line(text, what, n + " in the complete set"));
        if (!card.traps().isEmpty()) {
            text.append("\nTraps\n");
            card.traps().forEach(trap -> text.append("  - ").append(trap).append('\n'));
        }
        if (!dataset.settings().isEmpty()) {
            text.append("\nSettings (--set NAME=VALUE)\n");
            dataset.settings().forEach((name, help) -> text.append("  %-18s %s%n".formatted(name, help)));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String what, String value) {
        text.append("%-9s %s%n".formatted(what, value));
    }
}
