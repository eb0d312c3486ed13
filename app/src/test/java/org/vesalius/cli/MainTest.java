package org.vesalius.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;

class MainTest {
    @Test
    void everyCommandHasADescriptionAnExampleAndJson() {
        List<String> wanting = new ArrayList<>();
        for (Map.Entry<String, CommandSpec> command : leaves(Main.commandLine()).entrySet()) {
            CommandSpec spec = command.getValue();
            boolean described = spec.usageMessage().description().length > 0;
            boolean example = String.join("\n", spec.usageMessage().footer()).contains("vesalius " + command.getKey());
            if (!described || !example || spec.findOption("--json") == null) {
                wanting.add(command.getKey());
            }
        }
        assertThat(wanting).isEmpty();
    }

    @Test
    void everyCommandShowsItsHelpAndEndsWell() {
        for (String command : leaves(Main.commandLine()).keySet()) {
            StringWriter out = new StringWriter();
            CommandLine line = Main.commandLine();
            line.setOut(new PrintWriter(out));
            List<String> asked = new ArrayList<>(List.of(command.split(" ")));
            asked.add("--help");
            int code = line.execute(asked.toArray(String[]::new));
            assertThat(code).as(command).isEqualTo(ExitCode.OK);
            assertThat(out.toString()).contains("Usage: vesalius " + command);
        }
    }

    @Test
    void everyOptionSaysWhatItDoes() {
        List<String> wanting = new ArrayList<>();
        leaves(Main.commandLine())
                .forEach((name, spec) -> spec.options().stream()
                        .filter(option -> option.description().length == 0)
                        .forEach(option -> wanting.add(name + " " + option.longestName())));
        assertThat(wanting).isEmpty();
    }

    @Test
    void anUnknownCommandIsAUsageErrorThatNamesTheNearest() {
        StringWriter err = new StringWriter();
        int code = Main.commandLine().setErr(new PrintWriter(err)).execute("hepl");
        assertThat(code).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("help");
    }

    private static Map<String, CommandSpec> leaves(CommandLine line) {
        Map<String, CommandSpec> found = new java.util.TreeMap<>();
        collect("", line, found);
        return found;
    }

    private static void collect(String prefix, CommandLine line, Map<String, CommandSpec> found) {
        line.getSubcommands().forEach((name, sub) -> {
            if (!(sub.getCommand() instanceof HelpCommand)) {
                String path = (prefix + " " + name).strip();
                if (sub.getSubcommands().isEmpty()) {
                    found.put(path, sub.getCommandSpec());
                } else {
                    collect(path, sub, found);
                }
            }
        });
    }
}
