package org.vesalius.report.label;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vesalius.report.Resource;

/** The phrases of a label space. */
final class Lexicon {
    private static final String OWN = "label/phrases.tsv";
    private static final String CHEXPERT = "label/chexpert-labeler/";
    /** The classes for which CheXpert's labeler has phrases that are none. */
    private static final Set<String> UNMENTIONED = Set.of("Lung Lesion", "Lung Opacity", "Pleural Effusion");

    private static final Pattern NEVER = Pattern.compile("(?!)");

    private final Map<String, Words> words = new LinkedHashMap<>();

    private record Words(List<Phrase> phrases, Set<String> signs, Pattern mention, Pattern unmention) {}

    /**
     * A phrase in a sentence.
     *
     * @param sign that speaks for the class without naming it
     */
    record Found(String name, Phrase phrase, boolean sign, int start, int end) {}

    Lexicon(LabelSpace space) {
        for (String name : space.names()) {
            List<Phrase> mention = new ArrayList<>();
            List<Phrase> unmention = new ArrayList<>();
            if (space == LabelSpace.CHEXPERT) {
                mention.addAll(chexpert("mention", name));
                unmention.addAll(UNMENTIONED.contains(name) ? chexpert("unmention", name) : List.of());
            }
            mention.addAll(own(space, name, "mention"));
            unmention.addAll(own(space, name, "unmention"));
            Set<String> signs =
                    own(space, name, "sign").stream().map(Phrase::words).collect(Collectors.toUnmodifiableSet());
            words.put(name, new Words(List.copyOf(mention), signs, pattern(mention), pattern(unmention)));
        }
    }

    private static List<Phrase> own(LabelSpace space, String name, String kind) {
        return Resource.rows(OWN).stream()
                .filter(row -> row.subList(0, 3).equals(List.of(space.id(), name, kind)))
                .map(row -> new Phrase(row.get(3), OWN))
                .toList();
    }

    private static List<Phrase> chexpert(String kind, String name) {
        String file = CHEXPERT + kind + "/" + name.toLowerCase(Locale.ROOT).replace(' ', '_') + ".txt";
        return Resource.lines(file).stream()
                .map(line -> new Phrase(line.strip(), file))
                .toList();
    }

    private static Pattern pattern(List<Phrase> phrases) {
        return phrases.isEmpty()
                ? NEVER
                : Pattern.compile(phrases.stream().map(Phrase::expression).collect(Collectors.joining("|")));
    }

    /** Every phrase in a sentence in lower case, but those within a phrase that does not count. */
    void find(String sentence, Consumer<Found> found) {
        words.forEach((name, own) -> {
            Matcher mention = own.mention.matcher(sentence);
            while (mention.find()) {
                if (!covered(own.unmention, sentence, mention)) {
                    Phrase phrase = phrase(own, mention.group());
                    found.accept(new Found(
                            name, phrase, own.signs.contains(phrase.words()), mention.start(), mention.end()));
                }
            }
        });
    }

    private static Phrase phrase(Words own, String text) {
        return own.phrases.stream()
                .filter(phrase -> phrase.words().equals(text))
                .findFirst()
                .orElseThrow();
    }

    private static boolean covered(Pattern unmention, String sentence, Matcher mention) {
        Matcher other = unmention.matcher(sentence);
        while (other.find()) {
            if (other.start() < mention.end() && other.end() > mention.start()) {
                return true;
            }
        }
        return false;
    }
}
