package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.io.InputException;

class FileScoringTest {
    private static final String SECRET = "zebra";
    private static final String REFERENCES =
            "study_id,subject_id,report\nzebra1,p1,no effusion .\nzebra2,p1,\"the heart, is normal .\"\nzebra3,p2,clear .\n";

    @TempDir
    private Path dir;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }

    private static FileScoring.Request request(Path references, Path hypotheses, FileScoring.Missing missing) {
        return new FileScoring.Request(
                "report-generation",
                List.of(references),
                hypotheses,
                List.of(),
                GivenFiles.NONE,
                List.of(),
                TextFile.Columns.FOUND,
                missing,
                "mine",
                EvaluationOptions.defaults().withResamples(20, 1).withSet(Map.of("metrics", "bleu,rouge-l")));
    }

    private Protocol.Outcome score(Path references, Path hypotheses) throws IOException {
        return FileScoring.run(request(references, hypotheses, FileScoring.Missing.REFUSE), Provenance.here("test"));
    }

    private void refused(String name, String hypotheses, String because) throws IOException {
        Path references = file("r.csv", REFERENCES);
        Path written = file(name, hypotheses);
        assertThatThrownBy(() -> score(references, written))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(because)
                .hasMessageNotContaining(SECRET)
                .hasMessageNotContaining(dir.toString());
    }

    @Test
    void everyFormOfFileGivesTheSameNumbers() throws IOException {
        Path references = file("r.csv", REFERENCES);
        List<Path> forms = List.of(
                file("h.csv", "id,prediction\nzebra3,clear\nzebra2,the heart is normal .\nzebra1,no effusion .\n"),
                file("h.tsv", "id\ttext\nzebra3\tclear\nzebra2\tthe heart is normal .\nzebra1\tno effusion .\n"),
                file(
                        "h.jsonl",
                        "{\"id\":\"zebra1\",\"text\":\"no effusion .\"}\n\n{\"id\":\"zebra2\",\"text\":\"the heart is normal .\"}\n{\"id\":\"zebra3\",\"text\":\"clear\"}\n"),
                file(
                        "h.json",
                        "[{\"id\":\"zebra1\",\"text\":\"no effusion .\"},{\"id\":\"zebra2\",\"text\":\"the heart is normal .\"},{\"id\":\"zebra3\",\"text\":\"clear\"}]"),
                file("h.txt", "no effusion .\nthe heart is normal .\nclear\n"));
        List<Measure> first = score(references, forms.getFirst()).result().measures();
        assertThat(first).hasSize(5);
        assertThat(first.getFirst().value()).isCloseTo(Math.exp(1 - 10 / 9.0) * 8 / 9, within(1e-6));
        for (Path form : forms) {
            assertThat(score(references, form).result().measures()).isEqualTo(first);
        }
    }

    @Test
    void theTableHasNoTextAndNoIdAndKeepsPatientsTogether() throws IOException {
        Protocol.Outcome outcome =
                score(file("r.csv", REFERENCES), file("h.txt", "no effusion .\nheart normal\nclear\n"));
        assertThat(outcome.samples().csv()).doesNotContain(SECRET, "heart", "effusion");
        assertThat(outcome.samples().texts("patient")).containsExactly("p1", "p1", "p2");
    }

    @Test
    void aResultIsVerifiedFromItsTableAndFromItsFiles() throws IOException {
        Path references = file("r.csv", REFERENCES);
        Path hypotheses = file("h.txt", "no effusion .\nheart normal\n\n");
        FileScoring.Request request = request(references, hypotheses, FileScoring.Missing.REFUSE);
        Path result = Evaluation.write(dir, FileScoring.run(request, Provenance.here("test", request.inputs())));
        assertThat(Verification.fromTable(result, 1e-9)).isEmpty();
        Result recorded = Result.read(result);
        assertThat(recorded.notes()).singleElement().asString().contains("1 of 3");
        assertThat(FileScoring.are(recorded)).isTrue();
        assertThat(FileScoring.request(recorded)).isEqualTo(request);
        Files.writeString(hypotheses, "no effusion .\nheart normal\nclear\n");
        assertThat(Verification.fresh(
                        recorded,
                        FileScoring.run(request, Provenance.here("test")).result(),
                        1e-9))
                .extracting(Verification.Drift::what)
                .contains("model")
                .anyMatch(what -> what.startsWith("BLEU-1"));
    }

    @Test
    void filesThatDoNotFitAreRefusedByName() throws IOException {
        refused("h.txt", "a\nb\n", "expected 3 texts");
        refused("h.csv", "id,text\nzebra1,a\nzebra1,b\n", "records 1 and 2");
        refused("h.csv", "id,text\nzebra1,a\nzebra2,b\n", "none for 1 of them, the first in record 3");
        refused("h.csv", "id,text\nzebra1,a\nzebra2,b\nzebra3,c\nzebra4,d\n", "1 others, the first in record 4");
        refused("h.csv", "id,text\nzebra1,\nzebra2,\nzebra3,\n", "empty ones only");
        refused("h.csv", "id,text,report\nzebra1,a,b\n", "--text-column");
        refused("h.csv", "id,text\nzebra1,a,b\n", "record 1");
        refused("h.csv", "", "at least one text");
        refused("h.jsonl", "{\"id\":\"zebra1\"", "line 1");
        refused("h.jsonl", "[1]\n", "JSON object");
        refused("h.jsonl", "{\"id\":\"zebra1\",\"text\":[]}\n", "a text in 'text'");
        Path references = file("r.csv", REFERENCES);
        Path latin = Files.write(dir.resolve("l.txt"), "caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> score(references, latin)).hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> score(references, dir.resolve("none.csv"))).hasMessageContaining("no such file");
        assertThatThrownBy(() -> score(file("e.csv", "id,text\n1,\n2,b\n"), file("h.csv", "id,text\n1,a\n2,b\n")))
                .hasMessageContaining("record 1");
    }

    @Test
    void itemsWithoutAHypothesisScoreAsEmptyOrAreLeftOutWhenTheUserSaysSo() throws IOException {
        Path references = file("r.csv", REFERENCES);
        Path hypotheses = file("h.csv", "id,text\nzebra1,no effusion .\nzebra3,clear .\nother,x\n");
        Protocol.Outcome skipped =
                FileScoring.run(request(references, hypotheses, FileScoring.Missing.SKIP), Provenance.here("test"));
        assertThat(skipped.samples().size()).isEqualTo(2);
        assertThat(skipped.result().problems())
                .singleElement()
                .satisfies(p -> assertThat(p.where()).isEqualTo("record 2"));
        Path some = file("s.csv", "id,text\nzebra1,no effusion .\nzebra3,clear .\n");
        Protocol.Outcome empty =
                FileScoring.run(request(references, some, FileScoring.Missing.EMPTY), Provenance.here("test"));
        assertThat(empty.samples().numbers("empty")).containsExactly(0, 1, 0);
        assertThat(empty.result().measures().getFirst().value())
                .isLessThan(skipped.result().measures().getFirst().value());
    }

    @Test
    void answersAreScoredByTypeToo() throws IOException {
        Path references = file(
                "q.csv",
                "qid,answer,answer_type,question_type\n1,yes,CLOSED,PRES\n2,no,CLOSED,PRES\n3,the right lung,OPEN,\"POS, ABN\"\n");
        Path given = file("a.csv", "qid,answer\n1,Yes\n2,yes\n3,right lung\n");
        FileScoring.Request request = new FileScoring.Request(
                "vqa",
                List.of(references),
                given,
                List.of(),
                GivenFiles.NONE,
                List.of(),
                TextFile.Columns.FOUND,
                FileScoring.Missing.REFUSE,
                "mine",
                EvaluationOptions.defaults().withResamples(20, 1));
        Result result = FileScoring.run(request, Provenance.here("test")).result();
        assertThat(result.find("accuracy[mevf]@1", "texts").orElseThrow().value())
                .isCloseTo(2 / 3.0, within(1e-12));
        assertThat(result.find("accuracy[mevf]@1", "texts", "answer type CLOSED")
                        .orElseThrow()
                        .value())
                .isEqualTo(.5);
        assertThat(result.find("accuracy[mevf]@1", "texts", "question type POS")
                        .orElseThrow()
                        .value())
                .isEqualTo(1);
        assertThat(result.find("accuracy[mevf]@1", "texts", "question type ABN"))
                .isPresent();
        assertThat(result.find("accuracy[qcr]@1", "texts", "answer type OPEN")
                        .orElseThrow()
                        .value())
                .isZero();
    }
}
