package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Section;

class CovCtrTest extends DatasetContract {
    private static final CovCtr READER = new CovCtr();
    private static final String TABLE = """
            image_id,findings,terminologies,COVID,impression,reports_En
            2020.01.21%0.png,两肺虚构,磨玻璃影,1,虚构,Made-up lungs.
            b.jpg,正常,无,0,正常,
            twice.png,一,无,0,一,First.
            twice.png,一,无,0,一,Second.
            gone.png,一,无,0,一,Gone.
            """;

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("reports_ZH_EN.csv"), "\uFEFF" + TABLE);
        TinyPictures.write(dir.resolve("2020.01.21%0.png"), 12, 10, 1);
        TinyPictures.write(dir.resolve("images/b.jpg"), 12, 10, 2);
        TinyPictures.write(dir.resolve("twice.png"), 12, 10, 3);
    }

    @Test
    void reportsAreEnglishWhereThereIsEnglish() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.MISSING, Problem.Kind.INCONSISTENT), read.kinds());
        Study first = read.studies().getFirst();
        assertEquals("Made-up lungs.", first.report().text(Section.FINDINGS));
        assertEquals(Map.of("COVID-19", LabelState.POSITIVE), first.labels());
        assertEquals("en", first.meta().get("language"));
        assertEquals("zh", read.studies().getLast().meta().get("language"));
        assertEquals("正常", read.studies().getLast().report().text(Section.IMPRESSION));
    }

    @Test
    void theFirstReleaseIsGbk() throws IOException {
        fixture();
        Files.delete(dir.resolve("reports_ZH_EN.csv"));
        Files.write(dir.resolve("reports.csv"), TABLE.getBytes(Charset.forName("GBK")));
        List<Study> studies = new ArrayList<>();
        READER.read(dir, ReadOptions.defaults().with("language", "zh"), studies::add, _ -> {});
        assertEquals("两肺虚构", studies.getFirst().report().text(Section.FINDINGS));
        assertEquals("zh", studies.getFirst().meta().get("language"));
    }
}
