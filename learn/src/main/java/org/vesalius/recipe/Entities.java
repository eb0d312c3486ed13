package org.vesalius.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.vesalius.model.Fusion;
import org.vesalius.report.LabelState;
import org.vesalius.report.Negation;

/** MedKLIP's entities with other wordings and an explanation, from the tables beside this class (tab-separated: name, wordings divided by semicolons, explanation), and what a report says of them. */
final class Entities {
    /** Of the built-in data: its twelve findings. */
    static final List<Fusion.Entity> SMALL = read("medklip-small.tsv");

    /** The authors' list without its two remainders; explanations are ours, since theirs come without a licence. */
    static final List<Fusion.Entity> PUBLISHED = read("medklip-entities.tsv");

    /** The authors' 51 places. */
    static final List<String> PLACES = List.of(
            "trachea",
            "left hilum",
            "right hilum",
            "hila",
            "left pleural",
            "right pleural",
            "pleural",
            "heart size",
            "heart border",
            "left diaphragm",
            "right diaphragm",
            "diaphragm",
            "retrocardiac",
            "left lower lobe",
            "left upper lobe",
            "right lower lobe",
            "right middle lobe",
            "right upper lobe",
            "left lower lung",
            "left mid lung",
            "left upper lung",
            "left apex",
            "left lung",
            "right lower lung",
            "right mid lung",
            "right upper lung",
            "right apex",
            "right lung",
            "apices",
            "bases",
            "left costophrenic",
            "right costophrenic",
            "costophrenic",
            "cardiophrenic",
            "mediastinal",
            "spine",
            "clavicle",
            "rib",
            "stomach",
            "right atrium",
            "right ventricle",
            "aorta",
            "superior vena cava",
            "interstitium",
            "parenchymal",
            "cavoatrial junction",
            "cardiopulmonary",
            "pulmonary",
            "lung volumes",
            "chest",
            "other");

    private static final Map<String, List<String>> WORDINGS = new TreeMap<>();

    static {
        wordings("medklip-entities.tsv");
        wordings("medklip-small.tsv");
    }

    private Entities() {}

    /**
     * What a report says of an entity.
     *
     * @param state positive where a sentence affirms it, else negative where one denies it, else blank: doubt does not count
     * @param place the number of the longest place that stands in a sentence that affirms it, or -1
     */
    record Said(LabelState state, int place) {}

    /** Reads the sentences of a report for one entity. */
    static Said said(List<String> sentences, String entity, List<String> places) {
        LabelState state = LabelState.BLANK;
        int place = -1;
        for (String sentence : sentences) {
            String plain = SentencePool.plain(sentence);
            for (String wording : WORDINGS.getOrDefault(entity, List.of(entity))) {
                int at = at(plain, wording);
                if (at >= 0) {
                    LabelState now = Negation.judge(plain, at, at + wording.length(), Negation.Reading.CHEXPERT)
                            .state();
                    if (now == LabelState.POSITIVE) {
                        state = now;
                        place = longer(place, longest(plain, places), places);
                    } else if (now == LabelState.NEGATIVE && state == LabelState.BLANK) {
                        state = now;
                    }
                }
            }
        }
        return new Said(state, place);
    }

    private static int longest(String sentence, List<String> places) {
        int longest = -1;
        for (int i = 0; i < places.size(); i++) {
            longest = at(sentence, places.get(i)) >= 0 ? longer(longest, i, places) : longest;
        }
        return longest;
    }

    private static int longer(int one, int other, List<String> places) {
        int first = one < 0 ? -1 : places.get(one).length();
        int second = other < 0 ? -1 : places.get(other).length();
        return second > first ? other : one;
    }

    /** Where the words begin in a text, as whole words, or -1. */
    private static int at(String text, String words) {
        for (int at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
            int end = at + words.length();
            boolean begins = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
            if (begins && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
                return at;
            }
        }
        return -1;
    }

    private static List<Fusion.Entity> read(String table) {
        return rows(table).stream()
                .map(row -> new Fusion.Entity(row.get(0), row.get(2)))
                .toList();
    }

    private static void wordings(String table) {
        for (List<String> row : rows(table)) {
            List<String> wordings = new ArrayList<>(List.of(row.getFirst()));
            Stream.of(row.get(1).split(";")).filter(word -> !word.isEmpty()).forEach(wordings::add);
            WORDINGS.put(row.getFirst(), List.copyOf(wordings));
        }
    }

    private static List<List<String>> rows(String table) {
        try (InputStream stream = Entities.class.getResourceAsStream(table)) {
            if (stream == null) {
                throw new IllegalStateException("missing resource " + table);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split("\t", -1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
