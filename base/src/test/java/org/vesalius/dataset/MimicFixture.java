package org.vesalius.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** A made-up MIMIC-CXR of three studies of two patients, in the layout of the published one. */
final class MimicFixture {
    static final String A = "02aa804e-bde0afdd-112c0b34-7bc16630-4e384014";
    static final String B = "174413ec-4ec4c1f7-34ea26b7-c5f994f8-79ef1962";
    static final String C = "2a2277a9-b0ded155-c0de8eb9-c124d10e-82c5caab";
    static final String D = "e084de3b-be89b11e-20fe3f9f-9c8d8dfe-4cfd202c";
    static final String P1 = "files/p10/p10000032/s50414267/";
    static final String P1_LATER = "files/p10/p10000032/s53189527/";
    static final String P2 = "files/p19/p19999987/s55368167/";

    private MimicFixture() {}

    /** The tables of MIMIC-CXR-JPG; {@code D} is listed and has no film. */
    static void tables(Path dir) throws IOException {
        zipped(dir.resolve("mimic-cxr-2.0.0-metadata.csv.gz"), """
                dicom_id,subject_id,study_id,PerformedProcedureStepDescription,ViewPosition,Rows,Columns,StudyDate,StudyTime,ProcedureCodeSequence_CodeMeaning,ViewCodeSequence_CodeMeaning,PatientOrientationCodeSequence_CodeMeaning
                %s,10000032,50414267,CHEST (PA AND LAT),PA,3056,2544,21800506,213014.531,CHEST (PA AND LAT),postero-anterior,Erect
                %s,10000032,50414267,CHEST (PA AND LAT),LATERAL,3056,2544,21800506,213014.531,CHEST (PA AND LAT),lateral,Erect
                %s,10000032,53189527,CHEST (PORTABLE AP),AP,2544,3056,21800626,165500.312,,antero-posterior,
                %s,19999987,55368167,CHEST (PORTABLE AP),,2544,3056,21451104,51448.218,,,
                """.formatted(A, B, C, D));
        zipped(dir.resolve("mimic-cxr-2.0.0-split.csv.gz"), """
                dicom_id,study_id,subject_id,split
                %s,50414267,10000032,train
                %s,50414267,10000032,train
                %s,53189527,10000032,train
                %s,55368167,19999987,test
                """.formatted(A, B, C, D));
        zipped(dir.resolve("mimic-cxr-2.0.0-chexpert.csv.gz"), labels("-1.0"));
        zipped(dir.resolve("mimic-cxr-2.0.0-negbio.csv.gz"), labels("0.0"));
    }

    private static String labels(String edema) {
        return """
                subject_id,study_id,Atelectasis,Cardiomegaly,Consolidation,Edema,Enlarged Cardiomediastinum,Fracture,Lung Lesion,Lung Opacity,No Finding,Pleural Effusion,Pleural Other,Pneumonia,Pneumothorax,Support Devices
                10000032,50414267,,1.0,,%s,,,,,,0.0,,,,
                10000032,53189527,,,,,,,,,1.0,,,,,
                19999987,55368167,1.0,,,,,,,,,,,,,
                19999987,58971208,1.0,,,,,,,,,,,,,
                """.formatted(edema);
    }

    /** Films and reports. */
    static void files(Path dir, String type) throws IOException {
        TinyPictures.write(dir.resolve(P1 + A + type), 12, 10, 1);
        TinyPictures.write(dir.resolve(P1 + B + type), 12, 10, 2);
        TinyPictures.write(dir.resolve(P1_LATER + C + type), 12, 10, 3);
        report(dir, P1, "The made-up lungs are clear.");
        report(dir, P1_LATER, "Made-up edema.");
        report(dir, P2, "A made-up drain.");
    }

    private static void report(Path dir, String study, String findings) throws IOException {
        Path file = dir.resolve(study.substring(0, study.length() - 1) + ".txt");
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, """
                                                FINAL REPORT
                 EXAMINATION:  CHEST (PA AND LAT)
                \s
                 INDICATION:  ___ with a made-up cough
                \s
                 FINDINGS:\s
                \s
                 %s
                \s
                 IMPRESSION:\s
                \s
                 Made up.
                """.formatted(findings));
    }

    static void zipped(Path file, String text) throws IOException {
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
