package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vesalius.RealData;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

class CovidChestXrayTest extends DatasetContract {
    private static final CovidChestXray READER = new CovidChestXray();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        var table = new ByteArrayOutputStream();
        // the header of the release ends with a comma, notes span lines, and some bytes are no UTF-8
        table.writeBytes("""
                patientid,offset,sex,age,finding,view,modality,folder,filename,license,clinical_notes,other_notes,
                2,0,M,65,"COVID-19, ARDS",PA,X-ray,images,a.jpg,CC BY,"Made up ""note"" over
                two lines, with a comma.",,
                2,3,M,65,Pneumonia/Viral/COVID-19,AP Supine,X-ray,images,b.png,CC BY,,,
                7,,F,,todo,L,X-ray,images,gone.png,,note,,
                9,0,,,Unknown,Axial,CT,volumes,v.nii.gz,,,,
                """.getBytes(StandardCharsets.UTF_8));
        table.writeBytes("11,0,F,40,No Finding,L,X-ray,images,c.png,,A ".getBytes(StandardCharsets.UTF_8));
        table.write(0x93);
        table.writeBytes("quoted word.,,\n".getBytes(StandardCharsets.UTF_8));
        Files.write(dir.resolve("metadata.csv"), table.toByteArray());
        for (String name : List.of("a.jpg", "b.png", "c.png")) {
            TinyPictures.write(dir.resolve("images").resolve(name), 20, 16, name.hashCode());
        }
        TinyPictures.write(dir.resolve("annotations/lungVAE-masks/a_mask.png"), 20, 16, 1);
    }

    @Test
    void rowsBecomeStudiesAndTheOthersAreReported() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.MISSING, Problem.Kind.SKIPPED), read.kinds());
        assertEquals("metadata.csv, row 3", read.problems().getFirst().where());
        Study first = read.studies().getFirst();
        assertEquals("2", first.patientId());
        assertEquals(
                "Made up \"note\" over\ntwo lines, with a comma.",
                first.report().text());
        assertEquals(Map.of("ARDS", LabelState.POSITIVE, "COVID-19", LabelState.POSITIVE), first.labels());
        assertEquals(1, first.images().getFirst().masks().size());
        assertEquals("65", first.meta().get("age"));
        assertEquals("0", first.meta().get("offset_days"));
        Study second = read.studies().get(1);
        assertEquals(Set.of("Pneumonia", "Viral", "COVID-19"), second.labels().keySet());
        assertEquals(View.AP_SUPINE, second.images().getFirst().view());
        assertTrue(second.report().isEmpty());
        assertEquals("A \uFFFDquoted word.", read.studies().get(2).report().text());
    }

    @Test
    void aMissingColumnIsNamed() throws IOException {
        Files.writeString(dir.resolve("metadata.csv"), "patientid,finding,view,folder,filename\n");
        String message = assertThrows(InputException.class, () -> ReadAll.of(READER, dir))
                .getMessage();
        assertTrue(String.valueOf(message).contains("'clinical_notes'"), message);
    }

    @Test
    void aBrokenQuoteIsAnErrorThatNamesTheLineAndNotTheText() throws IOException {
        fixture();
        Files.writeString(
                dir.resolve("metadata.csv"),
                Files.readString(dir.resolve("metadata.csv"), StandardCharsets.ISO_8859_1)
                        + "12,0,F,40,No Finding,L,X-ray,images,c.png,,\"secret words");
        String message = assertThrows(InputException.class, () -> ReadAll.of(READER, dir))
                .getMessage();
        assertTrue(String.valueOf(message).contains("line 8"), message);
        assertTrue(!String.valueOf(message).contains("secret"), message);
    }

    @Test
    void aFileNameMustNotLeadOutOfTheSet() throws IOException {
        fixture();
        Files.writeString(
                dir.resolve("metadata.csv"),
                Files.readString(dir.resolve("metadata.csv"), StandardCharsets.ISO_8859_1)
                        .replace(",b.png,", ",../metadata.csv,"));
        assertEquals(2, ReadAll.of(READER, dir).studies().size());
    }

    @Test
    void theRealCopyHasItsKnownCounts() throws IOException {
        ReadAll read = ReadAll.of(READER, RealData.folder("covid-chestxray"));
        assertEquals(525, read.studies().size());
        assertEquals(551, read.studies().size() + read.problems().size());
        Set<Path> files = new HashSet<>();
        Set<String> patients = new HashSet<>();
        read.studies().forEach(study -> {
            files.add(study.images().getFirst().path());
            patients.add(study.patientId());
        });
        assertEquals(522, files.size());
        assertEquals(258, patients.size());
        List<Study> noted = read.studies().stream()
                .filter(study -> !study.report().isEmpty())
                .toList();
        assertEquals(431, noted.size());
        List<Study> films = noted.stream()
                .filter(study -> "X-ray".equals(study.meta().get("modality")))
                .toList();
        assertEquals(380, films.size());
        assertEquals(204, films.stream().map(Study::patientId).distinct().count());
    }
}
