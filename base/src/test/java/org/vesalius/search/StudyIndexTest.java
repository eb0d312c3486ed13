package org.vesalius.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.io.InputException;

class StudyIndexTest {
    private static final int DIMENSION = 16;

    @TempDir
    Path dir;

    @Test
    void aVectorFindsItsOwnStudyFirstWithCosineOne() throws IOException {
        float[][] vectors = vectors(300);
        try (StudyIndex index = filled(vectors)) {
            for (int i = 0; i < vectors.length; i += 37) {
                IndexedStudy.Hit first =
                        index.search(IndexedStudy.Query.vector(vectors[i]), 5).getFirst();
                assertThat(first.study().row()).isEqualTo(i);
                assertThat(first.score()).isCloseTo(1, within());
            }
        }
    }

    @Test
    void exactSearchAndTheGraphFindTheNearest() throws IOException {
        float[][] vectors = vectors(500);
        float[] query = vectors(1)[0];
        List<Integer> nearest = IntStream.range(0, vectors.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -dot(query, vectors[i])))
                .limit(10)
                .toList();
        try (StudyIndex exact = filled(vectors);
                StudyIndex graph = fill(StudyIndex.create(dir.resolve("graph"), "model", DIMENSION, 0), vectors)) {
            assertThat(rows(exact.search(IndexedStudy.Query.vector(query), 10))).isEqualTo(nearest);
            assertThat(rows(exact.searchByGraph(IndexedStudy.Query.vector(query), 10)))
                    .isEqualTo(nearest);
            assertThat(rows(graph.search(IndexedStudy.Query.vector(query), 10))).isEqualTo(nearest);
        }
    }

    @Test
    void oneStudyIsFoundByItsKeyAndDeletedAlone() throws IOException {
        float[][] vectors = vectors(5);
        try (StudyIndex index = filled(vectors)) {
            assertThat(index.find("s3").orElseThrow().row()).isEqualTo(3);
            assertThat(index.vector("s3").orElseThrow()).isEqualTo(vectors[3]);
            assertThat(index.keysOf("p3")).containsExactly("s3");
            assertThat(index.delete("s3")).isTrue();
            assertThat(index.delete("s3")).isFalse();
            assertThat(index.find("s3")).isEmpty();
            assertThat(index.vector("s3")).isEmpty();
            assertThat(index.size()).isEqualTo(4);
        }
    }

    @Test
    void filtersHoldInEveryMode() throws IOException {
        float[][] vectors = vectors(60);
        try (StudyIndex index = filled(vectors)) {
            for (IndexedStudy.Query query : List.of(
                    IndexedStudy.Query.vector(vectors[0]),
                    IndexedStudy.Query.words("effusion"),
                    IndexedStudy.Query.hybrid(vectors[0], "effusion"))) {
                List<IndexedStudy.Hit> hits = index.search(query.within(List.of("nodule"), Map.of("sex", "F")), 10);
                assertThat(hits).isNotEmpty().allSatisfy(hit -> {
                    assertThat(hit.study().labels()).contains("nodule");
                    assertThat(hit.study().facts()).containsEntry("sex", "F");
                });
            }
        }
    }

    @Test
    void wordsAreStemmedAndPhrasesKept() throws IOException {
        try (StudyIndex index = StudyIndex.create(dir.resolve("i"), "m", DIMENSION)) {
            index.put(study(0, "small left effusions"), vectors(1)[0]);
            index.put(study(1, "left lung clear, small heart"), vectors(1)[0]);
            assertThat(rows(index.search(IndexedStudy.Query.words("effusion"), 5)))
                    .containsExactly(0);
            assertThat(rows(index.search(IndexedStudy.Query.words("\"small heart\""), 5)))
                    .containsExactly(1);
        }
    }

    @Test
    void fusionPutsWhatBothListsHoldFirst() throws IOException {
        float[][] vectors = vectors(40);
        try (StudyIndex index = filled(vectors)) {
            IndexedStudy.Hit first = index.search(IndexedStudy.Query.hybrid(vectors[7], "\"study number 7\""), 3)
                    .getFirst();
            assertThat(first.study().row()).isEqualTo(7);
            assertThat(first.score()).isCloseTo(2 / 61.0, within());
        }
    }

    @Test
    void aDeletedPatientIsGoneFromTheAnswersAndFromTheFiles() throws IOException {
        try (StudyIndex index = filled(vectors(20))) {
            index.put(study(99, "unmistakable wording"), vectors(1)[0]);
            index.commit();
            assertThat(index.deletePatient("p99")).isEqualTo(1);
            assertThat(index.search(IndexedStudy.Query.words("unmistakable"), 5))
                    .isEmpty();
        }
        try (var files = Files.list(dir.resolve("index"))) {
            for (Path file : files.toList()) {
                boolean kept =
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("unmistakable");
                assertThat(kept).as(file.getFileName().toString()).isFalse();
            }
        }
    }

    @Test
    void whatWasNotCommittedIsNotThereAfterwards() throws IOException {
        try (StudyIndex index = filled(vectors(3))) {
            index.commit();
            index.put(study(50, "late"), vectors(1)[0]);
        }
        try (StudyIndex again = StudyIndex.open(dir.resolve("index"))) {
            assertThat(again.size()).isEqualTo(3);
            assertThat(again.model()).isEqualTo("digest");
        }
    }

    @Test
    void anIndexOfAnotherFormatIsRefused() throws IOException {
        Path other = dir.resolve("other");
        try (FSDirectory directory = FSDirectory.open(other);
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
            writer.addDocument(new Document());
            writer.setLiveCommitData(Map.of("vesalius.format", "0").entrySet());
            writer.commit();
        }
        assertThatThrownBy(() -> StudyIndex.open(other))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected format 1, got format 0");
        assertThatThrownBy(() -> StudyIndex.open(dir.resolve("missing"))).isInstanceOf(InputException.class);
        Files.createDirectories(dir.resolve("empty"));
        assertThatThrownBy(() -> StudyIndex.open(dir.resolve("empty")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("without an index");
        assertThatThrownBy(() -> StudyIndex.create(other, "m", 3)).isInstanceOf(InputException.class);
    }

    private StudyIndex filled(float[][] vectors) throws IOException {
        return fill(StudyIndex.create(dir.resolve("index"), "digest", DIMENSION), vectors);
    }

    private static StudyIndex fill(StudyIndex index, float[][] vectors) throws IOException {
        for (int i = 0; i < vectors.length; i++) {
            index.put(study(i, "study number " + i + (i % 3 == 0 ? " effusion" : "")), vectors[i]);
        }
        return index;
    }

    private static IndexedStudy study(int row, String text) {
        return new IndexedStudy(
                "s" + row,
                "p" + row,
                row,
                text,
                row % 2 == 0 ? List.of("nodule") : List.of(),
                Map.of("sex", row % 4 < 2 ? "F" : "M"));
    }

    private static List<Integer> rows(List<IndexedStudy.Hit> hits) {
        return hits.stream().map(hit -> hit.study().row()).toList();
    }

    private static float[][] vectors(int n) {
        RandomGenerator random = new SplittableRandom(n);
        List<float[]> made = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            float[] v = new float[DIMENSION];
            double norm = 0;
            for (int j = 0; j < DIMENSION; j++) {
                v[j] = (float) random.nextGaussian();
                norm += v[j] * v[j];
            }
            for (int j = 0; j < DIMENSION; j++) {
                v[j] /= (float) Math.sqrt(norm);
            }
            made.add(v);
        }
        return made.toArray(float[][]::new);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-4);
    }
}
