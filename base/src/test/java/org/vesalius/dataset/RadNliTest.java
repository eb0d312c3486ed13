package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;

class RadNliTest extends DatasetContract {
    private static final RadNli READER = new RadNli();

    @Override
    Dataset reader() {
        return READER;
    }

    private static String pair(String id, String label) {
        return "{\"pairID\": \"" + id + "\", \"sentence1\": \"Made up " + id
                + ".\", \"sentence2\": \"Nothing.\", \"gold_label\": \"" + label + "\"}\n";
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("radnli_dev_v1.jsonl"), pair("1", "entailment") + pair("2", "neutral"));
        Files.writeString(
                dir.resolve("radnli_test_v1.jsonl"), pair("1", "contradiction") + pair("3", "-") + "{\"pairID\"\n");
    }

    @Test
    void aPairIsATextAndAQuestion() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.INCONSISTENT, Problem.Kind.BROKEN), read.kinds());
        assertEquals(
                List.of(Split.VAL, Split.VAL, Split.TEST),
                read.studies().stream().map(Study::split).toList());
        Study last = read.studies().getLast();
        assertEquals("radnli_test_v1_1", last.studyId());
        assertEquals("Made up 1.", last.report().text());
        assertEquals(
                new Question("radnli_test_v1_1", null, "Nothing.", "contradiction", true, "NLI"),
                last.questions().getFirst());
    }
}
