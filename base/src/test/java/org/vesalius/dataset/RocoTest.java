package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.RealData;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.Section;

class RocoTest extends DatasetContract {
    private static final Roco READER = new Roco();

    @Override
    Dataset reader() {
        return READER;
    }

    private Path folder(String part) throws IOException {
        return Files.createDirectories(dir.resolve("data/" + part + "/radiology"));
    }

    @Override
    void fixture() throws IOException {
        Path train = folder("train");
        Files.writeString(
                train.resolve("captions.txt"),
                "ROCO_00001\t A made up caption.\nROCO_00002\t Another,\twith a tab.\nROCO_00003\t Gone.\n");
        Files.writeString(
                train.resolve("licences.txt"),
                "ROCO_ID,PMC_ID,CC\nROCO_00002,PMC12_b.jpg,NO-CC CODE\nROCO_00001,PMC12_a.jpg,CC BY\nROCO_00009,PMC9_a.jpg,CC0\n");
        Files.writeString(train.resolve("cuis.txt"), "ROCO_00001\t\tC0000001\tC0000002\n");
        Files.writeString(train.resolve("semtypes.txt"), "ROCO_00001\t\tT001\tOrganism\n");
        TinyPictures.write(train.resolve("images/ROCO_00001.jpg"), 4, 4, 1);
        TinyPictures.write(train.resolve("images/ROCO_00002.jpg"), 4, 4, 2);
        Files.writeString(folder("test").resolve("captions.txt"), "ROCO_00004\t Alone.\nno tab\n");
    }

    @Test
    void captionsAreJoinedByIdWithLicenceAndConcepts() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        Study first = read.studies().getFirst();
        assertEquals("A made up caption.", first.report().text(Section.TEXT));
        assertEquals(
                Map.of(
                        "licence", "CC BY",
                        "pmc_file", "PMC12_a.jpg",
                        "cuis", "C0000001; C0000002",
                        "semtypes", "T001; Organism",
                        "kind", "radiology"),
                first.meta());
        assertEquals("Another, with a tab.", read.studies().get(1).report().text());
        assertEquals("NO-CC CODE", read.studies().get(1).meta().get("licence"));
        assertEquals(
                List.of(Split.TRAIN, Split.TRAIN, Split.TEST),
                read.studies().stream().map(Study::split).toList());
    }

    @Test
    void missingPicturesFoldersAndCaptionsAreNamed() throws IOException {
        fixture();
        List<String> where =
                ReadAll.of(READER, dir).problems().stream().map(Problem::where).toList();
        assertEquals(
                List.of(
                        "train/radiology/captions.txt, line 3",
                        "train/non-radiology",
                        "validation/radiology",
                        "validation/non-radiology",
                        "test/radiology/images",
                        "test/radiology/captions.txt, line 2",
                        "test/non-radiology"),
                where);
    }

    @Test
    void anArticlesFiguresCanBeKeptTogether() throws IOException {
        fixture();
        List<Study> studies = new ArrayList<>();
        READER.read(dir, ReadOptions.defaults().with("group", "article"), studies::add, _ -> {});
        assertEquals(
                List.of("PMC12", "PMC12", "ROCO_00004"),
                studies.stream().map(Study::patientId).toList());
        assertThrows(
                InputException.class,
                () -> READER.read(dir, ReadOptions.defaults().with("group", "x"), studies::add, _ -> {}));
    }

    @Test
    void theRepackWithATableIsReadToo() throws IOException {
        fixture();
        Files.delete(dir.resolve("data/train/radiology/captions.txt"));
        Files.writeString(
                dir.resolve("data/train/radiology/traindata.csv"),
                "id,name,caption\nROCO_00001,PMC12_a.jpg,\" A made up caption.\"\n");
        assertEquals(
                "A made up caption.",
                ReadAll.of(READER, dir).studies().getFirst().report().text());
    }

    @Test
    void theRealCaptionsHaveTheirKnownCounts() throws IOException {
        Path real = RealData.folder("text").resolve("roco");
        assertTrue(READER.recognises(real));
        ReadAll read = ReadAll.of(READER, real);
        assertEquals(8180 + 611, read.studies().size());
        assertTrue(read.studies().stream()
                .allMatch(study -> study.split() == Split.VAL && study.meta().containsKey("licence")));
        assertEquals(
                611,
                read.studies().stream()
                        .filter(study -> "non-radiology".equals(study.meta().get("kind")))
                        .count());
    }
}
