package org.vesalius.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Labels of the CheXpert-14 from report text by rules: the mention phrases of the CheXpert labeler (Irvin et al., AAAI 2019; MIT licence), with {@link Negation} in place of its dependency parses. Its
 * way of summing up is kept: what is denied or doubted in one sentence and asserted in another is uncertain when doubted and positive otherwise; "No Finding" when nothing but devices is positive or
 * uncertain; heart failure makes cardiomegaly uncertain. A structure that is only named ("the heart", "mediastinum") counts as a mention where the sentence says that it is large or that it is normal.
 */
public final class RuleLabeler {
    /** Raised whenever the same text would get another label; part of what a result is measured with. */
    public static final String VERSION = "rules-1";

    private static final String FOLDER = "chexpert-labeler/";
    private static final Pattern LARGE =
            Pattern.compile("enlarge|widen|increased|promin|large|dilat|magnif|cardiomegaly|tortuo");
    private static final Pattern BORDERLINE = Pattern.compile("borderline|upper limits?|top[ -]normal|accentuated");
    private static final Pattern NORMAL = Pattern.compile(
            "normal|unremarkable|within normal limits|not (?:significantly |abnormally )?enlarged|no evidence of enlargement|not widened|non-?enlarged");
    private static final Pattern STRUCTURE = Pattern.compile(
            "the heart|heart size|cardiac (?:size|shadow|contour|silhouette)|mediastin|cardiomediastin|contour|pericardial silhouette|silhouette");
    private static final Pattern NEVER = Pattern.compile("(?!)");
    private static final Pattern FAILURE = Pattern.compile("\\bchf\\b|heart failure");

    private final Map<String, Pattern> mentions = new LinkedHashMap<>();
    private final Map<String, Pattern> unmentions = new LinkedHashMap<>();

    /** Reads the phrases, which lie beside this class. */
    public RuleLabeler() {
        for (String name : CheXpert14.NAMES) {
            mentions.put(name, phrases("mention", name));
            unmentions.put(name, phrases("unmention", name));
        }
    }

    /** The four states of every name of {@link CheXpert14#NAMES} for the impression, else the findings, else whatever there is. */
    public Map<String, LabelState> label(Report report) {
        String text = report.first(Section.IMPRESSION, Section.FINDINGS);
        return label(text.isEmpty() ? report.text() : text);
    }

    /** The four states of every name of {@link CheXpert14#NAMES} for a text. */
    public Map<String, LabelState> label(String text) {
        Map<String, Set<LabelState>> said = new LinkedHashMap<>();
        CheXpert14.NAMES.forEach(name -> said.put(name, EnumSet.noneOf(LabelState.class)));
        for (String original : Sentences.split(text)) {
            String sentence = original.toLowerCase(Locale.ROOT);
            mentions.forEach((name, mention) -> {
                Matcher found = mention.matcher(sentence);
                while (found.find()) {
                    if (!covered(name, sentence, found)) {
                        said(said, name, sentence, found);
                    }
                }
            });
        }
        return sumUp(said);
    }

    private boolean covered(String name, String sentence, Matcher found) {
        Matcher other = unmentions.getOrDefault(name, NEVER).matcher(sentence);
        while (other.find()) {
            if (other.start() < found.end() && other.end() > found.start()) {
                return true;
            }
        }
        return false;
    }

    private static void said(Map<String, Set<LabelState>> said, String name, String sentence, Matcher found) {
        LabelState state = STRUCTURE.matcher(found.group()).find()
                ? ofStructure(sentence, found.start(), found.end())
                : Negation.of(sentence, found.start(), found.end());
        if (state.mentioned()) {
            add(said, name, state);
            if (state != LabelState.NEGATIVE && FAILURE.matcher(found.group()).find()) {
                add(said, "Cardiomegaly", LabelState.UNCERTAIN);
            }
        }
    }

    private static void add(Map<String, Set<LabelState>> said, String name, LabelState state) {
        said.computeIfAbsent(name, _ -> EnumSet.noneOf(LabelState.class)).add(state);
    }

    /** A structure is not a finding: only what is said of it in the same clause is. */
    private static LabelState ofStructure(String sentence, int start, int end) {
        int from = Math.max(0, Math.max(sentence.lastIndexOf(';', start), sentence.lastIndexOf(" but ", start)));
        int next = sentence.indexOf(';', end);
        String clause = sentence.substring(from, next < 0 ? sentence.length() : next);
        if (BORDERLINE.matcher(clause).find()) {
            return LabelState.UNCERTAIN;
        }
        if (NORMAL.matcher(clause).find()) {
            return LabelState.NEGATIVE;
        }
        Matcher large = LARGE.matcher(clause);
        return large.find() ? Negation.of(clause, large.start(), large.end()) : LabelState.BLANK;
    }

    private static Map<String, LabelState> sumUp(Map<String, Set<LabelState>> said) {
        Map<String, LabelState> states = new LinkedHashMap<>();
        said.forEach((name, all) -> states.put(name, sumUp(all)));
        boolean nothing = states.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(CheXpert14.SUPPORT_DEVICES))
                .noneMatch(
                        entry -> entry.getValue() == LabelState.POSITIVE || entry.getValue() == LabelState.UNCERTAIN);
        // the phrases of "no finding" name findings outside the 14: asserted, they only cancel it
        states.put(CheXpert14.NO_FINDING, nothing ? LabelState.POSITIVE : LabelState.BLANK);
        return Collections.unmodifiableMap(states);
    }

    private static LabelState sumUp(Set<LabelState> all) {
        if (all.isEmpty()) {
            return LabelState.BLANK;
        }
        boolean doubted = all.contains(LabelState.UNCERTAIN);
        if (doubted && (all.contains(LabelState.NEGATIVE) || !all.contains(LabelState.POSITIVE))) {
            return LabelState.UNCERTAIN;
        }
        return all.contains(LabelState.POSITIVE) ? LabelState.POSITIVE : LabelState.NEGATIVE;
    }

    private static Pattern phrases(String kind, String name) {
        String file = FOLDER + kind + "/" + name.toLowerCase(Locale.ROOT).replace(' ', '_') + ".txt";
        try (InputStream in = RuleLabeler.class.getResourceAsStream(file)) {
            if (in == null) {
                return NEVER;
            }
            List<String> lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            return Pattern.compile(lines.stream().map(RuleLabeler::pattern).collect(Collectors.joining("|")));
        } catch (IOException e) {
            throw new UncheckedIOException("a resource of this library", e);
        }
    }

    /** An underscore is the edge of a word; a phrase of up to four letters must begin one, so that "icd" is not found in "suicide". */
    private static String pattern(String phrase) {
        boolean edgeBefore = phrase.startsWith("_") || phrase.length() <= 4;
        boolean edgeBehind = phrase.endsWith("_");
        return (edgeBefore ? "\\b" : "") + Pattern.quote(phrase.replace("_", "")) + (edgeBehind ? "\\b" : "");
    }
}
