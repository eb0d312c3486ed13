package org.vesalius.identity;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds streets, post codes, hospitals, rooms, and countries and towns of a list. */
final class PlaceFinder {
    private static final String WORD = "\\p{Lu}[\\p{L}’'.-]+";
    private static final String WORDS = WORD + "(?:[ \\t]+(?:of|and|the|de|la|del|&)?[ \\t]*" + WORD + "){0,4}";
    private static final String HOUSE =
            "(?:Hospitals?|HOSPITAL|Medical[ \\t]+Cent(?:er|re)|MEDICAL[ \\t]+CENTER|Clinics?|Infirmary|University|College|Healthcare|Health[ \\t]+(?:System|Center|Centre|Service|Services)|Hospice|Nursing[ \\t]+Home|Rehabilitation[ \\t]+Cent(?:er|re)|Institute|Imaging(?:[ \\t]+(?:Center|Centre|Associates))?|Radiology[ \\t]+(?:Associates|Group|Partners)|General|Memorial|Klinikum|Krankenhaus|Klinik|Spital|Polyclinic|Manor|School)";

    private static final Pattern NAMED =
            Pattern.compile("(?<![\\p{L}])(" + WORDS + ")[ \\t]+" + HOUSE + "(?:[ \\t]+" + HOUSE + ")*(?![\\p{L}])");
    private static final Pattern SMALL = Pattern.compile(
            "(?<![\\p{L}])(" + WORD + "(?:[ \\t]+" + WORD
                    + "){0,2})[ \\t]+(?:(?:university|general|community|regional|county|memorial|city|state)[ \\t]+)*(?:hospital|clinic|infirmary|hospice|medical[ \\t]+cent(?:er|re)|nursing[ \\t]+home)(?![\\p{L}])");
    private static final Pattern OF = Pattern.compile(
            "(?<![\\p{L}])(?:University|Hospital|Clinic|Institute|College|Klinikum|Klinik|Krankenhaus|Universitätsklinikum|Hôpital|Hopital|CHU|Clinique|Ospedale|Clínica|Clinica|Hospital)(?:[ \\t]+(?:Hospital|Clinic|Medical[ \\t]+Center))?[ \\t]+(?:(?:of|de|del|di|della|der|für|at|la|le|les|los|St\\.)[ \\t]+)*("
                    + WORD + "(?:[ \\t-]+" + WORD + "){0,3})");
    private static final Pattern SAINT = Pattern.compile(
            "(?<![\\p{L}])((?:St\\.?|Saint|Mount|Mt\\.?|Fort|Our[ \\t]+Lady)[ \\t]+(?:of[ \\t]+)?" + WORD + "(?:'s)?)");
    private static final Pattern STREET = Pattern.compile(
            "(?<![\\p{L}\\p{N}])\\d{1,5}[A-Za-z]?[ \\t]+(?:(?:[NSEW]|North|South|East|West)\\.?[ \\t]+)?(?:" + WORD
                    + "[ \\t]+){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Pl|Terrace|Highway|Hwy|Parkway|Pkwy|Square|Circle)\\b\\.?(?:[ \\t]*,?[ \\t]*(?:Apt|Suite|Ste|Unit|#)\\.?[ \\t]*\\w+)?(?:,[ \\t]*"
                    + WORD + "(?:[ \\t]+" + WORD + ")?)?(?:,?[ \\t]*[A-Z]{2})?(?:[ \\t]+\\d{5}(?:-\\d{4})?)?");
    private static final Pattern STRASSE = Pattern.compile(
            "(?<![\\p{L}])(?:\\p{Lu}[\\p{L}-]*(?:straße|strasse|str\\.|weg|gasse|platz|allee|ring|damm|ufer)|(?:Rue|Avenue|Boulevard|Via|Viale|Calle|Avenida|Plaza|Piazza|Rua|rue|calle|via)[ \\t]+(?:(?:de|des|du|del|della|la|le|l')[ \\t]*)*"
                    + WORD + "(?:[ \\t]+" + WORD
                    + ")?)[ \\t]*,?[ \\t]*(?:n[º°.]?[ \\t]*)?\\d{1,4}[a-z]?(?:[ \\t]*,?[ \\t]*\\d{4,5}[ \\t]+" + WORD
                    + ")?");
    private static final Pattern ZIP = Pattern.compile("(?<![\\p{L}\\p{N}])(?:" + WORD + "(?:[ \\t]+" + WORD
            + ")?,[ \\t]*)?[A-Z]{2}[ \\t]+\\d{5}(?:-\\d{4})?(?![\\d])|\\b[A-Z]{1,2}\\d[A-Z\\d]?[ \\t]\\d[A-Z]{2}\\b");
    private static final Pattern BOX = Pattern.compile("(?i)\\bP\\.?[ \\t]?O\\.?[ \\t]*Box[ \\t]+\\d+");
    private static final Pattern ROOM = Pattern.compile(
            "(?i)\\b(?:room|rm|bed|ward|bett|zimmer|station)\\b[ \\t]*(?:no\\.?|#|:)?[ \\t]*([A-Z]?-?\\d{1,5}[A-Z]?\\b)");
    private static final Pattern LIVES = Pattern.compile(
            "(?i:\\b(?:lives?[ \\t]+in|living[ \\t]+in|resident[ \\t]+of|resides[ \\t]+in|residing[ \\t]+in|transferred[ \\t]+from|native[ \\t]+of|born[ \\t]+in|moved[ \\t]+(?:here[ \\t]+)?from|visiting[ \\t]+from|travel(?:l?ed)?[ \\t]+(?:to|from)|trip[ \\t]+to|immigrated[ \\t]+from|arrived[ \\t]+from|employed[ \\t]+(?:at|by)|works[ \\t]+(?:at|for)|wohnhaft[ \\t]+in))[ \\t]+(?:the[ \\t]+)?("
                    + WORD + "(?:[ \\t]+" + WORD + "){0,3})");
    private static final Pattern CAPITALS =
            Pattern.compile("(?<![\\p{L}])\\p{Lu}[\\p{L}.-]*(?:[ \\t]+\\p{Lu}[\\p{L}.-]*){0,2}");

