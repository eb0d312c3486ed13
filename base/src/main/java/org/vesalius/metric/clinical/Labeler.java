package org.vesalius.metric.clinical;

import java.util.List;
import java.util.Map;
import org.vesalius.report.LabelState;
import org.vesalius.report.label.LabelSpace;
import org.vesalius.report.label.RuleLabeler;

/**
 * Reads labels from a report text.
 *
 * @param id name and version, part of a metric's name; two of one id label alike
 * @param names of its labels
 */
public record Labeler(String id, List<String> names, Reading reading) {
    /** The states of a text's labels; safe for several threads. */
    @FunctionalInterface
    public interface Reading {
        Map<String, LabelState> label(String text);
    }

    public Labeler {
        names = List.copyOf(names);
    }

    /** Our rules, with CheXpert's classes. */
    public static Labeler rules() {
        RuleLabeler rules = new RuleLabeler();
        return new Labeler(RuleLabeler.VERSION, LabelSpace.CHEXPERT.names(), rules::label);
    }

    /** Labelers are told apart by their id: statistics of equal ones are shared. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Labeler labeler && labeler.id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
