package org.vesalius.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.vesalius.io.Json;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** What a command answered, run in this process. */
record Said(int code, String out, String err) {
    static Said of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        int code = line.execute(List.of(arguments).stream().map(String::valueOf).toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }

    /** Standard output of {@code --json}. */
    JsonNode json() {
        return Json.tree(out, "output");
    }
}
