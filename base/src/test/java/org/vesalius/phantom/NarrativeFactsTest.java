package org.vesalius.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.vesalius.dataset.Split;
import org.vesalius.report.LabelState;
import org.vesalius.report.Laterality;
import org.vesalius.report.Measurement;
import org.vesalius.report.Priors;
import org.vesalius.report.Section;
import org.vesalius.report.graph.Entity;
import org.vesalius.report.graph.EntityLabel;
import org.vesalius.report.graph.GraphExtractor;
import org.vesalius.report.graph.Relation;
import org.vesalius.report.graph.ReportGraph;

/** What is read out of synthetic reports against what was put in. The wording of these reports is narrower than that of hospitals: the figures say that the rules work, not how well they do there. */
class NarrativeFactsTest {
    private static final List<Visit> VISITS = new Phantom(31)
            .visits(Split.TRAIN, 500).stream().flatMap(List::stream).toList();
    private static final Pattern NAMES = Pattern.compile(
            "effusion|pleural fluid|pneumothorax|consolidation|nodule|atelectasis|fracture|central line|central venous catheter|pacemaker");
    private static final Pattern END = Pattern.compile(
            ", (?:new since the prior study|a new finding|new|decreased since the prior study|improved|smaller than before|increased since the prior study|worse|progressed|unchanged|stable compared with the prior study)\\.$");

    /** A sentence of a report and what it is about. */
    private record Told(Visit visit, Narrative.Sentence sentence) {
        List<Observation> about() {
            return visit.observations().stream()
                    .filter(o -> sentence.findings().contains(o.id()))
                    .toList();
        }
    }

    private static List<Told> told() {
        List<Told> all = new ArrayList<>();
        for (Visit visit : VISITS) {
            Narrative.of(visit, 7).stream()
                    .filter(s -> s.section() == Section.FINDINGS || s.section() == Section.IMPRESSION)
                    .forEach(s -> all.add(new Told(visit, s)));
        }
        return all;
    }

    @Test
    void referencesToPriorsAreFoundAndTakenOut() {
        int found = 0;
        int there = 0;
        int both = 0;
        int exact = 0;
        int all = 0;
        for (Told told : told()) {
            String text = told.sentence().text();
            boolean gone = told.about().stream().anyMatch(o -> !o.present());
            boolean reference = gone || END.matcher(text).find();
            boolean said = !Priors.find(text).isEmpty();
            there += reference ? 1 : 0;
            found += said ? 1 : 0;
            both += reference && said ? 1 : 0;
            String expected = gone && text.startsWith("No residual")
                    ? text.replace("No residual", "No")
                    : gone ? "" : END.matcher(text).replaceFirst(".");
            // the number of an impression goes with its sentence
            String bare = expected.replaceFirst("^\\d\\. ", "");
            all++;
            exact += Priors.remove(text).replaceFirst("^\\d\\. ", "").equals(bare) ? 1 : 0;
        }
        System.out.printf(
                Locale.ROOT,
                "priors in %d phantom sentences, %d of them with one: precision %.4f, recall %.4f; text as it should be %.4f%n",
                all,
                there,
                (double) both / found,
                (double) both / there,
                (double) exact / all);
        assertTrue(there > 400);
        assertTrue(both > 0.99 * found && both > 0.99 * there && exact > 0.99 * all);
    }

    @Test
    void sidesAreThoseOfTheFindings() {
        int right = 0;
        int all = 0;
        for (Told told : told()) {
            for (Observation o : told.about()) {
                String text = told.sentence().text().toLowerCase(Locale.ROOT);
                Matcher name = NAMES.matcher(text);
                if (!o.finding().sided() || !name.find()) {
                    continue;
                }
                Laterality expected = switch (o.side()) {
                    case LEFT -> Laterality.LEFT;
                    case RIGHT -> Laterality.RIGHT;
                    case BOTH -> Laterality.BILATERAL;
                };
                all++;
                right += Laterality.of(text, name.start(), name.end()) == expected ? 1 : 0;
            }
        }
        System.out.printf(
                Locale.ROOT, "sides of %d mentions in phantom reports: %.4f right%n", all, (double) right / all);
        assertTrue(all > 1000 && right > 0.99 * all);
    }

