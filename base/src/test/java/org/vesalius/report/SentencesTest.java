package org.vesalius.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentencesTest {
    private static void splits(String text, String... sentences) {
        assertEquals(List.of(sentences), Sentences.split(text));
    }

    @Test
    void fullStopsEndSentences() {
        splits("Heart size is normal. The lungs are clear.", "Heart size is normal.", "The lungs are clear.");
        splits("heart is normal. lungs are clear", "heart is normal.", "lungs are clear");
        splits("Is it new? Yes! Good.", "Is it new?", "Yes!", "Good.");
    }

    @Test
    void numbersStayWhole() {
        splits(
                "Tube is 4.5 cm above the carina. Nodule of 3 mm.",
                "Tube is 4.5 cm above the carina.",
                "Nodule of 3 mm.");
        splits("Compared to 2011. No change.", "Compared to 2011.", "No change.");
        splits("T 38.2. No cough.", "T 38.2.", "No cough.");
    }

    @Test
    void enumerationsAreSentencesWithoutTheirNumbers() {
        splits("1. No acute disease. 2. Stable cardiomegaly.", "No acute disease.", "Stable cardiomegaly.");
        splits("1) Effusion\n2) Atelectasis", "Effusion", "Atelectasis");
        splits("- Effusion\n- Line in place", "Effusion", "Line in place");
    }

    @Test
    void abbreviationsDoNotEndSentences() {
        splits("Told to Dr. XXXX by phone. Done.", "Told to Dr. XXXX by phone.", "Done.");
        splits("Atelectasis vs. pneumonia.", "Atelectasis vs. pneumonia.");
        splits("Devices, e.g. a PICC, are seen.", "Devices, e.g. a PICC, are seen.");
        splits(
                "Film No. 5 of 6. Pneumothorax: no. Effusion: no.",
                "Film No. 5 of 6.",
                "Pneumothorax: no.",
                "Effusion: no.");
    }

    @Test
    void timesEndASentenceOnlyBeforeACapital() {
        splits(
                "At 10:30 a.m. on the day. At 9 p.m. The tube moved.",
                "At 10:30 a.m. on the day.",
                "At 9 p.m.",
                "The tube moved.");
    }

    @Test
    void linesOfASentenceAreJoined() {
        splits("The heart\n is normal in size.\nNo effusion.", "The heart is normal in size.", "No effusion.");
        splits("CHEST\n\nNo effusion", "CHEST", "No effusion");
    }

    @Test
    void anonymisedWordsAreWords() {
        splits(
                "XXXX XXXX. No XXXX-XXXX effusion. Seen on ___. Clear.",
                "XXXX XXXX.",
                "No XXXX-XXXX effusion.",
                "Seen on ___.",
                "Clear.");
    }

    @Test
    void aQuestionMarkBeforeAWordMeansSuspected() {
        splits("Opacity, ? pneumonia. Follow up.", "Opacity, ? pneumonia.", "Follow up.");
    }

    @Test
    void aMissingBlankDoesNotHideTheEnd() {
        splits("Lungs are clear.Heart is normal.", "Lungs are clear.", "Heart is normal.");
    }

    @Test
    void nothingButMarksIsNoSentence() {
        splits("... . \n\n Clear.", "Clear.");
        splits("   ");
    }
}
