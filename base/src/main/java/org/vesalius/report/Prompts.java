package org.vesalius.report;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What to ask of a zero-shot model for a finding.
 *
 * <p>{@link #pair} is CheXzero's: {@code {c}} against {@code no {c}} (Tiu et al., Nature BME 2022). {@link #forLabel} asks in several wordings of the same. "No Finding" turns the pair around: its
 * negative, "no No Finding", says what its positive denies (CheXzero's issue 19: an AUROC of .07), so it has texts of its own in both.
 */
public final class Prompts {
    private static final List<String> PRESENT = List.of("%s", "there is %s.", "findings consistent with %s.");
    private static final List<String> ABSENT = List.of("no %s", "there is no %s.", "no evidence of %s.");
    private static final String NO_FINDING = "no finding";
    private static final Map<String, Words> KNOWN = known();

    /** Nouns that templates take, and whole sentences for either side. */
    private record Words(List<String> nouns, List<String> present, List<String> absent) {}

    private Prompts() {}

    /** Texts that say that a finding is there and that it is not; scores are averaged over each side. */
    public record PromptSet(String label, List<String> positive, List<String> negative) {
        public PromptSet {
            positive = List.copyOf(positive);
            negative = List.copyOf(negative);
        }
    }

    /** Several wordings for a label of {@link #names}, else {@link #pair}; case and underscores do not matter. */
    public static PromptSet forLabel(String label) {
        Words words = KNOWN.get(normal(label));
        if (words == null) {
            return pair(label);
        }
        return new PromptSet(
                label, filled(PRESENT, words.nouns, words.present), filled(ABSENT, words.nouns, words.absent));
    }

    /** {@code {c}} and {@code no {c}}, in lower case; {@code normal} and {@code abnormal} for "No Finding". */
    public static PromptSet pair(String label) {
        String name = normal(label);
        return name.equals(NO_FINDING)
                ? new PromptSet(label, List.of("normal"), List.of("abnormal"))
                : new PromptSet(label, List.of(name), List.of("no " + name));
    }

    /** Labels, in lower case, that have wordings of their own: those of CheXpert, of NIH ChestX-ray14 and of the built-in data. */
    public static Set<String> names() {
        return KNOWN.keySet();
    }

    private static List<String> filled(List<String> templates, List<String> nouns, List<String> sentences) {
        var texts = new LinkedHashSet<String>();
        for (String template : templates) {
            nouns.forEach(noun -> texts.add(template.formatted(noun)));
        }
        texts.addAll(sentences);
        return List.copyOf(texts);
    }

    /** A label as {@link #names} spells it: lower case, blanks for underscores. */
    public static String normal(String label) {
        return label.toLowerCase(Locale.ROOT).replace('_', ' ').strip();
    }

    private static Map<String, Words> known() {
        Map<String, Words> known = new TreeMap<>();
        put(
                known,
                List.of("pleural effusion", "effusion"),
                List.of("pleural effusion", "pleural fluid"),
                with(sided("pleural effusion"), "blunting of the costophrenic angle."),
                List.of("the costophrenic angles are sharp."));
        put(
                known,
                List.of("pneumothorax"),
                List.of("pneumothorax"),
                with(sided("pneumothorax"), "a visceral pleural line is seen."),
                List.of());
        put(
                known,
                List.of("consolidation"),
                List.of("consolidation", "focal consolidation", "airspace consolidation"),
                with(sided("upper lobe consolidation"), sided("lower lobe consolidation")),
                List.of("the lungs are clear of consolidation."));
        put(
                known,
                List.of("pneumonia"),
                List.of("pneumonia"),
                List.of("opacity concerning for infection."),
                List.of("no focal infectious process."));
        put(
                known,
                List.of("nodule/mass", "nodule or mass", "lung lesion"),
                List.of("pulmonary nodule", "lung mass", "nodule or mass"),
                List.of(),
                List.of("no suspicious nodule or mass."));
        put(
                known,
                List.of("nodule"),
                List.of("nodule", "pulmonary nodule"),
                with(sided("upper lobe nodule"), sided("lower lobe nodule")),
                List.of());
        put(known, List.of("mass"), List.of("mass", "lung mass"), List.of(), List.of());
        put(
                known,
                List.of("cardiomegaly"),
                List.of("cardiomegaly"),
                with(graded("cardiomegaly"), "the heart is enlarged.", "the cardiac silhouette is enlarged."),
                List.of("heart size is normal.", "the cardiac silhouette is normal in size."));
        put(
                known,
                List.of("enlarged cardiomediastinum"),
                List.of("enlarged cardiomediastinum", "mediastinal widening"),
                List.of("the mediastinum is widened."),
                List.of("the cardiomediastinal silhouette is normal."));
        put(
                known,
                List.of("pulmonary edema", "edema"),
                List.of("pulmonary edema", "interstitial edema"),
                with(graded("pulmonary edema"), "vascular congestion with edema."),
                List.of("the pulmonary vasculature is normal."));
        // whoever spells the label the British way has reports in both spellings
        put(
                known,
                List.of("pulmonary oedema", "oedema"),
                List.of("pulmonary oedema", "pulmonary edema"),
                with(graded("pulmonary oedema"), graded("pulmonary edema")),
                List.of("the pulmonary vasculature is normal."));
        put(
                known,
                List.of("atelectasis"),
                List.of("atelectasis"),
                with(sided("basal atelectasis"), "volume loss with atelectasis."),
                List.of());
        put(
                known,
                List.of("lung opacity"),
                List.of("lung opacity", "airspace opacity"),
                List.of(),
                List.of("the lungs are clear."));
        put(
                known,
                List.of("infiltration"),
                List.of("infiltrate", "infiltration"),
                List.of(),
                List.of("the lungs are clear."));
        put(
                known,
                List.of("rib fracture"),
                List.of("rib fracture", "fracture of a rib"),
                with(sided("rib fracture"), "displaced rib fractures."),
                List.of("the ribs are intact."));
        put(known, List.of("fracture"), List.of("fracture"), List.of(), List.of("the bones are intact."));
        put(
                known,
                List.of("emphysema"),
                List.of("emphysema"),
                with(graded("emphysema"), "the lungs are hyperinflated with emphysema."),
                List.of());
        put(known, List.of("fibrosis"), List.of("fibrosis", "pulmonary fibrosis"), List.of(), List.of());
        put(known, List.of("pleural thickening"), List.of("pleural thickening"), List.of(), List.of());
        put(known, List.of("pleural other"), List.of("pleural thickening", "pleural scarring"), List.of(), List.of());
        put(known, List.of("hernia"), List.of("hernia", "hiatal hernia"), List.of(), List.of());
        put(
                known,
                List.of("endotracheal tube"),
                List.of("endotracheal tube"),
                List.of("the endotracheal tube ends above the carina.", "the patient is intubated."),
                List.of("the patient is not intubated."));
        put(
                known,
                List.of("central line", "central venous catheter"),
                List.of("central line", "central venous catheter"),
                with(sided("jugular central line"), "the tip of the central line is in the superior vena cava."),
                List.of());
        put(
                known,
                List.of("pacemaker"),
                List.of("pacemaker", "cardiac pacing device"),
                with(sided("chest pacemaker"), "pacemaker leads are in place."),
                List.of());
        put(
                known,
                List.of("support devices"),
                List.of("support device", "tube or line"),
                List.of("lines and tubes are in place."),
                List.of("no lines or tubes are present."));
        known.put(
                NO_FINDING,
                new Words(
                        List.of(),
                        List.of(
                                "no finding",
                                "normal chest radiograph.",
                                "no acute cardiopulmonary process.",
                                "the lungs are clear and the heart is normal."),
                        List.of(
                                "abnormal chest radiograph.",
                                "there is an acute cardiopulmonary process.",
                                "abnormal findings are present.")));
        return Collections.unmodifiableMap(known);
    }

    private static List<String> sided(String finding) {
        return List.of("right " + finding + ".", "left " + finding + ".");
    }

    private static List<String> graded(String finding) {
        return List.of("mild " + finding + ".", "moderate " + finding + ".", "severe " + finding + ".");
    }

    private static List<String> with(List<String> some, String... more) {
        return with(some, List.of(more));
    }

    private static List<String> with(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static void put(
            Map<String, Words> known,
            List<String> labels,
            List<String> nouns,
            List<String> present,
            List<String> absent) {
        var words = new Words(nouns, present, absent);
        labels.forEach(label -> known.put(label, words));
    }
}
