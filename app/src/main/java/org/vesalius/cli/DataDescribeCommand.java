package org.vesalius.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.dataset.DatasetPage;
import org.vesalius.dataset.Datasets;
import org.vesalius.dataset.HubCard;
import org.vesalius.io.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One reader at length. */
@Command(
        name = "describe",
        description = "Describe a layout: files, licence, traps, settings of its reader.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius data describe covid-chestxray",
            "  vesalius data describe covid-chestxray --card > README.md",
            "  vesalius data describe --all --markdown > docs/datasets.md"
        })
public final class DataDescribeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", arity = "0..1", description = "As in 'vesalius data list'.")
    private @Nullable String id;

    @Option(names = "--all", description = "Every layout.")
    private boolean all;

    @Option(names = "--markdown", description = "As a page; with --all that of docs/datasets.md.")
    private boolean markdown;

    @Option(names = "--card", description = "As a data card, Markdown with the YAML head that dataset hubs read.")
    private boolean hubCard;

    @Mixin
    private Output output;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public DataDescribeCommand() {}

    /** What {@code --json} prints. */
    record Described(DatasetCard card, Map<String, String> settings) {}

    @Override
    public Integer call() {
        if (id == null != all) {
            throw InputException.of("data describe", "an ID or --all", id == null ? "neither" : "both", "give one");
        }
        if (hubCard && (all || markdown)) {
            throw InputException.of("--card", "one ID and no --markdown", "both", "leave one of them out");
        }
        List<Dataset> datasets = id == null ? Datasets.all() : List.of(Datasets.byId(id));
        List<Described> described = datasets.stream()
                .map(dataset -> new Described(dataset.card(), new TreeMap<>(dataset.settings())))
                .toList();
        String text = hubCard
                ? HubCard.markdown(datasets.getFirst())
                : markdown
                        ? DatasetPage.markdown(datasets)
                        : datasets.stream().map(DataDescribeCommand::text).collect(Collectors.joining("\n\n"));
        output.result(all ? described : described.getFirst(), text);
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
        if (!card.size().isEmpty()) {
            line(text, "size", card.size());
        }
        card.counts().forEach((what, n) -> line(text, what, n + " in the complete set"));
        if (!card.traps().isEmpty()) {
            text.append("\nTraps\n");
            card.traps().forEach(trap -> text.append("  - ").append(trap).append('\n'));
        }
        if (!dataset.settings().isEmpty()) {
            text.append("\nSettings (--set NAME=VALUE)\n");
            new TreeMap<>(dataset.settings())
                    .forEach((name, help) -> text.append("  %-18s %s%n".formatted(name, help)));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String what, String value) {
        text.append("%-9s %s%n".formatted(what, value));
    }
}
