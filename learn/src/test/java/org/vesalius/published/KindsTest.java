package org.vesalius.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vesalius.checkpoint.LoadReport;
import org.vesalius.io.InputException;
import org.vesalius.tokenize.ByteBpe;
import org.vesalius.tokenize.WordPiece;

/** Every kind takes the full list of names of its authors' model, at the published sizes: nothing missing, nothing left out but what the map names, with a reason. */
class KindsTest {
    @TempDir
    static Path vocabularies;

    @TempDir
    Path dir;

    @BeforeAll
    static void writeVocabularies() throws IOException {
        for (int size : new int[] {28996, 30522}) {
            List<String> tokens = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
            IntStream.range(tokens.size(), size).forEach(i -> tokens.add("t" + i));
            Path folder = Files.createDirectory(vocabularies.resolve("bert-" + size));
            WordPiece.of(tokens, true).save(folder);
        }
        Path clip = Files.createDirectory(vocabularies.resolve("clip"));
        byte[] json = ("{" + clipTokens(49408) + "}").getBytes(StandardCharsets.UTF_8);
        Files.write(clip.resolve("vocab.json"), json);
        Files.writeString(clip.resolve("merges.txt"), "#version: 0.2\n");
    }

    /** Bytes, bytes at a word's end, made-up words, begin and end: CLIP's vocabulary without a merge. */
    private static String clipTokens(int size) {
        List<String> tokens = new ArrayList<>(ByteBpe.ofMerges(List.of()).vocabulary());
        IntStream.range(0, size - tokens.size()).forEach(i -> tokens.add(tokens.size() - 2, "made-up-" + i));
        return IntStream.range(0, size)
                .mapToObj(i -> "\"" + tokens.get(i).replace("\\", "\\\\").replace("\"", "\\\"") + "\":" + i)
                .collect(Collectors.joining(","));
    }

    static Stream<String> ids() {
        return Kinds.all().stream().map(kind -> kind.card().id());
    }

    private static Optional<Path> tokenizer(Kind kind, List<Named> files) {
        return switch (kind.card().reads()) {
            case NOTHING -> Optional.empty();
            case BYTE_BPE -> Optional.of(vocabularies.resolve("clip"));
            case WORD_PIECE -> Optional.of(vocabularies.resolve("bert-" + vocabulary(files)));
        };
    }

    private static long vocabulary(List<Named> files) {
        return files.stream()
                .flatMap(file -> file.shapes().entrySet().stream())
                .filter(entry -> entry.getKey().endsWith("word_embeddings.weight"))
                .findFirst()
                .orElseThrow()
                .getValue()
                .getFirst();
    }

    private List<Path> write(List<Named> names) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (Named file : names) {
            paths.add(file.write(dir.resolve("file-" + paths.size() + ".safetensors")));
        }
        return paths;
    }

    private PublishedImport check(String id, List<Named> names) throws IOException {
        Kind kind = Kinds.byId(id);
        try (WeightFiles files = WeightFiles.open(write(names))) {
            return PublishedImport.check(kind, files, tokenizer(kind, names));
        }
    }

    private static List<Named> names(String id) {
        var made = ModelNames.all().get(id);
        assertThat(made).as("names of " + id + " in ModelNames").isNotNull();
        return made.get();
    }

    @ParameterizedTest
    @MethodSource("ids")
    void theFullListIsTakenAndOnlyWhatTheMapNamesIsLeftOut(String id) throws IOException {
        List<Named> names = names(id);
        PublishedImport checked = check(id, names);
        LoadReport report = checked.report();
        TreeSet<String> unused = new TreeSet<>();
        names.forEach(file -> unused.addAll(file.leftOut()));
        assertThat(new TreeSet<>(report.ignored())).isEqualTo(unused);
        assertThat(report.complete()).isTrue();
        assertThat(report.optional()).isEmpty();
        assertThat(checked.leftOut()).doesNotContainKey("not said");
    }

    @ParameterizedTest
    @MethodSource("ids")
    void aMissingTensorAndOneTooManyAreNamed(String id) throws IOException {
        List<Named> names = names(id);
        Named first = names.getFirst();
        String gone = first.shapes().keySet().stream()
                .filter(name -> name.endsWith(".bias") && !first.leftOut().contains(name))
                .toList()
                .getLast();
        first.without(gone);
        first.put("nobody.knows.this", 3);
        assertThatThrownBy(() -> check(id, names))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("1 unexpected, 1 missing")
                .hasMessageContaining("nobody.knows.this");
    }

    @ParameterizedTest
    @MethodSource("ids")
    void aFileIsGuessedToBeOfItsKind(String id) throws IOException {
        try (WeightFiles files = WeightFiles.open(write(names(id)))) {
            assertThat(Kinds.ids(Kinds.like(files))).contains(id);
        }
    }

    @Test
    void anotherShapeIsNamedWithBoth() {
        List<Named> names = names("openai-clip");
        names.getFirst().put("visual.transformer.resblocks.3.ln_1.weight", 767);
        assertThatThrownBy(() -> check("openai-clip", names))
                .hasMessageContaining("image.transformer.resblocks.3.ln_1.weight: expected shape [768], got [767]");
    }

    @Test
    void aFileOfAnotherKindIsSaidToLookLikeWhatItIs() {
        assertThatThrownBy(() -> check("timm-vit", names("openai-clip")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected the names of timm-vit")
                .hasMessageContaining("it looks like chexzero or open-clip or openai-clip or pubmedclip");
    }

    @Test
    void anotherVocabularyIsRefused() throws IOException {
        Kind kind = Kinds.byId("clinicalbert");
        try (WeightFiles files = WeightFiles.open(write(names("clinicalbert")))) {
            assertThatThrownBy(
                            () -> PublishedImport.check(kind, files, Optional.of(vocabularies.resolve("bert-30522"))))
                    .hasMessageContaining("with the 28996 tokens that the weights have, got WordPiece with 30522");
            assertThatThrownBy(() -> PublishedImport.check(kind, files, Optional.empty()))
                    .hasMessageContaining("--tokenizer: expected a folder with vocab.txt");
        }
    }

    @Test
    void theMergingsOfNewTimmFilesBelongToTheStageAfter() throws IOException {
        Named names = TowerNames.timmSwin(new Named(), false)
                .unused("head.fc.weight", 1000, 768)
                .unused("head.fc.bias", 1000);
        assertThat(check("timm-swin", List.of(names)).report().complete()).isTrue();
    }

    @Test
    void openClipsTextTowerMayLieBelowItsName() throws IOException {
        Named flat = ModelNames.openAiClip(16);
        Named nested = new Named();
        flat.shapes().forEach((name, shape) -> {
            boolean text =
                    name.matches("(token_embedding|transformer|ln_final|positional_embedding|text_projection).*");
            nested.put(
                    (text ? "text." : "") + name,
                    shape.stream().mapToLong(n -> n).toArray());
        });
        assertThat(check("open-clip", List.of(nested)).report().complete()).isTrue();
    }

    @Test
    void anUnknownKindListsTheNearest() {
        assertThatThrownBy(() -> Kinds.byId("chexzro"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("chexzero");
    }
}
