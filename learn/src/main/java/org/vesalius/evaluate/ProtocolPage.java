package org.vesalius.evaluate;

import java.util.List;

/** The page of all protocols, {@code docs/protocols.md}, made of what they say of themselves. */
public final class ProtocolPage {
    private ProtocolPage() {}

    /** As Markdown: each protocol with its settings. */
    public static String markdown(List<Protocol> protocols) {
        StringBuilder page = new StringBuilder("""
                # Protocols

                Made by `./vesalius catalog --protocols --markdown`; a test compares it.

                A protocol is run by `./vesalius evaluate RUN --data DATA --protocol ID`, its settings are given by `--set NAME=VALUE`. Every setting is in the protocol digest, so that numbers under different
                settings are never put side by side unnoticed. Settings named `Q` and a number are quirks of published programs: off by default, and when on, marked in the name of every number that they change.

                | id | what | in `all` |
                |---|---|---|
                """);
        for (Protocol protocol : protocols) {
            page.append("| [%s](#%s) | %s | %s |%n"
                    .formatted(
                            protocol.id(),
                            protocol.id(),
                            protocol.title(),
                            protocol.usual() ? "where the data allow" : "only when named"));
        }
        protocols.forEach(protocol -> section(page, protocol));
        return page.toString();
    }

    private static void section(StringBuilder page, Protocol protocol) {
        page.append("\n## ").append(protocol.id()).append("\n\n");
        page.append(protocol.title()).append(".\n");
        if (protocol.settings().isEmpty()) {
            return;
        }
        page.append("\n| setting | default | allowed | what |\n|---|---|---|---|\n");
        for (Setting setting : protocol.settings()) {
            page.append("| `%s` | %s | %s | %s |%n"
                    .formatted(
                            setting.name(),
                            setting.byDefault().isEmpty() ? "" : "`" + setting.byDefault() + "`",
                            cell(setting.allowed()),
                            cell(setting.description())));
        }
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