    @Test
    void lengthsAreThoseOfTheFindings() {
        int lengths = 0;
        for (Told told : told()) {
            List<Measurement> found = Measurement.in(told.sentence().text());
            for (Observation o : told.about()) {
                if (found.isEmpty()) {
                    continue;
                }
                lengths++;
                assertEquals(1, found.size(), told.sentence().text());
                if (o.finding() == Finding.NODULE) {
                    assertEquals(Measurement.Kind.SIZE, found.getFirst().kind());
                    assertEquals(
                            (double) Math.round(Phrases.diameter(o)),
                            found.getFirst().largest());
                } else {
                    assertEquals(Finding.ENDOTRACHEAL_TUBE, o.finding());
                    assertEquals(Measurement.Kind.DISTANCE, found.getFirst().kind());
                    assertEquals(Devices.tipAbove(o), found.getFirst().largest(), 0.5);
                }
            }
            boolean nodule = told.about().stream().anyMatch(o -> o.finding() == Finding.NODULE && o.present());
            assertTrue(!nodule || !found.isEmpty(), told.sentence().text());
        }
        System.out.println("lengths in phantom reports: " + lengths + ", all right");
        assertTrue(lengths > 200);
    }

    @Test
    void graphsHoldTheFindingInItsStateAndItsSide() {
        int all = 0;
        int named = 0;
        int stated = 0;
        int sided = 0;
        int placed = 0;
        for (Told told : told()) {
            for (Observation o : told.about()) {
                Matcher name = NAMES.matcher(told.sentence().text().toLowerCase(Locale.ROOT));
                if (!o.finding().sided() || !name.find()) {
                    continue;
                }
                ReportGraph graph = GraphExtractor.of(told.sentence().text());
                Optional<Entity> found = graph.entities().stream()
                        .filter(entity ->
                                entity.tokens().toLowerCase(Locale.ROOT).contains(name.group()))
                        .findFirst();
                all++;
                named += found.isPresent() ? 1 : 0;
                EntityLabel expected =
                        expected(told.sentence().says().getOrDefault(o.finding().label(), LabelState.BLANK));
                stated += found.map(Entity::label).filter(expected::equals).isPresent() ? 1 : 0;
                if (o.side() != Side.BOTH) {
                    sided++;
                    placed += found.isPresent() && near(graph, found.get(), Phrases.side(o)) ? 1 : 0;
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "graphs of %d findings in phantom reports: named %.4f, state right %.4f; side within two relations %.4f of %d%n",
                all,
                (double) named / all,
                (double) stated / all,
                (double) placed / sided,
                sided);
        assertTrue(named > 0.99 * all && stated > 0.98 * all && placed > 0.95 * sided);
    }

    private static EntityLabel expected(LabelState state) {
        return switch (state) {
            case NEGATIVE -> EntityLabel.ABSENT;
            case UNCERTAIN -> EntityLabel.UNCERTAIN;
            case POSITIVE, BLANK -> EntityLabel.PRESENT;
        };
    }

    /** The side is where the finding is located, or modifies where it is located. */
    private static boolean near(ReportGraph graph, Entity finding, String side) {
        Set<String> places = new HashSet<>();
        finding.relations().stream()
                .filter(relation -> relation.kind() == Relation.Kind.LOCATED_AT)
                .forEach(relation -> places.add(relation.target()));
        return graph.entities().stream()
                .filter(entity -> entity.tokens().toLowerCase(Locale.ROOT).startsWith(side))
                .anyMatch(entity -> places.contains(entity.id())
                        || entity.relations().stream().anyMatch(relation -> places.contains(relation.target())));
    }
}
