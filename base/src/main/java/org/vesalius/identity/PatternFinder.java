package org.vesalius.identity;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds mail and web addresses, telephone numbers, record numbers and ages over 89 by their form. */
final class PatternFinder {
    private static final int PHONE_DIGITS = 7;

    private static final Pattern MAIL =
            Pattern.compile("[\\w.+%-]+(?:@|[ \\t]?\\[at\\][ \\t]?)[\\w-]+(?:\\.[\\w-]+)+", Pattern.CASE_INSENSITIVE);
    private static final Pattern WEB = Pattern.compile(
            "(?:https?|ftp)://[^\\s<>\"]+|\\bwww\\.[^\\s<>\"]+|\\b[a-z0-9-]+(?:\\.[a-z0-9-]+)*\\.(?:com|org|net|edu|gov|info|health|hospital|co\\.uk|nhs\\.uk|de|fr|es|it|nl|ch|at)(?:/[^\\s<>\"]*)?(?![\\w.])",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NETWORK = Pattern.compile(
            "(?<![\\d.])(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}(?![\\d.])|\\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern UID = Pattern.compile("(?<![\\d.])[0-2](?:\\.\\d+){5,}(?![\\d.])");
    private static final Pattern LABELLED = Pattern.compile(
            "\\b(?:MRN|MR[ \\t]?#|M\\.R\\.N\\.?|medical[ \\t]+record(?:[ \\t]+(?:number|num|no))?|accession(?:[ \\t]+(?:number|num|no))?|acc(?:n)?(?:[ \\t]+no)?|(?:patient|pt|pat|study|exam|case|chart|account|acct|visit|encounter|order|requisition|req|member|policy|insurance|specimen|record|hospital|unit|serial|contract|file|fall|fallnummer|patientennummer|auftragsnummer|dossier|historia)(?:[ \\t]*(?:id|number|num|no|nr)\\b|[ \\t]?#)|ID|SSN|NHS(?:[ \\t]+(?:number|no))?|CPR|NIR|DNI|PESEL|BSN|HCN|HIN)\\b?[ \\t]*(?:number|no|num)?\\b?[.:#=]*[ \\t]*[:#]?[ \\t]*((?=[\\w/.-]*\\d)[A-Za-z0-9][\\w/-]{2,}(?:[ \\t-]\\d{2,})*)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SOCIAL = Pattern.compile("(?<![\\d-])\\d{3}-\\d{2}-\\d{4}(?![\\d-])");
    private static final Pattern LONG_NUMBER = Pattern.compile(
            "(?<![\\p{L}\\p{N}.,])\\d{7,}(?![\\p{N}]|[.,]\\d)|(?<![\\p{L}\\p{N}])[A-Z]{1,5}-?\\d{5,}[A-Z]?(?![\\p{L}\\p{N}])");

    private static final Pattern PHONE_LABEL = Pattern.compile(
            "\\b(?:tel(?:ephone|efon|éfono)?|phone|fax|pager|beeper|mobile|mobil|cell|ext(?:ension)?|call(?:back)?|handy|x)\\b[.:#]{0,2}[ \\t]*(?:(?:no|number|nr|at|is)\\b[.:]?[ \\t]*)?(\\+?\\d[\\d \\t().+/-]{2,}\\d)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PHONE = Pattern.compile(
            "(?<![\\p{L}\\p{N}.])(?:\\+\\d{1,3}[ .-]?(?:\\(0\\)[ ]?)?(?:\\(?\\d{1,5}\\)?[ ./-]?){2,5}\\d{2,}|(?:1[ .-])?\\(\\d{3}\\)[ ]?\\d{3}[ .-]\\d{4}|(?:1[ .-])?\\d{3}[ .-]\\d{3}[ .-]\\d{4}|0\\d{1,4}[ /-]\\d{3,}(?:[ -]?\\d{2,})*|\\d{3}-\\d{4})(?:[ ]?(?:x|ext\\.?)[ ]?\\d{1,5})?(?![\\p{L}\\p{N}])");

    private static final String OLD = "(9\\d|1[0-2]\\d)";
    private static final Pattern AGE = Pattern.compile(
            "(?<![\\p{L}\\p{N}.])" + OLD
                    + "(?=[ \\t-]*(?:years?|yrs?|y\\.?/?o\\.?|yo)\\b|[ \\t-]*(?:jährige?[rn]?|jaehrige?[rn]?|jahre|ans|años|anni)\\b|[ \\t]?(?:[mMfF]\\b))",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern AGE_LABEL =
            Pattern.compile("(?<=\\b(?:age|aged|alter)[:,. ]{1,3})" + OLD + "(?![\\d.])", Pattern.CASE_INSENSITIVE);

    private static final Pattern AGE_IN_WORDS = Pattern.compile(
            "\\b(?:ninety|(?:one[ -])?hundred)(?:[ -](?:and[ -])?(?:one|two|three|four|five|six|seven|eight|nine|ten))?(?=[ -]years?(?:[ -]old)?\\b)",
            Pattern.CASE_INSENSITIVE);

    private final Surrogates surrogates;

    PatternFinder(Surrogates surrogates) {
        this.surrogates = surrogates;
    }

    /** Mail and web addresses, which may hold names. */
    void addresses(String text, List<Span> found) {
        each(MAIL, text, found, Phi.ADDRESS, _ -> "somebody@example.org");
        each(WEB, text, found, Phi.ADDRESS, _ -> "https://example.org/");
        each(NETWORK, text, found, Phi.ADDRESS, _ -> "192.0.2.1");
    }

    /** Numbers and ages. */
    void find(String text, List<Span> found) {
        each(UID, text, found, Phi.NUMBER, surrogates::uid);
        label(LABELLED, text, found, Phi.NUMBER);
        label(PHONE_LABEL, text, found, Phi.PHONE);
        each(SOCIAL, text, found, Phi.NUMBER, surrogates::shape);
        Matcher phone = PHONE.matcher(text);
        while (phone.find()) {
            if (phone.group().chars().filter(Character::isDigit).count() >= PHONE_DIGITS) {
                found.add(new Span(phone.start(), phone.end(), Phi.PHONE, surrogates.shape(phone.group())));
            }
        }
        each(LONG_NUMBER, text, found, Phi.NUMBER, surrogates::shape);
        each(AGE, text, found, Phi.AGE, _ -> "90");
        each(AGE_LABEL, text, found, Phi.AGE, _ -> "90");
        each(AGE_IN_WORDS, text, found, Phi.AGE, _ -> "ninety");
    }

    private void label(Pattern pattern, String text, List<Span> found, Phi kind) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(new Span(matcher.start(1), matcher.end(1), kind, surrogates.shape(matcher.group(1))));
        }
    }

    private static void each(
            Pattern pattern,
            String text,
            List<Span> found,
            Phi kind,
            java.util.function.UnaryOperator<String> surrogate) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(new Span(matcher.start(), matcher.end(), kind, surrogate.apply(matcher.group())));
        }
    }
}
