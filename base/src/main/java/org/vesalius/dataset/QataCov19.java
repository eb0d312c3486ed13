package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vesalius.io.Problem;

/** Degerli et al., "OSegNet: Operational Segmentation Network for COVID-19 Detection Using Chest X-ray Images", ICIP 2022, with the sentences of Li et al., LViT, IEEE TMI 2023: one study per picture. */
public final class QataCov19 implements Dataset {
    private static final LvitFolder.Style STYLE = new LvitFolder.Style(
            "COVID-19 infection",
            mask -> mask.startsWith("mask_") ? mask.substring("mask_".length()) : mask,
            picture -> picture,
            View.UNKNOWN);

    private static final DatasetCard CARD = new DatasetCard(
            "qata_cov19",
            1,
            "QaTa-COV19 with LViT sentences",
            "A. Degerli, S. Kiranyaz, M. E. H. Chowdhury, M. Gabbouj, OSegNet: Operational Segmentation Network for COVID-19 Detection Using Chest X-ray Images, ICIP 2022; sentences and split: Z. Li, Y. Li, Q. Li et al., LViT, IEEE TMI 2023",
            "not stated; research use",
            false,
            DatasetCard.Access.OPEN,
            List.of("segmentation from text", "retrieval"),
            "chest radiographs",
            "Train_Folder/, Val_Folder/ and Test_Folder/, each with img/, labelcol/ and <Part>_text.xlsx (columns Image, Description)",
            List.of(
                    "The sheet names masks; a mask has its picture's name behind 'mask_'.",
                    "Nothing says which films are of the same patient; each counts as its own."),
            Map.of("images.train", 5716, "images.val", 1429, "images.test", 2113));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        return LvitFolder.recognises(dir, mask -> mask.startsWith("mask_"));
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        LvitFolder.read(dir, STYLE, studies, problems);
    }
}
