package org.vesalius.cli;

import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vesalius.evaluate.Protocol;
import org.vesalius.evaluate.ProtocolPage;
import org.vesalius.evaluate.Protocols;
import org.vesalius.evaluate.Setting;
import org.vesalius.io.InputException;
import org.vesalius.recipe.Catalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists every system and data set with its status. */
@Command(
        name = "catalog",
        description = "Every published system and data set, with what there is of it here and how to run it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius catalog",
            "  vesalius catalog --kind report --status planned",
            "  vesalius catalog --json",
            "  vesalius catalog --protocols           how models are measured, and every setting of it",
            "  vesalius catalog --protocols --markdown > docs/protocols.md",
            "",
            "Status: planned; runs (a few steps in a test); learns (beats chance on the phantom by a margin on record); parity (learns, and equals independent reference values).",
            ExitCode.LIST
        })
final class CatalogCommand implements Callable<Integer> {
    private static final int TITLE = 70;

    @Mixin
    private Output output;

    @Option(names = "--kind", description = "Only systems of this kind, such as pretraining, report, vqa.")
    private @Nullable String kind;

    @Option(names = "--status", description = "Only this status: planned, runs, learns, parity.")
    private @Nullable String status;

    @Option(names = "--protocols", description = "The protocols of 'vesalius evaluate' with their settings instead.")
    private boolean protocols;

    @Option(names = "--markdown", description = "The tables of README.md; with --protocols docs/protocols.md.")
    private boolean markdown;

    @SuppressWarnings("NullAway.Init")
    CatalogCommand() {}

    /** A protocol under {@code --json}. */
    record Listed(String id, String title, boolean usual, List<Setting> settings) {}

    @Override
    public Integer call() {
        if (protocols) {
            List<Listed> listed = Protocols.all().stream()
                    .map(protocol -> new Listed(protocol.id(), protocol.title(), protocol.usual(), protocol.settings()))
                    .toList();
            output.result(listed, markdown ? ProtocolPage.markdown(Protocols.all()) : text(Protocols.all()));
            return ExitCode.OK;
        }
        Catalogue all = Catalogue.all();
        check("kind", kind, all, Catalogue.SystemRow::kind);
        check("status", status, all, Catalogue.SystemRow::status);
        Catalogue shown = new Catalogue(
                all.systems().stream()
                        .filter(row -> kind == null || row.kind().equals(kind))
                        .filter(row -> status == null || row.status().equals(status))
                        .toList(),
                all.datasets());
        output.result(shown, markdown ? shown.markdown() : text(shown));
        return ExitCode.OK;
    }

    private static void check(
            String what, @Nullable String wanted, Catalogue all, Function<Catalogue.SystemRow, String> of) {
        TreeSet<String> known = new TreeSet<>(all.systems().stream().map(of).toList());
        known.addAll(what.equals("status") ? List.of("planned", "runs", "learns", "parity") : List.of());
        if (wanted != null && !known.contains(wanted)) {
            throw InputException.unknown(what, wanted, known);
        }
    }

    private static String text(Catalogue shown) {
        Table systems = new Table("id", "status", "kind", "venue", "title");
        shown.systems()
                .forEach(row -> systems.row(
                        row.id(), row.status(), row.kind(), row.venue() + " " + row.year(), cut(row.title())));
        Table datasets = new Table("data set", "status", "access", "title");
        shown.datasets().forEach(row -> datasets.row(row.id(), row.status(), row.access(), cut(row.title())));
        return systems + "\n" + datasets;
    }

    private static String text(List<Protocol> all) {
        StringBuilder text = new StringBuilder();
        for (Protocol protocol : all) {
            text.append(protocol.id()).append(": ").append(protocol.title());
            text.append(protocol.usual() ? "\n" : " (only when it is named)\n");
            for (Setting setting : protocol.settings()) {
                text.append("  --set %s=%s: %s (%s)%n"
                        .formatted(setting.name(), setting.byDefault(), setting.description(), setting.allowed()));
            }
        }
        return text.toString();
    }

    private static String cut(String title) {
        return title.length() <= TITLE ? title : title.substring(0, TITLE - 1) + "…";
    }
}
