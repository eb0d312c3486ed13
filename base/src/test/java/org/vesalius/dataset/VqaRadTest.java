package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vesalius.RealData;
import org.vesalius.image.Image;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;

class VqaRadTest extends DatasetContract {
    private static final VqaRad READER = new VqaRad();

    private static final String PICTURES_0 =
            "Y251bXB5Ll9jb3JlLm11bHRpYXJyYXkKX3JlY29uc3RydWN0CnAwCihjbnVtcHkKbmRhcnJheQpwMQooSTAKdHAyCmNfY29kZWNzCmVuY29kZQpwMwooVmIKcDQKVmxhdGluMQpwNQp0cDYKUnA3CnRwOApScDkKKEkxCihJMgpJMgpJMwp0cDEwCmNudW1weQpkdHlwZQpwMTEKKFZmOApwMTIKSTAwCkkwMQp0cDEzClJwMTQKKEkzClY8CnAxNQpOTk5JLTEKSS0xCkkwCnRwMTYKYkkwMApnMwooVlx1MDAwMFx1MDAwMFx1MDAwMFx1MDAwMFx1MDAwMFx1MDAwMFx1MDAwMFx1MDAwMEYXXXTRRbc/RhdddNFFxz900UUXXXTRP0YXXXTRRdc/F1100UUX3T900UUXXXThP1100UUXXeQ/RhdddNFF5z8vuuiiiy7qPxdddNFFF+0/XHUwMDAwXHUwMDAwXHUwMDAwXHUwMDAwXHUwMDAwXHUwMDAw8D8KcDE3Cmc1CnRwMTgKUnAxOQp0cDIwCmIu";
    private static final String PICTURES_2 =
            "gAJjbnVtcHkuX2NvcmUubXVsdGlhcnJheQpfcmVjb25zdHJ1Y3QKcQBjbnVtcHkKbmRhcnJheQpxAUsAhXECY19jb2RlY3MKZW5jb2RlCnEDWAEAAABicQRYBgAAAGxhdGluMXEFhnEGUnEHh3EIUnEJKEsBSwJLAksDh3EKY251bXB5CmR0eXBlCnELWAIAAABmOHEMiYiHcQ1ScQ4oSwNYAQAAADxxD05OTkr/////Sv////9LAHRxEGKJaANYeAAAAAAAAAAAAAAARhdddMORRcK3P0YXXXTDkUXDhz90w5FFF110w5E/RhdddMORRcOXPxdddMORRRfDnT90w5FFF110w6E/XXTDkUUXXcOkP0YXXXTDkUXDpz8vwrrDqMKiwosuw6o/F110w5FFF8OtPwAAAAAAAMOwP3ERaAWGcRJScRN0cRRiLg==";
    private static final String PICTURES_4 =
            "gASV7QAAAAAAAACMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsAhZRDAWKUh5RSlChLAUsCSwJLA4eUaAOMBWR0eXBllJOUjAJmOJSJiIeUUpQoSwOMATyUTk5OSv////9K/////0sAdJRiiUNgAAAAAAAAAABGF1100UW3P0YXXXTRRcc/dNFFF1100T9GF1100UXXPxdddNFFF90/dNFFF1104T9ddNFFF13kP0YXXXTRRec/L7rooosu6j8XXXTRRRftPwAAAAAAAPA/lHSUYi4=";
    private static final String TRAIN_TARGET =
            "gASVigAAAAAAAABdlCh9lCiMA3FpZJSMATGUjAppbWFnZV9uYW1llIwFYS5qcGeUjAZsYWJlbHOUXZRLAGGMBnNjb3Jlc5RdlEc/8AAAAAAAAGF1fZQoaAKMATKUaASMBWIuanBnlGgGXZRoCF2UdX2UKGgCjAEzlGgEaAVoBl2USwFhaAhdlEc/8AAAAAAAAGF1ZS4=";
    private static final String TEST_TARGET =
            "gASVSgAAAAAAAABdlH2UKIwDcWlklIwBNJSMCmltYWdlX25hbWWUjAVhLmpwZ5SMBmxhYmVsc5RdlEsBYYwGc2NvcmVzlF2URz/wAAAAAAAAYXVhLg==";
    private static final String LABEL2ANS = "gASVFwAAAAAAAABdlCiMCnJpZ2h0IGx1bmeUjAJub5RlLg==";

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    boolean sharesPicturesAcrossSplits() {
        return true;
    }

