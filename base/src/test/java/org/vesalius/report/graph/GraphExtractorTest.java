package org.vesalius.report.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphExtractorTest {
    private static ReportGraph graph(String text) {
        return GraphExtractor.of(text);
    }

    private static String words(ReportGraph graph, String id) {
        return graph.entity(id).orElseThrow().tokens().toLowerCase(Locale.ROOT);
    }

    /** {@code small OBS-DP, …}. */
    private static String entities(String text) {
        return graph(text).entities().stream()
                .map(entity -> entity.tokens().toLowerCase(Locale.ROOT) + " "
                        + entity.label().id())
                .collect(Collectors.joining(", "));
    }

    /** {@code effusion located_at pleural, …}, sorted. */
    private static String relations(String text) {
        ReportGraph graph = graph(text);
        TreeSet<String> found = new TreeSet<>();
        for (Entity entity : graph.entities()) {
            entity.relations()
                    .forEach(relation -> found.add(entity.tokens().toLowerCase(Locale.ROOT) + " "
                            + relation.kind().id() + " " + words(graph, relation.target())));
        }
        return String.join(", ", found);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Small left pleural effusion.         | small OBS-DP, left ANAT-DP, pleural ANAT-DP, effusion OBS-DP
            No focal consolidation.              | focal OBS-DA, consolidation OBS-DA
            Possible pneumonia.                  | pneumonia OBS-U
            The lungs are clear.                 | lungs ANAT-DP, clear OBS-DP
            No effusions or pneumothorax.        | effusions OBS-DA, pneumothorax OBS-DA
            Nothing of note.                     | ''
            """)
    void entitiesAreAnatomyAndWhatIsSeenInThreeStates(String text, String expected) {
        assertEquals(expected, entities(text), text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Small left pleural effusion.                | effusion located_at pleural, left modify pleural, small modify effusion
            Opacity in the left lower lobe.             | left modify lobe, lower modify lobe, opacity located_at lobe
            Left effusion.                              | effusion located_at left
            The heart is enlarged.                      | enlarged located_at heart
            The lungs are clear without effusion.       | clear located_at lungs
            Effusion and atelectasis at the right base. | atelectasis located_at base, effusion located_at base, right modify base
            Normal heart.                               | normal located_at heart
            The effusion is small.                      | small modify effusion
            Opacities suggesting edema or pneumonia.    | opacities suggestive_of edema, opacities suggestive_of pneumonia
            Left base opacity may represent pneumonia.  | left modify base, opacity located_at base, opacity suggestive_of pneumonia
            """)
    void relationsFollowFromTheOrderOfWords(String text, String expected) {
        assertEquals(expected, relations(text), text);
    }

    @Test
    void tokensAreRadGraphsAndIdsCountFromOne() {
        ReportGraph graph = graph("A 4.5 cm mass. Left-sided effusion, small.");
        assertEquals("A 4 . 5 cm mass . Left-sided effusion , small .", graph.text());
        assertEquals("1 2 3 4", graph.entities().stream().map(Entity::id).collect(Collectors.joining(" ")));
        Entity mass = graph.entities().getFirst();
        assertEquals(5, mass.start());
        assertEquals("mass", graph.text().split(" ")[mass.end()]);
    }

    @Test
    void sentencesDoNotReachIntoEachOther() {
        assertEquals("", relations("Effusion. Left."));
        assertTrue(graph("").entities().isEmpty());
    }
}
