package org.vesalius.tokenize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.RealData;

/** What every tokenizer keeps. */
abstract class TokenizerContract {
    private static final int LONG = 100_000;

    /** Trained on the shared corpus. */
    abstract Tokenizer tokenizer();

    /** The independent reference for it. */
    abstract HuggingFace reference() throws IOException;

    @Test
    void idsEqualThoseOfHuggingFaceOnTheSharedCorpus() throws IOException {
        assertSameIds(NastyText.lines());
    }

    @Test
    void idsEqualThoseOfHuggingFaceOnOpenIReports() throws IOException {
        assertSameIds(OpenIText.reports(RealData.folder("openi").resolve("NLMCXR_reports.tgz")));
    }

    private void assertSameIds(List<String> lines) throws IOException {
        assertTrue(lines.size() > 500, "a corpus");
        try (HuggingFace theirs = reference()) {
            for (int row = 0; row < lines.size(); row++) {
                assertArrayEquals(
                        theirs.encode(lines.get(row)), tokenizer().encode(lines.get(row), LONG), "corpus row " + row);
            }
        }
    }

    @Test
    void emptyTextIsBeginAndEnd() {
        int[] ids = tokenizer().encode(" ", LONG);
        assertEquals(2, ids.length);
        assertEquals(tokenizer().endId(), ids[1]);
    }

    @Test
    void cuttingKeepsTheFirstIdsAndTheEnd() {
        for (String line : NastyText.lines()) {
            int[] whole = tokenizer().encode(line, LONG);
            int[] cut = tokenizer().encode(line, 7);
            int length = Math.min(7, whole.length);
            assertEquals(length, cut.length);
            assertArrayEquals(Arrays.copyOf(whole, length - 1), Arrays.copyOf(cut, length - 1));
            assertEquals(tokenizer().endId(), cut[length - 1]);
        }
    }

    @Test
    void aLengthWithoutRoomForBothEndsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> tokenizer().encode("a", 1));
    }

    @Test
    void aSavedFolderReadsBackTheSame(@TempDir Path folder) throws IOException {
        tokenizer().save(folder);
        Tokenizer read = Tokenizer.load(folder);
        assertEquals(tokenizer().getClass(), read.getClass());
        assertEquals(tokenizer().vocabularySize(), read.vocabularySize());
        assertEquals(tokenizer().padId(), read.padId());
        for (String line : NastyText.lines()) {
            assertArrayEquals(tokenizer().encode(line, LONG), read.encode(line, LONG));
        }
    }

    @Test
    void savingTwiceGivesTheSameBytes(@TempDir Path one, @TempDir Path two) throws IOException {
        tokenizer().save(one);
        Tokenizer.load(one).save(two);
        try (var files = Files.list(one)) {
            for (Path file : files.toList()) {
                assertEquals(-1, Files.mismatch(file, two.resolve(file.getFileName())), file.getFileName() + "");
            }
        }
    }

    @Test
    void plainSentencesDecodeToThemselves() {
        String text = "small left pleural effusion. the heart is not enlarged.";
        assertEquals(
                text.replace(" ", ""),
                tokenizer().decode(tokenizer().encode(text, LONG)).replace(" ", ""));
    }

    @Test
    void tokensAndIdsNameEachOther() {
        Tokenizer tokenizer = tokenizer();
        for (int id = 0; id < tokenizer.vocabularySize(); id++) {
            assertEquals(id, tokenizer.id(tokenizer.token(id)));
        }
        assertEquals(-1, tokenizer.id("no such token"));
    }

    @Test
    void threadsDoNotDisturbEachOther() {
        List<String> lines = NastyText.lines();
        List<int[]> alone =
                lines.stream().map(line -> tokenizer().encode(line, LONG)).toList();
        IntStream.range(0, 4 * lines.size()).parallel().forEach(i -> {
            int row = i % lines.size();
            assertArrayEquals(alone.get(row), tokenizer().encode(lines.get(row), LONG));
        });
    }
}