    private final Surrogates surrogates;
    private final boolean keepHouses;

    PlaceFinder(Surrogates surrogates, Policy policy) {
        this.surrogates = surrogates;
        this.keepHouses = policy.has(ProfileOption.RETAIN_INSTITUTION);
    }

    void find(String text, List<Span> found) {
        whole(STREET, text, found, "[address]");
        whole(STRASSE, text, found, "[address]");
        whole(BOX, text, found, "[address]");
        whole(ZIP, text, found, "[address]");
        if (!keepHouses) {
            group(NAMED, text, found);
            group(SMALL, text, found);
            group(OF, text, found);
            group(SAINT, text, found);
        }
        group(LIVES, text, found);
        Matcher room = ROOM.matcher(text);
        while (room.find()) {
            found.add(new Span(room.start(1), room.end(1), Phi.PLACE, "1"));
        }
        listed(text, found);
    }

    private static void whole(Pattern pattern, String text, List<Span> found, String replacement) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(new Span(matcher.start(), matcher.end(), Phi.PLACE, replacement));
        }
    }

    /** The name without ordinary words before it, such as that which begins the sentence. */
    private void group(Pattern pattern, String text, List<Span> found) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(1);
            int start = 0;
            while (start < name.length()) {
                int blank = name.indexOf(' ', start);
                String word = blank < 0 ? name.substring(start) : name.substring(start, blank);
                if (!Words.ORDINARY.contains(Folded.of(word).replaceAll("[.,]$", ""))) {
                    break;
                }
                start = blank < 0 ? name.length() : blank + 1;
            }
            if (start < name.length()) {
                String rest = name.substring(start);
                int at = matcher.start(1) + start;
                found.add(new Span(at, at + rest.length(), Phi.PLACE, surrogates.place(rest)));
            }
        }
    }

    private void listed(String text, List<Span> found) {
        Matcher matcher = CAPITALS.matcher(text);
        while (matcher.find()) {
            String run = matcher.group();
            for (int start = 0; start >= 0 && start < run.length(); start = next(run, start)) {
                for (int end = run.length(); end > start; end = run.lastIndexOf(' ', end - 1)) {
                    String words = run.substring(start, end);
                    String plain = words.replaceAll("[.]$", "");
                    if (Words.PLACES.contains(plain.toLowerCase(java.util.Locale.ROOT)) && plain.length() > 3) {
                        int at = matcher.start() + start;
                        found.add(new Span(at, at + plain.length(), Phi.PLACE, surrogates.place(plain)));
                        break;
                    }
                }
            }
        }
    }

    private static int next(String run, int start) {
        int blank = run.indexOf(' ', start);
        return blank < 0 ? -1 : blank + 1;
    }
}
