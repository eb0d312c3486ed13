package org.vesalius.tokenize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.io.InputException;

class ByteBpeTest extends TokenizerContract {
    private static final ByteBpe TRAINED = TokenizerTrainer.byteBpe(NastyText.lines(), 1500);

    @Override
    Tokenizer tokenizer() {
        return TRAINED;
    }

    @Override
    HuggingFace reference() throws IOException {
        return HuggingFace.like(TRAINED);
    }

    @Test
    void withoutMergesEveryByteIsAToken() {
        ByteBpe bytes = ByteBpe.ofMerges(List.of());
        assertEquals(514, bytes.vocabularySize());
        // OpenAI's numbering: '!' is 0, so 'a' is 64; at the word's end 256 more; begin 512, end 513
        assertArrayEquals(new int[] {512, 64, 65 + 256, 513}, bytes.encode("AB", 10));
    }

    @Test
    void mergesTakeTheIdsBetweenTheBytesAndTheEnds() {
        ByteBpe tokenizer = ByteBpe.ofMerges(List.of("i n", "in g</w>"));
        assertEquals(512, tokenizer.id("in"));
        assertEquals(513, tokenizer.id("ing</w>"));
        assertArrayEquals(new int[] {514, 513, 512, 64 + 256, 515}, tokenizer.encode("ing ina", 10));
    }

    @Test
    void theEndIsTheHighestIdSoThatArgmaxFindsIt() {
        assertEquals(TRAINED.vocabularySize() - 1, TRAINED.endId());
    }

    @Test
    void decodingBringsBackAnyCharacter() {
        String text = "心影 🙂 ödem </ 5%";
        assertEquals(
                text,
                TRAINED.decode(TRAINED.encode(text, 100)).replace("< /", "</").replace("5 %", "5%"));
    }

    @Test
    void aWordOfManyThousandBytesIsQuick() {
        long start = System.nanoTime();
        TRAINED.encode("effusion".repeat(20_000), 500_000);
        assertTrue(System.nanoTime() - start < 5_000_000_000L);
    }

    @Test
    void theTokenizerJsonOfHuggingFaceReadsTheSame() {
        ByteBpe read = ByteBpeFiles.ofTokenizerJson(HuggingFace.json(TRAINED), "test");
        assertEquals(TRAINED.vocabulary(), read.vocabulary());
        assertEquals(TRAINED.merges(), read.merges());
    }

    @Test
    void mergesOfAnotherVocabularyAreRefused(@TempDir Path folder) throws IOException {
        TRAINED.save(folder);
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\nzzzz qqqq\n");
        var e = assertThrows(InputException.class, () -> Tokenizer.load(folder));
        assertTrue(e.toString().contains("zzzz"), e.toString());
    }

    @Test
    void aFolderWithoutATokenizerSaysWhatItLacks(@TempDir Path folder) {
        var e = assertThrows(InputException.class, () -> Tokenizer.load(folder));
        assertTrue(e.toString().contains("vocab.txt"), e.toString());
    }
}
