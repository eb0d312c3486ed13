package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;

class MmqsTest extends DatasetContract {
    private static final Mmqs READER = new Mmqs();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("multimodal_final_updated.csv"), """
                Question,Question_summ,relative_path,category
                "Hello, a made up question?",A summary?,.\\Multimodal_images\\Multimodal_images\\skin rash\\skin rash_Image_1.jpg,skin
                Another?,Its summary?,Multimodal_images/skin rash/gone.jpg,skin
                ,No question.,x.jpg,skin
                """);
        TinyPictures.write(dir.resolve("Multimodal_images/skin rash/skin rash_Image_1.jpg"), 4, 4, 1);
    }

    @Test
    void theSummaryIsTheAnswerToTheQuestion() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        Study first = read.studies().getFirst();
        assertEquals("Hello, a made up question?", first.report().text());
        assertEquals(
                List.of(new Question("row 1", "0", "Hello, a made up question?", "A summary?", false, "summary")),
                first.questions());
        assertEquals(Map.of("category", "skin"), first.meta());
        assertEquals(1, first.images().size());
    }

    @Test
    void textsStayWithoutTheirPictureAndEmptyRowsAreNamed() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.MISSING, Problem.Kind.INCONSISTENT), read.kinds());
        assertNull(read.studies().getLast().questions().getFirst().imageId());
        assertEquals(2, read.studies().size());
    }
}