    private static String row(int qid, String image, String answer, String type, String kind) {
        return """
                {"qid": "%d", "image_name": "%s", "image_organ": "CHEST", "answer": %s, "answer_type": "%s",
                 "question_type": "%s", "question": "Is it made up?", "phrase_type": "freeform"}""".formatted(qid, image, answer, type, kind);
    }

    @Override
    void fixture() throws IOException {
        Path images = Files.createDirectories(dir.resolve("images"));
        Files.createFile(images.resolve("a.jpg"));
        Files.createFile(images.resolve("b.jpg"));
        Files.writeString(
                dir.resolve("trainset.json"),
                "[" + row(1, "a.jpg", "\"Yes\"", "CLOSED ", "PRSE, ATRIB") + "," + row(2, "b.jpg", "5", "OPEN", "Other")
                        + "," + row(3, "a.jpg", "\"no\"", "CLOSED", "POS") + "]");
        Files.writeString(
                dir.resolve("testset.json"),
                "[" + row(4, "a.jpg", "\"no\"", "CLOSED", "POS") + "," + row(5, "gone.jpg", "\"no\"", "CLOSED", "POS")
                        + "]");
    }

    @Test
    void questionsAreGroupedByImageAndPart() throws IOException {
        fixture();
        assertTrue(READER.recognises(dir));
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(
                List.of("a_train", "b_train", "a_test"),
                read.studies().stream().map(Study::studyId).toList());
        assertEquals(
                List.of("a", "b", "a"),
                read.studies().stream().map(Study::patientId).toList());
        assertEquals(
                List.of(Split.TRAIN, Split.TRAIN, Split.TEST),
                read.studies().stream().map(Study::split).toList());
        assertEquals(2, read.studies().getFirst().questions().size());
    }

    @Test
    void typesAndAnswersAreNormalised() throws IOException {
        fixture();
        List<Study> studies = ReadAll.of(READER, dir).studies();
        assertEquals(
                new Question("1", "a.jpg", "Is it made up?", "Yes", true, "ATTRIB,PRES"),
                studies.getFirst().questions().getFirst());
        assertEquals(
                new Question("2", "b.jpg", "Is it made up?", "5", false, "OTHER"),
                studies.get(1).questions().getFirst());
    }

