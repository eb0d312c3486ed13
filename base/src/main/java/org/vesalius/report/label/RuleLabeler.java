package org.vesalius.report.label;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.vesalius.report.CheXpert14;
import org.vesalius.report.LabelState;
import org.vesalius.report.Negation;
import org.vesalius.report.Report;
import org.vesalius.report.Section;
import org.vesalius.report.Sentence;
import org.vesalius.report.Sentences;

/**
 * Labels from report text by rules: the mention phrases of the CheXpert labeler (Irvin et al., AAAI 2019; MIT licence) and of our own, with {@link Negation} in place of its dependency parses. Its way
 * of summing up is kept: what is denied or doubted in one sentence and asserted in another is uncertain when doubted and denied and positive otherwise; "No Finding" when nothing but devices is positive
 * or uncertain; heart failure makes cardiomegaly uncertain. A structure that is only named ("the heart", "mediastinum") counts where the sentence says that it is large or that it is normal.
 */
public final class RuleLabeler {
    /** Raised whenever the same text would get another label; part of what a result is measured with. */
    public static final String VERSION = "rules-3";

    private static final String CARDIOMEGALY = "Cardiomegaly";
    private static final Pattern FAILURE = Pattern.compile("chf|heart failure");

    private final LabelSpace space;
    private final Lexicon lexicon;
    private final Negation.Reading reading;

    /** Labels CheXpert's fourteen. */
    public RuleLabeler() {
        this(LabelSpace.CHEXPERT);
    }

    /** Labels the classes of a space, doubting what CheXpert's labeler doubts. */
    public RuleLabeler(LabelSpace space) {
        this.space = space;
        this.lexicon = new Lexicon(space);
        this.reading = Negation.Reading.CHEXPERT;
    }

    /** The four states of every class for the impression, else the findings, else whatever there is. */
    public Map<String, LabelState> label(Report report) {
        return label(textOf(report));
    }

    /** What of a report is labelled: the impression, else the findings, else whatever there is. */
    public static String textOf(Report report) {
        String text = report.first(Section.IMPRESSION, Section.FINDINGS);
        return text.isEmpty() ? report.text() : text;
    }

    /** The four states of every class, in the order of the space, for a text. */
    public Map<String, LabelState> label(String text) {
        Map<String, LabelState> states = new LinkedHashMap<>();
        explain(text).forEach(label -> states.put(label.name(), label.state()));
        return Collections.unmodifiableMap(states);
    }

    /** As {@link #label(String)}, each with its mentions and rules. */
    public List<Label> explain(String text) {
        Map<String, List<Mention>> said = new LinkedHashMap<>();
        space.names().forEach(name -> said.put(name, new ArrayList<>()));
        for (Sentence sentence : Sentences.of(text)) {
            lexicon.find(
                    sentence.lower(),
                    found -> mention(sentence, found).ifPresent(mention -> {
                        add(said, found.name(), mention);
                        if (mention.state() != LabelState.NEGATIVE && space == LabelSpace.CHEXPERT) {
                            failure(said, found, mention);
                        }
                    }));
        }
        return sumUp(said);
    }

    private static void add(Map<String, List<Mention>> said, String name, Mention mention) {
        said.computeIfAbsent(name, _ -> new ArrayList<>()).add(mention);
    }

    private static void failure(Map<String, List<Mention>> said, Lexicon.Found found, Mention mention) {
        if (FAILURE.matcher(found.phrase().words()).matches()) {
            add(
                    said,
                    CARDIOMEGALY,
                    new Mention(
                            mention.phrase(),
                            mention.list(),
                            LabelState.UNCERTAIN,
                            "heart failure makes cardiomegaly uncertain",
                            mention.place(),
                            Optional.empty()));
        }
    }

    private Optional<Mention> mention(Sentence sentence, Lexicon.Found found) {
        String text = sentence.lower();
        if (Structures.isOne(found.phrase().words())) {
            return Structures.said(text, found.start(), found.end(), reading)
                    .map(said -> mention(
                            sentence,
                            found,
                            said.state(),
                            said.rule(),
                            Optional.of(place(sentence, said.start(), said.end()))));
        }
        Negation.Judgement judged = Negation.judge(text, found.start(), found.end(), reading);
        if (found.sign() && judged.state() == LabelState.POSITIVE) {
            return Optional.of(mention(
                    sentence, found, LabelState.UNCERTAIN, "a sign of it makes it uncertain", Optional.empty()));
        }
        String rule = Words.of(judged.state())
                + judged.cause().map(cause -> " by \"" + cause.phrase() + "\"").orElse("");
        return Optional.of(mention(
                sentence,
                found,
                judged.state(),
                rule,
                judged.cause().map(cause -> place(sentence, cause.start(), cause.end()))));
    }

    private static Mention mention(
            Sentence sentence, Lexicon.Found found, LabelState state, String rule, Optional<Mention.Place> because) {
        return new Mention(
                found.phrase().words(),
                found.phrase().list(),
                state,
                rule,
                place(sentence, found.start(), found.end()),
                because);
    }

    private static Mention.Place place(Sentence sentence, int start, int end) {
        return new Mention.Place(sentence.startOf(start), sentence.endOf(end));
    }

    private List<Label> sumUp(Map<String, List<Mention>> said) {
        List<Label> labels = new ArrayList<>();
        said.forEach((name, mentions) -> {
            mentions.sort(Comparator.comparingInt(mention -> mention.place().start()));
            labels.add(sumUp(name, mentions));
        });
        boolean nothing = labels.stream()
                .filter(label -> !label.name().equals(CheXpert14.SUPPORT_DEVICES))
                .noneMatch(label -> label.state() == LabelState.POSITIVE || label.state() == LabelState.UNCERTAIN);
        // the phrases of "no finding" name findings outside the others: asserted, they only cancel it
        labels.replaceAll(label -> label.name().equals(CheXpert14.NO_FINDING)
                ? new Label(
                        label.name(),
                        nothing ? LabelState.POSITIVE : LabelState.BLANK,
                        nothing ? "nothing but devices is positive or uncertain" : "something is positive or uncertain",
                        label.mentions())
                : label);
        return List.copyOf(labels);
    }

    private static Label sumUp(String name, List<Mention> mentions) {
        Set<LabelState> all = EnumSet.noneOf(LabelState.class);
        mentions.forEach(mention -> all.add(mention.state()));
        boolean doubted = all.contains(LabelState.UNCERTAIN);
        if (all.isEmpty()) {
            return new Label(name, LabelState.BLANK, "not mentioned", mentions);
        }
        if (all.size() == 1) {
            LabelState state = all.iterator().next();
            return new Label(name, state, "every mention is " + Words.of(state), mentions);
        }
        return doubted && all.contains(LabelState.NEGATIVE)
                ? new Label(name, LabelState.UNCERTAIN, "doubted here and denied there is uncertain", mentions)
                : new Label(name, LabelState.POSITIVE, "asserted once is positive", mentions);
    }
}
