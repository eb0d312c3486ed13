package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.vesalius.RealData;
import org.vesalius.image.Box;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;

class CovidSegTest extends DatasetContract {
    private static final CovidSeg READER = new CovidSeg();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("structure.csv"), """
                #,Class,Filename,Mask,Resolution,Top,Left,Width,Height
                1,COVID-19 Right Lung,a.png,masks/a1.png,20x10,3,2,2,2
                2,COVID-19 Monitoring Probes,a.png,,20x10,0,0,4,4
                3,COVID-19 Left Lung,b.png,masks/b1.png,8x8,0,0,2,2
                4,COVID-19 Left Lung,b.png,masks/b1.png,large,0,0,2,2
                5,COVID-19 Left Lung,gone.png,masks/b1.png,8x8,0,0,2,2
                """);
        Files.writeString(
                dir.resolve("metadata.csv"),
                "patientid,offset,sex,age,finding,view,folder,filename,clinical_notes,\n7,3,F,60,\"COVID-19, ARDS\",PA,images,a.png,\"Made up.\",\n");
        TinyPictures.write(dir.resolve("images/a.png"), 10, 5, 1);
        TinyPictures.write(dir.resolve("images/b.png"), 8, 8, 2);
        Files.createDirectories(dir.resolve("masks"));
        ImageFiles.writePng(dir.resolve("masks/a1.png"), Image.grey(2, 2, 255, new float[] {255, 0, 0, 255}));
        ImageFiles.writePng(dir.resolve("masks/b1.png"), Image.grey(2, 2, 255, new float[] {0, 0, 0, 0}));
    }

    @Test
    void structuresLieAtTheirPlaceInTheSpaceOfTheOriginalFilm() throws IOException {
        fixture();
        Study first = ReadAll.of(READER, dir).studies().getFirst();
        assertEquals("7", first.patientId());
        assertEquals(Map.of("sex", "F", "age", "60", "finding", "COVID-19, ARDS", "offset_days", "3"), first.meta());
        StudyImage film = first.images().getFirst();
        assertEquals(View.PA, film.view());
        assertEquals(20, film.width());
        assertEquals(
                List.of(new Box(2, 3, 2, 2, "Right Lung"), new Box(0, 0, 4, 4, "Monitoring Probes")), film.boxes());
        Image mask = Pixels.mask(Objects.requireNonNull(film.masks().getFirst().source()));
        assertEquals(20, mask.width());
        assertEquals(10, mask.height());
        assertEquals(1, mask.at(2, 3, 0));
        assertEquals(1, mask.at(3, 4, 0));
        assertEquals(0, mask.at(3, 3, 0));
        float sum = 0;
        for (float sample : mask.samples()) {
            sum += sample;
        }
        assertEquals(2, sum);
    }

    @Test
    void aCropWithoutAPixelIsRefused() throws IOException {
        fixture();
        Study last = ReadAll.of(READER, dir).studies().getLast();
        MaskSource empty = Objects.requireNonNull(
                last.images().getFirst().masks().getFirst().source());
        assertThrows(InputException.class, () -> Pixels.mask(empty));
    }

    @Test
    void whatIsNotThereIsNamed() throws IOException {
        fixture();
        assertEquals(
                List.of(Problem.Kind.MISSING, Problem.Kind.INCONSISTENT, Problem.Kind.MISSING),
                ReadAll.of(READER, dir).kinds());
    }

    @Test
    void theRealCopyHasItsKnownCounts() throws IOException {
        Path real = RealData.folder("covid-seg");
        assertTrue(READER.recognises(real));
        assertEquals(
                List.of(READER.getClass()),
                Datasets.recognising(real).stream().map(Object::getClass).toList());
        ReadAll read = ReadAll.of(READER, real);
        assertEquals(81, read.studies().size());
        assertEquals(
                57, read.studies().stream().map(Study::patientId).distinct().count());
        assertEquals(12, read.problems().size());
        assertEquals(
                490,
                read.studies().stream()
                        .mapToInt(study -> study.images().getFirst().boxes().size())
                        .sum());
        assertEquals(
                478,
                read.studies().stream()
                        .mapToInt(study -> study.images().getFirst().masks().size())
                        .sum());
    }
}
