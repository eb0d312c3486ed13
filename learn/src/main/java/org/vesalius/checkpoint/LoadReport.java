package org.vesalius.checkpoint;

import java.util.ArrayList;
import java.util.List;
import org.vesalius.io.InputException;

/**
 * What became of a weight file.
 *
 * @param used names of the model that were filled
 * @param ignored names of the file that a rule leaves out
 * @param unexpected names of the file that the model has no place for
 * @param missing names of the model that the file does not have
 * @param optional names of the model that the file does not have and need not have
 * @param zero names of the model that the published one does not have, and that are zero in ours
 * @param wrongShape names that fit but not their shapes or types, with both
 */
public record LoadReport(
        List<String> used,
        List<String> ignored,
        List<String> unexpected,
        List<String> missing,
        List<String> optional,
        List<String> zero,
        List<String> wrongShape) {
    /** Copies the lists. */
    public LoadReport {
        used = List.copyOf(used);
        ignored = List.copyOf(ignored);
        unexpected = List.copyOf(unexpected);
        missing = List.copyOf(missing);
        optional = List.copyOf(optional);
        zero = List.copyOf(zero);
        wrongShape = List.copyOf(wrongShape);
    }

    /** Whether every name of the file and of the model is accounted for. */
    public boolean complete() {
        return unexpected.isEmpty() && missing.isEmpty() && wrongShape.isEmpty();
    }

    /** One line. */
    public String summary() {
        return used.size() + " used, " + ignored.size() + " ignored, " + unexpected.size() + " unexpected, "
                + missing.size() + " missing, " + wrongShape.size() + " of another shape";
    }

    /** All names that do not fit, and what to do. */
    InputException refusal(String what) {
        List<String> lines = new ArrayList<>();
        lines.add(what + ": the weights do not fit the model: " + summary());
        section(lines, "in the model but not in the file", missing);
        section(lines, "in the file but not in the model", unexpected);
        section(lines, "of another shape", wrongShape);
        lines.add("rename, ignore or make optional by a KeyMap, or choose the tower that the file was made for");
        return new InputException(String.join("\n", lines));
    }

    private static void section(List<String> lines, String title, List<String> names) {
        if (!names.isEmpty()) {
            lines.add("  " + title + ":");
            names.forEach(name -> lines.add("    " + name));
        }
    }
}
