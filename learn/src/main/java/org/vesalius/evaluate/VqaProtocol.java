package org.vesalius.evaluate;

import java.util.List;

/**
 * Visual question answering: accuracy over all answers, over open and closed ones ({@code answer_type}) and by {@code question_type}, after each of the published normalisers, which are different numbers;
 * for answers in free words token recall and containment; MMBERT's BLEU-1. The type is the reference file's (the oracle's), not one that a system predicted.
 */
public final class VqaProtocol implements FilesOnly {
    @Override
    public String id() {
        return "vqa";
    }

    @Override
    public String title() {
        return "Answers to questions about pictures";
    }

    @Override
    public List<Setting> settings() {
        return TextScoring.settings("answer,answer-open,bleu-mmbert");
    }
}
