package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;

class PmcOaTest extends DatasetContract {
    private static final PmcOa READER = new PmcOa();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("pmc_oa.jsonl"), """
                {"image": "PMC12_Fig1_0.jpg", "caption": "A made up part.", "alignment_type": "linear_scan", "alignment_score": 0.25}
                {"image": "PMC12_Fig1_1.jpg", "caption": "Another part."}
                {"image": "PMC13_Fig1_1.jpg", "caption": "Gone."}
                {"image": "PMC13_Fig1_2.jpg", "caption": ""}
                """);
        Path folder = dir.resolve("caption_T060_filtered_top4_sep_v0_subfigures");
        TinyPictures.write(folder.resolve("PMC12_Fig1_0.jpg"), 4, 4, 1);
        TinyPictures.write(folder.resolve("PMC12_Fig1_1.jpg"), 4, 4, 2);
    }

    @Test
    void anArticlesSubfiguresStayTogether() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(
                List.of("PMC12", "PMC12"),
                read.studies().stream().map(Study::patientId).toList());
        assertEquals(
                Map.of("alignment", "linear_scan", "alignment_score", "0.25"),
                read.studies().getFirst().meta());
        assertEquals("A made up part.", read.studies().getFirst().report().text());
        assertEquals(List.of(Problem.Kind.MISSING, Problem.Kind.INCONSISTENT), read.kinds());
    }

    @Test
    void splitsAreReadWhereTheyAre() throws IOException {
        fixture();
        Files.writeString(dir.resolve("train.jsonl"), "{\"image\": \"PMC12_Fig1_0.jpg\", \"caption\": \"One.\"}\n");
        Files.writeString(dir.resolve("test.jsonl"), "{\"image\": \"PMC12_Fig1_1.jpg\", \"caption\": \"Two.\"}\n");
        assertEquals(
                List.of(Split.TRAIN, Split.TEST),
                ReadAll.of(READER, dir).studies().stream().map(Study::split).toList());
    }
}
