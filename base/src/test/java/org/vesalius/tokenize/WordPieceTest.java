package org.vesalius.tokenize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;

class WordPieceTest extends TokenizerContract {
    private static final WordPiece TRAINED = TokenizerTrainer.wordPiece(NastyText.lines(), 1500);

    @Override
    Tokenizer tokenizer() {
        return TRAINED;
    }

    @Override
    HuggingFace reference() throws IOException {
        return HuggingFace.like(TRAINED);
    }

    private static WordPiece of(boolean lowerCase, String... tokens) {
        List<String> vocabulary = new ArrayList<>(WordPiece.SPECIAL);
        vocabulary.addAll(List.of(tokens));
        return WordPiece.of(vocabulary, lowerCase);
    }

    @Test
    void theLongestPieceIsTaken() {
        WordPiece tokenizer = of(true, "un", "##aff", "##able", "unaff");
        assertArrayEquals(new int[] {2, 8, 7, 3}, tokenizer.encode("UNAFFABLE", 10));
    }

    @Test
    void aWordWithAPartOfNoPieceIsUnknownAsAWhole() {
        WordPiece tokenizer = of(true, "un", "##aff", "ok");
        assertArrayEquals(new int[] {2, 1, 7, 3}, tokenizer.encode("unaffx ok", 10));
    }

    @Test
    void casedVocabulariesKeepCaseAndAccents() throws IOException {
        WordPiece cased = of(false, "Ödem", "ödem", "odem", "O", "##d");
        assertArrayEquals(new int[] {2, 5, 6, 7, 3}, cased.encode("Ödem ödem odem", 10));
        try (HuggingFace theirs = HuggingFace.like(cased)) {
            for (String line : NastyText.lines()) {
                assertArrayEquals(theirs.encode(line), cased.encode(line, 100_000));
            }
        }
    }

    @Test
    void everyCharacterOfUnicode8IsSeenAsHuggingFaceSeesIt() throws IOException {
        List<Integer> points = new ArrayList<>();
        addRange(points, 1, 0x2E42);
        addRange(points, 0x2E80, 0x3400);
        addRange(points, 0xA000, 0xA830);
        addRange(points, 0xF900, 0xFFFE);
        addRange(points, 0x1F000, 0x1F700);
        addRange(points, 0x2F7F0, 0x2FA20);
        Set<String> vocabulary = new LinkedHashSet<>(WordPiece.SPECIAL);
        vocabulary.addAll(List.of("a", "b", "##b", "ab"));
        for (int point : points) {
            vocabulary.add(Character.toString(point));
            vocabulary.add("##" + Character.toString(point));
        }
        WordPiece ours = WordPiece.of(List.copyOf(vocabulary), true);
        Set<Integer> different = new HashSet<>();
        try (HuggingFace theirs = HuggingFace.like(ours)) {
            for (int point : points) {
                String text = "a" + Character.toString(point) + "b";
                if (!Arrays.equals(theirs.encode(text), ours.encode(text, 50))) {
                    different.add(point);
                }
            }
        }
        assertTrue(points.size() > 14_000);
        different.removeIf(WordPieceTest::classifiedAfterUnicode8);
        assertEquals(Set.of(), different);
    }

    private static void addRange(List<Integer> points, int from, int to) {
        for (int point = from; point < to; point++) {
            if (Character.isDefined(point)) {
                points.add(point);
            }
        }
    }

    /** Marks, punctuation and format characters of Asian and African scripts that came, or changed their class, with Unicode 9 or later: first and last of runs that hold them. */
    private static boolean classifiedAfterUnicode8(int point) {
        int[][] runs = {
            {0x61D, 0x61D},
            {0x7FD, 0x7FD},
            {0x890, 0x8E2},
            {0x9FD, 0x9FE},
            {0xA76, 0xA76},
            {0xAFA, 0xAFF},
            {0xB55, 0xB55},
            {0xC04, 0xC04},
            {0xC3C, 0xC3C},
            {0xC77, 0xC84},
            {0xD00, 0xD00},
            {0xD3B, 0xD3C},
            {0xD81, 0xD81},
            {0xEBA, 0xECE},
            {0x166D, 0x166D},
            {0x1734, 0x1734},
            {0x180F, 0x180F},
            {0x1885, 0x1886},
            {0x1ABF, 0x1ACE},
            {0x1B4E, 0x1B7F},
            {0x1DF6, 0x1DFB},
            {0xA7CE, 0xA7D4},
            {0xA82C, 0xA82C}
        };
        for (int[] run : runs) {
            if (point >= run[0] && point <= run[1]) {
                return true;
            }
        }
        return false;
    }

    @Test
    void nulIsRemoved() {
        assertArrayEquals(new int[] {2, 5, 3}, of(true, "ab").encode("a\0b", 10));
    }

    @Test
    void halfACharacterDoesNoHarm() {
        assertArrayEquals(new int[] {2, 5, 3}, of(true, "ab").encode("a\uD83Db", 10));
    }

    @Test
    void theTokenizerJsonOfHuggingFaceReadsTheSame() {
        WordPiece read = WordPiece.ofTokenizerJson(HuggingFace.json(TRAINED), "test");
        assertEquals(TRAINED.vocabulary(), read.vocabulary());
        assertTrue(read.lowerCase());
    }

    @Test
    void anotherKindOfTokenizerJsonIsRefusedByName() {
        String other = HuggingFace.json(TRAINED).replace("\"BertPreTokenizer\"", "\"Metaspace\"");
        var e = assertThrows(InputException.class, () -> WordPiece.ofTokenizerJson(other, "tokenizer.json"));
        assertEquals(
                "tokenizer.json, pre_tokenizer.type: expected BertPreTokenizer, got Metaspace; only BERT's kind of WordPiece can be read",
                e.getMessage());
    }

    @Test
    void aVocabularyWithoutSpecialTokensIsRefused() {
        var e = assertThrows(InputException.class, () -> WordPiece.of(List.of("[PAD]", "a"), true));
        assertTrue(e.toString().contains("[UNK], [CLS], [SEP], [MASK]"), e.toString());
    }
}
