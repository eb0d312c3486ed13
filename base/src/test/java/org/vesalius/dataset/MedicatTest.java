package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.image.Box;
import org.vesalius.io.Problem;
import org.vesalius.report.Section;

class MedicatTest extends DatasetContract {
    private static final Medicat READER = new Medicat();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.createDirectories(dir.resolve("release"));
        Files.writeString(dir.resolve("release/figures.jsonl"), """
                {"pdf_hash": "57c9", "fig_key": "Figure1", "fig_uri": "2-Figure1-1.png", "s2_caption": "Figure 1. Made up.", "s2orc_caption": "Fig 1", "s2orc_references": ["It is seen (Figure 1).", "Again ( Figure 1 )."], "radiology": true, "scope": true, "predicted_type": "Medical images", "oa_info": {"doi": "10.1/x", "oa": {"is_oa": true, "license": "CCBY"}}}
                {"pdf_hash": "57c9", "fig_key": "Figure2", "fig_uri": "3-Figure2-1.png", "s2_caption": "", "s2orc_caption": "Figure 2. Made up.", "s2orc_references": null, "radiology": false}
                not JSON
                {"pdf_hash": "58", "fig_uri": "gone.png", "s2_caption": "x"}
                """);
        Files.writeString(
                dir.resolve("subcaptions_public.jsonl"),
                "{\"pdf_hash\": \"57c9\", \"fig_key\": \"Figure1\", \"fig_uri\": \"2-Figure1-1.png\", \"width\": 16, \"height\": 24, \"subfigures\": [{\"points\": [[1, 2], [5, 2], [5, 9], [1, 9]], \"caption\": \"(A) made up\"}, {}]}\n");
        Files.writeString(
                dir.resolve("subcaption_split_keys.json"),
                "{\"train\": [], \"test\": [{\"pdf_hash\": \"57c9\", \"fig_key\": \"Figure1\"}]}");
        TinyPictures.write(dir.resolve("figures/57c9_2-Figure1-1.png"), 8, 12, 1);
        TinyPictures.write(dir.resolve("figures/57c9_3-Figure2-1.png"), 8, 12, 2);
    }

    @Test
    void aFigureHasItsCaptionItsMentionsAndItsParts() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        Study first = read.studies().getFirst();
        assertEquals("57c9", first.patientId());
        assertEquals("Figure 1. Made up.", first.report().text(Section.TEXT));
        assertEquals(
                "It is seen (Figure 1).\nAgain ( Figure 1 ).", first.report().text(Section.MENTIONS));
        assertEquals(
                List.of(new Box(1, 2, 4, 7, "subfigure", "(A) made up", null)),
                first.images().getFirst().boxes());
        assertEquals(16, first.images().getFirst().width());
        assertEquals("test", first.meta().get("subfigure_split"));
        assertEquals(
                Map.of(
                        "subfigure_split",
                        "test",
                        "doi",
                        "10.1/x",
                        "licence",
                        "CCBY",
                        "radiology",
                        "true",
                        "kind",
                        "Medical images"),
                first.meta());
        assertEquals("Figure 2. Made up.", read.studies().getLast().report().text());
    }

    @Test
    void whatCannotBeUsedIsNamed() throws IOException {
        fixture();
        assertEquals(
                List.of(Problem.Kind.INCONSISTENT, Problem.Kind.BROKEN, Problem.Kind.MISSING),
                ReadAll.of(READER, dir).kinds());
    }
}
