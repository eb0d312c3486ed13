package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

class AdniTest extends DatasetContract {
    private static final Adni READER = new Adni();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("ADNIMERGE.csv"), """
                RID,PTID,VISCODE,EXAMDATE,DX_bl,AGE,PTGENDER,APOE4,MMSE,DX
                2,011_S_0002,bl,2005-09-08,CN,74.3,Male,0,28,CN
                2,011_S_0002,m06,2006-03-06,CN,74.3,Male,0,,MCI to Dementia
                3,011_S_0003,bl,2005-09-12,AD,81.3,Male,1,20,
                ,011_S_0004,bl,,,,,,,
                """);
        Files.writeString(dir.resolve("search.csv"), """
                Image Data ID,Subject,Group,Sex,Age,Visit,Modality,Description
                I101,011_S_0002,CN,M,74,sc,MRI,MPRAGE
                I102,011_S_0002,CN,M,74,m06,PET,FDG
                I103,011_S_0002,CN,M,74,m12,MRI,MPRAGE
                I999,011_S_0003,AD,M,81,bl,MRI,MPRAGE
                """);
        Path tree = Files.createDirectories(dir.resolve("ADNI/011_S_0002/MPRAGE/2005-09-01"));
        Files.createFile(tree.resolve("ADNI_011_S_0002_MR_MPRAGE_S1_I101.nii"));
        Files.createFile(tree.resolve("ADNI_011_S_0002_MR_MPRAGE_S1_I103.nii"));
        Files.createFile(Files.createDirectories(tree.resolve("I102")).resolve("slice.dcm"));
        Files.createFile(tree.resolve("ADNI_011_S_0002_MR_MPRAGE_S1_I104.nii"));
    }

    @Test
    void aVisitHasItsImagesAndItsDiagnosis() throws IOException {
        fixture();
        List<Study> studies = ReadAll.of(READER, dir).studies();
        assertEquals(
                List.of("2_bl", "2_m06", "3_bl"),
                studies.stream().map(Study::studyId).toList());
        assertEquals("I101", studies.getFirst().volumes().getFirst().volumeId());
        assertTrue(Files.isDirectory(
                Objects.requireNonNull(studies.get(1).volumes().getFirst().source())
                        .paths()
                        .getFirst()));
        assertEquals("pet", studies.get(1).volumes().getFirst().modality());
        assertEquals(LabelState.POSITIVE, studies.getFirst().labels().get("CN"));
        assertEquals(LabelState.POSITIVE, studies.get(1).labels().get("Dementia"));
        assertEquals(Map.of(), studies.get(2).labels());
        assertEquals("6", studies.get(1).meta().get("months"));
        assertTrue(studies.stream().noneMatch(study -> study.meta().toString().contains("2005")));
    }

    @Test
    void imagesThatAreNotJoinedAreCounted() throws IOException {
        fixture();
        assertEquals(
                List.of(
                        Problem.Kind.MISSING,
                        Problem.Kind.UNMATCHED,
                        Problem.Kind.INCONSISTENT,
                        Problem.Kind.UNMATCHED),
                ReadAll.of(READER, dir).kinds());
    }
}
