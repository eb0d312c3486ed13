package org.vesalius.report;

import java.util.Map;
import java.util.TreeMap;

/** Labels of the CheXpert-14 from report text by rules. */
public final class RuleLabeler {
    /** The four states of every name of {@link CheXpert14#NAMES}. */
    public Map<String, LabelState> label(String text) {
        var states = new TreeMap<String, LabelState>();
        CheXpert14.NAMES.forEach(name -> states.put(name, LabelState.BLANK));
        return states;
    }
}
