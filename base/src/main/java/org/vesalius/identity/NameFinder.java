package org.vesalius.identity;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds names that no header gave: after a title, before a degree, after words such as "signed by", or a frequent first name before a capitalised word. */
final class NameFinder {
    private static final String WORD = "\\p{Lu}[\\p{L}’'-]*\\p{L}";
    private static final String PARTICLE =
            "(?:(?:van|von|der|den|de|la|le|du|di|da|del|della|bin|al|el|ter|zu)[ \\t]+){0,3}";
    private static final String INITIAL = "\\p{Lu}\\.[ \\t]*";
    private static final String NAME = "(?:" + INITIAL + "){0,3}" + PARTICLE + WORD + "(?:[ \\t]+(?:" + INITIAL + ")?"
            + PARTICLE + WORD + "){0,3}";
    private static final String LAST_FIRST = WORD + ",[ \\t]*" + WORD + "(?:[ \\t]+" + INITIAL + ")?";
    private static final String DEGREE =
            "(?:M\\.?[ ]?D|D\\.?O|Ph\\.?D|M\\.?B\\.?B\\.?S|FRCR|FACR|R\\.?N|N\\.?P|P\\.?A(?:-C)?|D\\.?P\\.?M|M\\.?P\\.?H|DMD|DDS|DVM|R\\.?T\\.?(?:[ ]?\\(R\\))?|Facharzt|Oberarzt|Chefarzt)\\b\\.?";

    private static final Pattern TITLE = Pattern.compile(
            "(?<![\\p{L}])(?:Drs?|DRS?|Mrs?|MRS?|Ms|MS|Miss|Prof|PROF|Professor|Doctor|DOCTOR|Herrn?|Frau|Mme|Mlle|Monsieur|Madame|Sr|Sra|Dott|Dra|Nurse|Sister|Fr\\.)\\.?(?:[ \\t]+(?:Dr|med|Prof|habil)\\.)*[ \\t]+("
                    + NAME + ")");
    private static final Pattern BEFORE_DEGREE = Pattern.compile("(" + NAME + ")(?:,[ \\t]*|[ \\t]+)" + DEGREE);
    private static final Pattern LABEL = Pattern.compile(
            "(?i:\\b(?:patient(?:'s)?(?:[ \\t]+name)?|name|pt|referring(?:[ \\t]+(?:physician|provider|md|doctor))?|ordering(?:[ \\t]+(?:physician|provider|md))?|attending(?:[ \\t]+(?:physician|radiologist))?|radiologist|physician|provider|surgeon|resident|fellow|technologist|technician|tech|dictated|transcribed|transcriptionist|reader|reporter|interpreted|cc|copy[ \\t]+to|to|from|re|mother|father|daughter|son|wife|husband|spouse|guardian|emergency[ \\t]+contact|next[ \\t]+of[ \\t]+kin|author|verified|befunder|untersucher|zuweiser|pat(?:ient(?:in)?)?|médecin|paciente|médico))[ \\t]*[:=][ \\t]*("
                    + LAST_FIRST + "|" + NAME + ")");
    private static final Pattern BY = Pattern.compile(
            "(?i:\\b(?:(?:electronically[ \\t]+)?signed|dictated|transcribed|reported|read|interpreted|reviewed|verified|approved|performed|requested|ordered|referred|seen|examined|entered|edited|finali[sz]ed|discussed|called|communicated|conveyed|relayed|telephoned|paged|acknowledged|confirmed|created|prepared|supervised|told|shown|given|sent|forwarded|faxed|texted|emailed|typed|relayed)(?:[ \\t]+(?:electronically|directly|over[ \\t]+the[ \\t]+phone|by[ \\t]+phone|by[ \\t]+telephone|in[ \\t]+person|verbally|urgently))?[ \\t]+(?:by|with|to|from)(?:[ \\t]+(?:the[ \\t]+)?(?:patient|patient's|resident|attending|nurse|physician|radiologist|technologist|her|his|mother|father|wife|husband|daughter|son|clinician|intern|fellow|dr)\\b[,.]?)*)[ \\t:]+("
                    + LAST_FIRST + "|" + NAME + ")");
    private static final Pattern ATTESTED = Pattern.compile(
            "(?<![\\p{L}])(?:I|Ich|Je),?[ \\t]+(?:Dr\\.?[ \\t]+)?(" + NAME
                    + "),?[ \\t]+(?:M\\.?D\\.?,?[ \\t]+)?(?:have|personally|attest|certify|reviewed|agree|was|am|habe)\\b");
    private static final Pattern ROLE = Pattern.compile(
            "(?i:\\b(?:nurse|practitioner|physician|resident|fellow|surgeon|doctor|attending|intern|radiologist|technologist|clinician|provider|team|np|pa|rn))[ \\t]*\\([ \\t]*("
                    + NAME + ")[ \\t]*\\)");
    private static final Pattern VERB = Pattern.compile(
            "(?i:\\b(?:notified|informed|paged|spoke[ \\t]+(?:with|to)|spoken[ \\t]+(?:with|to)|speaking[ \\t]+(?:with|to)|per|wife|husband|daughter|mother|father|son|sister|brother|accompanied[ \\t]+by|named|called))[ \\t,]+("
                    + NAME + ")");
    private static final Pattern FIRST_NAME = Pattern.compile("(?<![\\p{L}])(\\p{Lu}[\\p{L}-]+)((?:[ \\t]+" + INITIAL
            + ")?[ \\t]+" + PARTICLE + WORD + "(?:-" + WORD + ")?)(?![\\p{L}])");
    private static final Pattern TYPIST = Pattern.compile(
            "(?m)^[ \\t]*([A-Z]{2,3}[/:][A-Za-z]{2,4})(?=[ \\t]*$|[ \\t]+\\d)|(?i:\\b(?:transcribed|typed|dictated)[ \\t]+by[: \\t]+)([a-z]{2,4})(?![\\p{L}])");
    private static final Pattern SPLIT = Pattern.compile("[\\s,]+");

