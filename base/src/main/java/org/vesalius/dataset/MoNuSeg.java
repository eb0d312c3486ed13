package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vesalius.io.Problem;

/** Kumar et al., "A Dataset and a Technique for Generalized Nuclear Segmentation for Computational Pathology", IEEE TMI 2017, with the sentences of Li et al., "LViT: Language Meets Vision Transformer in Medical Image Segmentation", IEEE TMI 2023: one study per picture. */
public final class MoNuSeg implements Dataset {
    private static final LvitFolder.Style STYLE = new LvitFolder.Style(
            "nuclei", mask -> mask, picture -> picture.substring(0, Math.min(12, picture.length())), View.UNKNOWN);

    private static final DatasetCard CARD = new DatasetCard(
            "monuseg",
            1,
            "MoNuSeg with LViT sentences",
            "N. Kumar, R. Verma, S. Sharma et al., A Dataset and a Technique for Generalized Nuclear Segmentation for Computational Pathology, IEEE TMI 2017; sentences and split: Z. Li, Y. Li, Q. Li et al., LViT: Language Meets Vision Transformer in Medical Image Segmentation, IEEE TMI 2023",
            "CC BY-NC-SA 4.0",
            false,
            DatasetCard.Access.OPEN,
            List.of("segmentation from text", "retrieval"),
            "histology, haematoxylin and eosin",
            "Train_Folder/, Val_Folder/ and Test_Folder/, each with img/, labelcol/ and <Part>_text.xlsx (columns Image, Description)",
            List.of(
                    "The sheet names masks, not pictures; a picture has its mask's name with another ending.",
                    "The first twelve characters of a name are the patient's TCGA barcode.",
                    "Sentences are few and repeat: score retrieval by equal text."),
            Map.of("images.train", 24, "images.val", 6, "images.test", 14));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        return LvitFolder.recognises(dir, mask -> mask.startsWith("TCGA-"));
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        LvitFolder.read(dir, STYLE, studies, problems);
    }
}
