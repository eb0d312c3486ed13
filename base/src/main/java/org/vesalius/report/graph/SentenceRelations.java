package org.vesalius.report.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Relations within a sentence, from the order of its terms. */
final class SentenceRelations {
    private static final Set<String> PREPOSITIONS = Set.of(
            "in",
            "of",
            "at",
            "within",
            "over",
            "on",
            "along",
            "involving",
            "overlying",
            "throughout",
            "near",
            "above",
            "below",
            "from",
            "to",
            "into",
            "projecting",
            "projects",
            "adjacent");
    private static final Set<String> COPULAS = Set.of(
            "is",
            "are",
            "was",
            "were",
            "appear",
            "appears",
            "remain",
            "remains",
            "demonstrate",
            "demonstrates",
            "show",
            "shows",
            "has",
            "have");
    private static final Set<String> BREAKS = Set.of(";", "but", "without", "however", "although", ":", "no", "with");
    private static final Set<String> PLACES_JOIN = Set.of("and", "or", "to", "through", "/", "-");
    /** Adjectives of the whole lung: in "lower lobe airspace opacity" the opacity lies in the lobe. */
    private static final Set<String> WHOLE = Set.of("pulmonary", "airspace", "parenchymal", "lung");

    private static final Set<String> JOINS = Set.of("and", "or", ",", "/", "versus", "nor", "and/or");

    private final String[] lower;
    private final int from;
    private final int to;
    private final List<Node> nodes;
    /** The nodes of a run stand behind each other without another word between them. */
    private final List<List<Node>> runs = new ArrayList<>();

    SentenceRelations(String[] lower, int from, int to, List<Node> nodes) {
        this.lower = lower;
        this.from = from;
        this.to = to;
        this.nodes = nodes;
        for (Node node : nodes) {
            boolean goesOn = !runs.isEmpty()
                    && node.kind != Terms.Kind.SUGGESTS
                    && runs.getLast().getLast().kind != Terms.Kind.SUGGESTS
                    && goesOn(runs.getLast().getLast(), node);
            if (!goesOn) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(node);
        }
    }

    /** Directly behind each other, or places that are joined: "5th and 6th rib", "apical and lateral pneumothorax". */
    private boolean goesOn(Node last, Node next) {
        return last.end + 1 == next.start
                || (last.kind == Terms.Kind.PLACE
                        && next.kind == Terms.Kind.PLACE
                        && last.end + 2 == next.start
                        && PLACES_JOIN.contains(lower[last.end + 1]));
    }

    void find() {
        runs.forEach(this::within);
        for (Node node : nodes) {
            if (node.observed()) {
                behind(node);
            }
        }
        for (Node node : nodes) {
            if (node.observed() && !node.located()) {
                subject(node);
            }
            if (node.observed() && !node.located()) {
                apposition(node);
            }
        }
        nodes.stream().filter(node -> node.kind == Terms.Kind.QUALITY).forEach(this::quality);
        nodes.stream().filter(node -> node.kind == Terms.Kind.SUGGESTS).forEach(this::suggests);
    }

    /** "small left pleural effusion": what stands before a noun narrows or places it. */
    private void within(List<Node> run) {
        for (int i = 0; i < run.size(); i++) {
            Node node = run.get(i);
            Node next = i + 1 < run.size() ? run.get(i + 1) : null;
            Node anatomy = node.anatomic() ? next(run, i, true) : null;
            if (anatomy != null) {
                node.relate(Relation.Kind.MODIFY, anatomy);
            } else if (node.anatomic()) {
                Node observation = next(run, i, false);
                if (observation != null) {
                    observation.relate(Relation.Kind.LOCATED_AT, node);
                }
            } else if (node.kind == Terms.Kind.STATE && next != null && next.anatomic()) {
                node.relate(Relation.Kind.LOCATED_AT, head(run, i + 1));
            }
        }
    }

    /** The next anatomy behind {@code i} before something seen, or the next thing seen; null where there is none. An anatomy is not narrowed by an adjective of the whole lung that follows it. */
    private @Nullable Node next(List<Node> run, int i, boolean anatomy) {
        boolean part = run.get(i).kind == Terms.Kind.ANATOMY;
        for (Node node : run.subList(i + 1, run.size())) {
            if (node.kind == Terms.Kind.ANATOMY && !(part && WHOLE.contains(lower[node.start]))) {
                return anatomy ? node : null;
            }
            if (node.observed()) {
                return anatomy ? null : node;
            }
        }
        return null;
    }