    private final Surrogates surrogates;

    NameFinder(Surrogates surrogates) {
        this.surrogates = surrogates;
    }

    void find(String text, List<Span> found) {
        group(TITLE, text, found, false);
        group(BEFORE_DEGREE, text, found, true);
        group(LABEL, text, found, true);
        group(BY, text, found, true);
        group(ATTESTED, text, found, true);
        group(ROLE, text, found, true);
        group(VERB, text, found, true);
        firstNames(text, found);
        Matcher typist = TYPIST.matcher(text);
        while (typist.find()) {
            int group = typist.group(1) == null ? 2 : 1;
            if (!Words.ORDINARY.contains(typist.group(group))) {
                found.add(new Span(typist.start(group), typist.end(group), Phi.INITIALS, "XX"));
            }
        }
    }

    /** @param strict whether a word that means something else ends the name: after a title it does not */
    private void group(Pattern pattern, String text, List<Span> found, boolean strict) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            int start = matcher.start(1);
            int end = end(matcher.group(1), strict);
            if (end > 0) {
                String name = matcher.group(1).substring(0, end);
                found.add(new Span(start, start + end, Phi.NAME, surrogate(name)));
            }
        }
    }

    /** How far a name goes: headings and sentences may follow it without a sign. */
    private static int end(String name, boolean strict) {
        int end = 0;
        int at = 0;
        for (String word : name.split("(?<=[\\s])")) {
            String folded = Folded.of(word.strip()).replaceAll("[.,]$", "");
            boolean ordinary = Words.ORDINARY.contains(folded);
            if (ordinary && (strict || end > 0)) {
                break;
            }
            at += word.length();
            end = at - (word.length() - word.stripTrailing().length());
        }
        return end > 1 ? end : 0;
    }

    private void firstNames(String text, List<Span> found) {
        Matcher matcher = FIRST_NAME.matcher(text);
        int from = 0;
        while (matcher.find(from)) {
            String rest = matcher.group(2).strip();
            String last = rest.substring(rest.lastIndexOf(' ') + 1);
            boolean name = Words.GIVEN.contains(matcher.group(1).toLowerCase(Locale.ROOT))
                    && !Words.ORDINARY.contains(Folded.of(last));
            if (name) {
                found.add(new Span(matcher.start(), matcher.end(), Phi.NAME, surrogate(matcher.group())));
            }
            from = name ? matcher.end() : matcher.end(1);
        }
    }

    /** Each word by what stands for it elsewhere; the last one, or the one before a comma, counts as the family name. */
    private String surrogate(String name) {
        String[] words = SPLIT.split(name.strip());
        boolean reversed = name.contains(",");
        int family = reversed ? 0 : words.length - 1;
        String joined = Arrays.stream(words)
                .filter(word -> word.length() > 2 || word.equals(words[family]))
                .filter(word -> Character.isUpperCase(word.charAt(0)) || word.equals(words[family]))
                .map(word -> word.equals(words[family]) ? surrogates.family(word) : surrogates.given(word))
                .collect(Collectors.joining(" "));
        return reversed ? joined.replaceFirst(" ", ", ") : joined;
    }
}
