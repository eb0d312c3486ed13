package org.vesalius.dataset;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The page of all readers, {@code docs/datasets.md}, made of their cards. */
public final class DatasetPage {
    private DatasetPage() {}

    /** Markdown: a table of all, then a chapter for each. */
    public static String markdown(List<Dataset> datasets) {
        StringBuilder text = new StringBuilder("""
                # Data sets that can be read

                Made by `./vesalius data describe --all --markdown`; do not edit. `./vesalius data check DIR --as ID` reads a copy completely and tells what is in it, `./vesalius data prepare DIR --as ID --out DATA` makes shards of it.
                "Pass on" says whether the licence of the data lets prepared data be passed on. Counts are those of the complete set; where a copy has others, the reader says so.

                """);
        text.append("| id | title | modality | access | pass on | size |\n|---|---|---|---|---|---|\n");
        for (Dataset dataset : datasets) {
            DatasetCard card = dataset.card();
            text.append("| [`%s`](#%s) | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            card.id(),
                            card.id(),
                            card.title(),
                            card.modality(),
                            access(card),
                            card.redistributable() ? "yes" : "no",
                            card.size()));
        }
        datasets.forEach(dataset -> chapter(dataset, text));
        return text.toString();
    }

    private static void chapter(Dataset dataset, StringBuilder text) {
        DatasetCard card = dataset.card();
        text.append("\n## %s\n\n**%s.** %s.\n\n".formatted(card.id(), card.title(), card.citation()));
        text.append("- Licence: %s; access: %s; passing on prepared data: %s\n"
                .formatted(card.licence(), access(card), card.redistributable() ? "allowed" : "not allowed"));
        text.append("- Good for: ").append(String.join(", ", card.tasks())).append('\n');
        text.append("- Size: ").append(size(card)).append('\n');
        text.append("- Layout: ").append(card.layout()).append('\n');
        card.traps().forEach(trap -> text.append("- Trap: ").append(trap).append('\n'));
        for (Map.Entry<String, String> setting : new TreeMap<>(dataset.settings()).entrySet()) {
            text.append("- Setting `%s`: %s\n".formatted(setting.getKey(), setting.getValue()));
        }
        text.append("- Reader version ").append(card.version()).append('\n');
    }

    /** The chapter of one set. */
    static String chapter(Dataset dataset) {
        StringBuilder text = new StringBuilder();
        chapter(dataset, text);
        return text.toString();
    }

    private static String access(DatasetCard card) {
        return card.access().name().toLowerCase(Locale.ROOT);
    }

    private static String size(DatasetCard card) {
        StringBuilder size = new StringBuilder(card.size());
        card.counts()
                .forEach((what, n) ->
                        size.append(size.isEmpty() ? "" : ", ").append(String.format(Locale.ROOT, "%,d %s", n, what)));
        return size.isEmpty() ? "not stated" : size.toString();
    }
}