    @Test
    void questionsWithoutTheirImageAreNamed() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.MISSING), read.kinds());
        assertEquals("testset.json, row 2", read.problems().getFirst().where());
    }

    @Test
    void thePublicFileIsSplitByItsPhraseTypes() throws IOException {
        fixture();
        String rows = "[" + row(1, "a.jpg", "\"no\"", "CLOSED", "POS") + ","
                + row(2, "a.jpg", "\"no\"", "CLOSED", "POS").replace("freeform", "test_freeform") + "]";
        Files.writeString(dir.resolve("VQA_RAD Dataset Public.json"), rows);
        assertEquals(
                List.of(Split.TRAIN, Split.TEST),
                ReadAll.of(READER, dir).studies().stream().map(Study::split).toList());
    }

    private void pickle(String name, String base64) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(base64));
    }

    /** The MEVF release without its picture files; the pickles are Python's (pickle.dumps of numpy.arange(12.).reshape(2, 2, 3) / 11 and of lists of dictionaries). */
    private void mevf(String pictures) throws IOException {
        fixture();
        Files.delete(dir.resolve("images/a.jpg"));
        Files.delete(dir.resolve("images/b.jpg"));
        Files.delete(dir.resolve("images"));
        Files.writeString(dir.resolve("imgid2idx.json"), "{\"a.jpg\": 1, \"b.jpg\": 0}");
        pickle("images84x84.pkl", PICTURES_2);
        pickle("images128x128.pkl", pictures);
        pickle("cache/trainval_label2ans.pkl", LABEL2ANS);
        pickle("cache/train_target.pkl", TRAIN_TARGET);
        pickle("cache/test_target.pkl", TEST_TARGET);
    }

    @Test
    void thePicklesOfTheMevfReleaseStandInForPicturesAndNameTheClassOfAnAnswer() throws IOException {
        for (String pictures : List.of(PICTURES_0, PICTURES_2, PICTURES_4)) {
            mevf(pictures);
            assertTrue(READER.recognises(dir));
            ReadAll read = ReadAll.of(READER, dir);
            assertEquals(List.of(Problem.Kind.MISSING), read.kinds());
            StudyImage image = read.studies().getFirst().images().getFirst();
            assertEquals(dir.resolve("images128x128.pkl"), image.path());
            assertEquals("array/1", image.member());
            Image picture = Pixels.read(Objects.requireNonNull(image.path()), image.member());
            assertEquals(3, picture.width());
            assertEquals(2, picture.height());
            assertEquals(255, picture.at(2, 1, 0), 1e-4);
            assertEquals(255 * 6 / 11f, picture.at(0, 0, 0), 1e-4);
            ArrayPictures.close();
            List<Question> questions = read.studies().getFirst().questions();
            assertEquals(List.of("right lung"), questions.getFirst().alternatives());
            assertEquals(List.of(), questions.getLast().alternatives(), "the class is the answer");
            assertEquals(List.of(), read.studies().get(1).questions().getFirst().alternatives(), "in no class");
        }
    }

    @Test
    void aPickleThatNamesCodeIsRefused() throws IOException {
        mevf(PICTURES_4);
        Files.writeString(dir.resolve("cache/train_target.pkl"), "cos\nsystem\n(S'echo'\ntR.");
        assertTrue(String.valueOf(assertThrows(InputException.class, () -> ReadAll.of(READER, dir))
                        .getMessage())
                .contains("names code"));
        Files.writeString(dir.resolve("images128x128.pkl"), "cos\nsystem\n(S'echo'\ntR.");
        assertThrows(InputException.class, () -> Pixels.read(dir.resolve("images128x128.pkl"), "array/0"));
    }

    @Test
    void thePublishedSplitCanBeChosenAndSaysWhatItShares() throws IOException {
        fixture();
        List<Study> studies = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        READER.read(dir, ReadOptions.defaults().with("split", "published"), studies::add, problems::add);
        assertEquals(
                studies.size(),
                studies.stream().map(Study::patientId).distinct().count());
        assertEquals("published split", problems.getFirst().where());
        assertTrue(problems.getFirst().reason().startsWith("1 images"));
        assertThrows(
                InputException.class,
                () -> READER.read(dir, ReadOptions.defaults().with("split", "x"), studies::add, problems::add));
    }

    @Test
    void theRepackOfVqaMedUnderTheSameNamesIsRefused() throws IOException {
        fixture();
        Files.writeString(dir.resolve("trainset.json"), "[{\"qid\": 1, \"image_name\": \"a.jpg\"}]");
        assertTrue(assertThrows(InputException.class, () -> ReadAll.of(READER, dir))
                .toString()
                .contains("VQA-Med"));
    }

    @Test
    void theRealCopyHasItsKnownCounts() throws IOException {
        Path real = RealData.folder("vqa-rad");
        assertTrue(READER.recognises(real));
        ReadAll read = ReadAll.of(READER, real);
        assertEquals(List.of(), read.problems());
        assertEquals(2431, read.questions(Split.TRAIN));
        assertEquals(357, read.questions(Split.TEST));
        Set<String> train = images(read, Split.TRAIN);
        Set<String> test = images(read, Split.TEST);
        assertEquals(249, train.size());
        assertEquals(163, test.size());
        assertTrue(train.containsAll(test), "the published split is not one of images");
        Set<String> types = new HashSet<>();
        read.studies().forEach(s -> s.questions().forEach(q -> types.add(q.type())));
        assertFalse(types.contains("PRSE") || types.contains("PRES,ATTRIB"), types.toString());
        assertEquals(
                1472 + 219,
                read.studies().stream()
                        .flatMap(s -> s.questions().stream())
                        .filter(Question::closed)
                        .count());
    }

    private static Set<String> images(ReadAll read, Split split) {
        return read.studies().stream()
                .filter(study -> study.split() == split)
                .map(Study::patientId)
                .collect(Collectors.toSet());
    }
}
