package org.vesalius.report.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vesalius.report.Negation;
import org.vesalius.report.section.Cleaning;

/**
 * Entities and relations of a chest report by rules, in RadGraph's format. Words are known from {@code terms.tsv}; whether an observation is present, uncertain or absent is judged by {@link Negation};
 * relations are read from the order of the words: what stands before a noun narrows it, a preposition or a copula places an observation, and phrases such as "suggestive of" lead from one to another.
 * There are no gold graphs that may be redistributed, so it is measured on synthetic reports only.
 */
public final class GraphExtractor {
    /** Raised whenever the same text would get another graph. */
    public static final String VERSION = "graph-rules-1";

    private GraphExtractor() {}

    /** The graph of a report text; tokens are cut as RadGraph cuts them. */
    public static ReportGraph of(String text) {
        String plain = Cleaning.RADGRAPH.clean(text);
        String[] tokens = plain.isEmpty() ? new String[0] : plain.split(" ");
        String[] lower = new String[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            lower[i] = tokens[i].toLowerCase(Locale.ROOT);
        }
        List<Node> nodes = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (ends(lower, i)) {
                sentence(lower, from, i + 1, nodes);
                from = i + 1;
            }
        }
        sentence(lower, from, tokens.length, nodes);
        List<Entity> entities = new ArrayList<>();
        nodes.stream()
                .filter(node -> node.kind != Terms.Kind.SUGGESTS)
                .forEach(node -> entities.add(node.entity(tokens)));
        return new ReportGraph(plain, number(entities));
    }

    /** Whether the words of an entity only narrow others, as "left" and "small" do, by the list that the rules know; unknown words do not. */
    public static boolean narrows(Entity entity) {
        String[] words = entity.tokens().toLowerCase(Locale.ROOT).split(" ");
        return Terms.at(words, 0, words.length)
                .filter(term -> term.kind() == Terms.Kind.PLACE || term.kind() == Terms.Kind.QUALITY)
                .isPresent();
    }

    /** A full stop between digits is that of a number, which the tokens have cut. */
    private static boolean ends(String[] lower, int at) {
        if (!lower[at].matches("[.!?]+")) {
            return false;
        }
        boolean number =
                at > 0 && at + 1 < lower.length && lower[at - 1].matches("\\d+") && lower[at + 1].matches("\\d+[a-z]*");
        return !number;
    }

    private static void sentence(String[] lower, int from, int to, List<Node> all) {
        List<Node> nodes = new ArrayList<>();
        int at = from;
        while (at < to) {
            Terms.Term term = Terms.at(lower, at, to).orElse(null);
            if (term == null) {
                at++;
            } else {
                nodes.add(new Node(term.kind(), at, at + term.words() - 1));
                at += term.words();
            }
        }
        judge(lower, from, to, nodes);
        new SentenceRelations(lower, from, to, nodes).find();
        all.addAll(nodes);
    }

    private static void judge(String[] lower, int from, int to, List<Node> nodes) {
        StringBuilder sentence = new StringBuilder();
        int[] starts = new int[to - from];
        for (int i = from; i < to; i++) {
            starts[i - from] = sentence.length();
            sentence.append(lower[i]).append(' ');
        }
        for (Node node : nodes) {
            if (node.kind == Terms.Kind.OBSERVATION
                    || node.kind == Terms.Kind.STATE
                    || node.kind == Terms.Kind.QUALITY) {
                int end = starts[node.end - from] + lower[node.end].length();
                node.label = switch (Negation.of(sentence.toString(), starts[node.start - from], end)) {
                    case NEGATIVE -> EntityLabel.ABSENT;
                    case UNCERTAIN -> EntityLabel.UNCERTAIN;
                    case POSITIVE, BLANK -> EntityLabel.PRESENT;
                };
            }
        }
    }

    /** Ids are the place in the report, from 1, as in RadGraph's files; until here they are the first token. */
    private static List<Entity> number(List<Entity> entities) {
        List<String> old = entities.stream().map(Entity::id).toList();
        List<Entity> numbered = new ArrayList<>();
        for (Entity entity : entities) {
            List<Relation> relations = entity.relations().stream()
                    .map(relation ->
                            new Relation(relation.kind(), Integer.toString(old.indexOf(relation.target()) + 1)))
                    .toList();
            numbered.add(new Entity(
                    Integer.toString(numbered.size() + 1),
                    entity.tokens(),
                    entity.label(),
                    entity.start(),
                    entity.end(),
                    relations));
        }
        return numbered;
    }
}
