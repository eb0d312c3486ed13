package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.report.Section;
import org.vesalius.report.section.Sectioning;

class MimicTreeTest {
    @TempDir
    Path dir;

    @Test
    void pathsOfManyFormsNameTheSamePlace() {
        MimicTree.Place film = new MimicTree.Place("10000032", "50414267", "a-b");
        assertEquals(film, MimicTree.place("files/p10/p10000032/s50414267/a-b.jpg"));
        assertEquals(film, MimicTree.place("/far/away/files/p10/p10000032/s50414267/a-b.dcm"));
        MimicTree.Place report = new MimicTree.Place("10000032", "50414267", "");
        assertEquals(report, MimicTree.place("p10/p10000032/s50414267.txt"));
        assertEquals(report, MimicTree.place("train/p10/p10000032/s50414267"));
        assertNull(MimicTree.place("patient64606/study1.txt"));
    }

    @Test
    void filmsOfAStudyAreFoundWithoutATable() throws IOException {
        MimicFixture.files(dir, ".jpg");
        try (MimicTree tree = new MimicTree(List.of(dir))) {
            assertTrue(tree.there());
            assertEquals(
                    List.of(MimicFixture.A, MimicFixture.B),
                    tree.films("10000032", "50414267").stream()
                            .map(StudyImage::imageId)
                            .toList());
            assertEquals(List.of(), tree.films("../../x", "1"));
            assertNull(tree.report("..", "/../../etc/passwd"));
        }
    }

    /** 50196495 is one of the studies whose text MIT-LCP found by hand, as the characters 59 to 399. */
    @Test
    void studiesThatWereLookedUpByHandHaveTheTextThatWasFound() {
        String text = " FINAL REPORT\n IMPRESSION: " + "made up. ".repeat(60);
        assertEquals(
                text.substring(59, 399).strip(),
                MimicTree.cut("50196495", text, Sectioning.MIT_LCP).text(Section.TEXT));
        assertTrue(MimicTree.cut("50414267", text, Sectioning.MIT_LCP).has(Section.IMPRESSION));
        assertTrue(MimicTree.cut("50798377", text, Sectioning.MIT_LCP).isEmpty());
        assertTrue(MimicTree.cut("50196495", text, Sectioning.VESALIUS).has(Section.IMPRESSION));
    }
}
