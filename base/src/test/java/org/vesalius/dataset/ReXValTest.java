package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;

class ReXValTest extends DatasetContract {
    private static final ReXVal READER = new ReXVal();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("50_samples_gt_and_candidates.csv"), """
                study_id,gt_report,radgraph,bertscore,s_emb,bleu
                50000001,Made up.,First.,Second.,Third.,Fourth.
                50000002,"Made up, too.",First.,,Third.,Fourth.
                """);
        Files.writeString(dir.resolve("6_valid_raters_per_rater_error_categories.csv"), """
                study_number,candidate_type,rater_index,error_category,clinically_significant,num_errors
                0,bleu,0,1,True,2
                0,bleu,0,2,False,1
                0,bleu,1,1,True,1
                0,bleu,1,2,False,0
                1,bleu,0,1,True,0
                1,bleu,1,1,True,5
                """);
    }

    @Test
    void errorsAreMeansOverTheRatersOfSums() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.INCONSISTENT), read.kinds());
        assertEquals(7, read.studies().size());
        Study bleu = read.studies().get(3);
        assertEquals("50000001_bleu", bleu.studyId());
        assertEquals("Fourth.", bleu.report().text());
        assertEquals("Made up.", bleu.questions().getFirst().answer());
        assertEquals("2", bleu.meta().get("errors"));
        assertEquals("1.5000", bleu.meta().get("errors_significant"));
        assertEquals("3", bleu.meta().get("errors:0"));
        assertEquals("2.5000", read.studies().getLast().meta().get("errors"));
        assertEquals(Split.TEST, bleu.split());
    }
}
