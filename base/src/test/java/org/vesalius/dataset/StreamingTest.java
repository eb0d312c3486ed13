package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A long table needs no more memory than a short one: what is live after the last study is what was live after the first thousand, but for a few bytes a row, less than any key of a row would take. What is
 * measured holds for a million rows as for these.
 */
class StreamingTest {
    private static final int ROWS = 120_000;
    private static final int FIRST = 1000;
    private static final double BYTES_A_ROW = 12;

    @TempDir
    Path dir;

    private void write(String name, String head, IntFunction<String> row) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(head);
            for (int i = 0; i < ROWS; i++) {
                out.write(row.apply(i));
                out.write('\n');
            }
        }
    }

    private static long live() {
        Runtime java = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, java.totalMemory() - java.freeMemory());
        }
        return least;
    }

    /** Live bytes after the first studies and after the last. */
    private static final class Watch implements Consumer<Study> {
        private final List<Long> live = new ArrayList<>();
        private int studies;

        @Override
        public void accept(Study study) {
            studies++;
            if (studies == FIRST || studies == ROWS) {
                live.add(live());
            }
        }
    }

    private void streams(Dataset reader) throws IOException {
        Watch watch = new Watch();
        int[] problems = {0};
        reader.read(dir, ReadOptions.defaults(), watch, _ -> problems[0]++);
        assertEquals(ROWS, watch.studies, problems[0] + " problems");
        double perRow = (double) (watch.live.getLast() - watch.live.getFirst()) / (ROWS - FIRST);
        assertTrue(perRow < BYTES_A_ROW, perRow + " bytes of each row are held");
    }

    @Test
    void theWatchSeesAReaderThatHoldsItsRows() throws IOException {
        List<String> held = new ArrayList<>();
        Watch watch = new Watch();
        for (int i = 0; i < ROWS; i++) {
            held.add("row " + i);
            watch.accept(Study.of("p", "s"));
        }
        double perRow = (double) (watch.live.getLast() - watch.live.getFirst()) / (ROWS - FIRST);
        assertTrue(perRow > 3 * BYTES_A_ROW, perRow + " bytes a row, " + held.size() + " rows");
    }

    @Test
    void tables() throws IOException {
        TinyPictures.write(dir.resolve("a.png"), 2, 2, 1);
        write("t.csv", "filepath,title,patient_id,study_id\n", i -> "a.png,Made up " + i + ",p" + i + ",s" + i);
        streams(new CsvTable());
    }

    @Test
    void lines() throws IOException {
        TinyPictures.write(dir.resolve("a.png"), 2, 2, 1);
        write(
                "t.jsonl",
                "",
                i -> "{\"patient_id\": \"p" + i + "\", \"image\": \"a.png\", \"report\": \"Made up " + i + "\"}");
        streams(new JsonLines());
    }

    @Test
    void figuresWithCaptions() throws IOException {
        TinyPictures.write(dir.resolve("images/PMC1_Fig1_0.jpg"), 4, 4, 1);
        write(
                "pmc_oa.jsonl",
                "",
                i -> "{\"image\": \"PMC1_Fig1_0.jpg\", \"caption\": \"Made up " + i + "\", \"alignment_score\": 0.5}");
        streams(new PmcOa());
    }

    @Test
    void filmsGroupedByStudy() throws IOException {
        TinyPictures.write(dir.resolve("0/a.png"), 4, 4, 1);
        write(
                "PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv",
                ",ImageID,ImageDir,StudyDate_DICOM,StudyID,PatientID,PatientBirth,PatientSex_DICOM,ViewPosition_DICOM,Projection,MethodProjection,Pediatric,Report,MethodLabel,Labels,Localizations,LabelsLocalizationsBySentence\n",
                i -> i + ",a.png,0,20140915,S" + i + ",P" + i
                        + ",1930.0,F,,PA,Manual,No,inventada,Physician,['normal'],[],[['normal']]");
        streams(new PadChest());
    }
}
