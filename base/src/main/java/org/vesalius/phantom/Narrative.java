package org.vesalius.phantom;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.vesalius.report.LabelState;
import org.vesalius.report.Section;

/** The report of a visit: a grammar that says what is there, doubts what is faint, denies some of what is not there, and names nothing else. */
final class Narrative {
    private static final double FAINT = 0.3;
    private static final List<String> COMPLAINTS = List.of(
            "shortness of breath",
            "cough and fever",
            "chest pain",
            "routine check",
            "a fall",
            "preoperative assessment",
            "follow-up",
            "weakness",
            "hypoxia");

    /**
     * @param findings ids of the observations that it is about
     * @param says what it states about each finding's label
     */
    record Sentence(Section section, String text, List<String> findings, SequencedMap<String, LabelState> says) {
        Sentence {
            findings = List.copyOf(findings);
            says = Collections.unmodifiableSequencedMap(new TreeMap<>(says));
        }
    }

    private final Visit visit;
    private final Rng rng;
    private final Denials denials;
    private final List<Sentence> sentences = new ArrayList<>();
    private final Map<Finding, LabelState> stance = new EnumMap<>(Finding.class);

    private Narrative(Visit visit) {
        this.visit = visit;
        this.rng = new Rng(visit.seed()).child(50);
        this.denials = new Denials(visit, rng.child(2));
    }

    /** All sentences in the order of the report. */
    static List<Sentence> of(Visit visit, int priorDays) {
        Narrative narrative = new Narrative(visit);
        narrative.head(priorDays);
        narrative.findings();
        narrative.impression();
        return List.copyOf(narrative.sentences);
    }

    /** The report as a text file. */
    static String text(List<Sentence> sentences) {
        StringBuilder text = new StringBuilder();
        Section last = null;
        for (Sentence sentence : sentences) {
            if (sentence.section() != last) {
                text.append(last == null ? "" : "\n\n")
                        .append(sentence.section())
                        .append(": ");
                last = sentence.section();
            } else {
                text.append(' ');
            }
            text.append(sentence.text());
        }
        return text.append('\n').toString();
    }

    private void head(int priorDays) {
        Patient p = visit.patient();
        String person = p.sex() == Patient.Sex.F ? "woman" : "man";
        String films = visit.portable() ? "portable AP and lateral" : "PA and lateral";
        say(Section.EXAMINATION, "Synthetic chest radiograph, computer-generated phantom without a real patient");
        say(Section.INDICATION, p.age() + "-year-old " + person + " with " + rng.pick(COMPLAINTS));
        say(Section.TECHNIQUE, capital(films) + " views of the chest");
        say(
                Section.COMPARISON,
                visit.index() == 0
                        ? rng.pick(List.of("None", "None available", "No prior study"))
                        : "Chest radiograph of " + priorDays + (priorDays == 1 ? " day" : " days") + " earlier");
    }

    private void say(Section section, String text) {
        sentences.add(new Sentence(section, text + ".", List.of(), new TreeMap<>()));
    }

    private void findings() {
        List<Sentence> blocks = new ArrayList<>();
        for (Observation o : visit.observations()) {
            blocks.add(o.present() ? statement(o) : resolved(o));
        }
        blocks.addAll(denials.sentences());
        if (rng.chance(0.55)) {
            blocks.sort(Comparator.comparing(s -> s.findings().isEmpty()));
        } else {
            shuffle(blocks);
        }
        sentences.addAll(blocks);
    }

    private void shuffle(List<Sentence> blocks) {
        for (int i = blocks.size() - 1; i > 0; i--) {
            Collections.swap(blocks, i, rng.nextInt(i + 1));
        }
    }

    private Sentence statement(Observation o) {
        boolean doubt = o.severity() < FAINT && !o.finding().device() && rng.chance(0.45);
        stance.put(o.finding(), doubt ? LabelState.UNCERTAIN : LabelState.POSITIVE);
        String text = doubt ? doubtful(o) : compared(o, rng.pick(Phrases.statements(o)));
        return sentence(Section.FINDINGS, text, o);
    }

    private String doubtful(Observation o) {
        String phrase = Phrases.settled(o);
        return rng.pick(List.of(
                "possible " + phrase,
                "questionable " + phrase,
                "findings may represent a " + phrase,
                "a " + phrase + " is suspected but not certain",
                "suspicion of a " + phrase));
    }

    private String compared(Observation o, String statement) {
        List<String> ends = switch (o.change()) {
            case FIRST, RESOLVED -> List.of("");
            case NEW -> List.of(", new since the prior study", ", a new finding", ", new");
            case BETTER -> List.of(", decreased since the prior study", ", improved", ", smaller than before");
            case WORSE -> List.of(", increased since the prior study", ", worse", ", progressed");
            case UNCHANGED -> List.of(", unchanged", ", stable compared with the prior study", "");
        };
        return statement + rng.pick(ends);
    }

    private Sentence resolved(Observation o) {
        String name = Phrases.plain(o);
        String text = o.finding().device()
                ? rng.pick(List.of("the " + name + " has been removed", "interval removal of the " + name))
                : rng.pick(List.of(
                        "the previous " + name + " has resolved",
                        "no residual " + name,
                        "interval resolution of the " + name));
        stance.putIfAbsent(o.finding(), LabelState.NEGATIVE);
        return sentence(Section.FINDINGS, text, o);
    }

    private Sentence sentence(Section section, String text, Observation o) {
        SequencedMap<String, LabelState> says = new TreeMap<>();
        says.put(o.finding().label(), stance.getOrDefault(o.finding(), LabelState.POSITIVE));
        return new Sentence(section, capital(text) + ".", List.of(o.id()), says);
    }

    private void impression() {
        List<Observation> told = new ArrayList<>(visit.present());
        told.sort(Comparator.comparing((Observation o) -> o.finding().device())
                .thenComparing(Comparator.comparingDouble(Observation::severity).reversed()));
        if (told.stream().allMatch(o -> o.finding().device())) {
            sentences.add(denials.normal(Section.IMPRESSION, told.isEmpty()));
        }
        told.removeIf(o -> o.finding().device() && rng.chance(0.35));
        boolean numbered = told.size() > 1 && rng.chance(0.5);
        int number = 1;
        for (Observation o : told) {
            String phrase = Phrases.settled(o);
            String text = stance.get(o.finding()) == LabelState.UNCERTAIN ? "possible " + phrase : compared(o, phrase);
            sentences.add(sentence(Section.IMPRESSION, (numbered ? number++ + ". " : "") + capital(text), o));
        }
        if (sentences.getLast().section() != Section.IMPRESSION) {
            sentences.add(denials.normal(Section.IMPRESSION, false));
        }
    }

    static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