    /** The last anatomy of those that stand behind each other from {@code i} on. */
    private static Node head(List<Node> run, int i) {
        Node head = run.get(i);
        for (Node node : run.subList(i, run.size())) {
            if (!node.anatomic()) {
                break;
            }
            head = node.kind == Terms.Kind.ANATOMY || head.kind == Terms.Kind.PLACE ? node : head;
        }
        return head;
    }

    /** "opacity in the left base", "effusion and atelectasis at the right base". */
    private void behind(Node observation) {
        boolean preposition = false;
        boolean joined = false;
        for (int i = observation.end + 1; i < to; i++) {
            Node here = at(i);
            String word = lower[i];
            if (here != null && here.anatomic()) {
                if (preposition) {
                    observation.relate(
                            Relation.Kind.LOCATED_AT,
                            head(runOf(here), runOf(here).indexOf(here)));
                    return;
                }
                if (!joined) {
                    return;
                }
                i = here.end;
            } else if (here != null && here.kind == Terms.Kind.SUGGESTS) {
                return;
            } else if (here != null) {
                if (here.observed() && !joined) {
                    return;
                }
                i = here.end;
            } else if (BREAKS.contains(word) || (COPULAS.contains(word) && joined)) {
                return;
            } else {
                preposition |= PREPOSITIONS.contains(word);
                joined |= JOINS.contains(word);
            }
        }
    }

    /** "the lungs are clear": the anatomy before the copula. */
    private void subject(Node observation) {
        boolean copula = false;
        for (int i = observation.start - 1; i >= from; i--) {
            Node here = at(i);
            if (here != null && here.anatomic() && copula) {
                observation.relate(Relation.Kind.LOCATED_AT, head(runOf(here), first(runOf(here), here)));
                return;
            }
            if (here == null && BREAKS.contains(lower[i])) {
                return;
            }
            copula |= here == null && COPULAS.contains(lower[i]);
        }
    }

    /** "opacity in the left base, mild atelectasis": what stands behind the comma is where the other is. */
    private void apposition(Node observation) {
        int i = observation.start - 1;
        Node here = i >= from ? at(i) : null;
        while (here != null && here.kind == Terms.Kind.QUALITY) {
            i = here.start - 1;
            here = i >= from ? at(i) : null;
        }
        Node before = i > from && lower[i].equals(",") ? at(i - 1) : null;
        if (before != null && before.anatomic()) {
            Node place = head(runOf(before), first(runOf(before), before));
            if (nodes.stream().anyMatch(node -> node.isAt(place))) {
                observation.relate(Relation.Kind.LOCATED_AT, place);
            }
        }
    }

    private static int first(List<Node> run, Node last) {
        int i = run.indexOf(last);
        while (i > 0 && run.get(i - 1).anatomic()) {
            i--;
        }
        return i;
    }

    /** "small" narrows what stands behind it in its run, else what stands before it in the sentence. */
    private void quality(Node quality) {
        List<Node> run = runOf(quality);
        for (Node node : run.subList(run.indexOf(quality) + 1, run.size())) {
            if (node.observed()) {
                quality.relate(Relation.Kind.MODIFY, node);
                quality.label = node.label;
                return;
            }
        }
        Node before = null;
        for (Node node : nodes) {
            before = node.start < quality.start && node.observed() ? node : before;
        }
        if (before != null) {
            quality.relate(Relation.Kind.MODIFY, before);
            quality.label = before.label;
        }
    }

    /** "opacity suggestive of edema or infection". */
    private void suggests(Node cue) {
        Node sign = null;
        for (Node node : nodes) {
            sign = node.start < cue.start && node.observed() ? node : sign;
        }
        if (sign == null) {
            return;
        }
        Node last = null;
        for (Node node : nodes) {
            boolean behind = node.start > cue.end && node.observed();
            if (behind && (last == null || joined(last.end + 1, node.start))) {
                sign.relate(Relation.Kind.SUGGESTIVE_OF, node);
                last = node;
            }
        }
    }

    /** Only joining words, articles and other terms stand between. */
    private boolean joined(int start, int end) {
        for (int i = start; i < end; i++) {
            if (at(i) == null
                    && !JOINS.contains(lower[i])
                    && !Set.of("a", "an", "the").contains(lower[i])) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Node at(int token) {
        for (Node node : nodes) {
            if (node.start <= token && token <= node.end) {
                return node;
            }
        }
        return null;
    }

    private List<Node> runOf(Node node) {
        return runs.stream().filter(run -> run.contains(node)).findFirst().orElseThrow();
    }
}
