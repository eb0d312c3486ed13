package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vesalius.io.Problem;

/** Morozov et al., "MosMedData: Chest CT Scans With COVID-19 Related Findings Dataset", arXiv 2005.06465, with the sentences of Li et al., LViT, IEEE TMI 2023: one study per picture. */
public final class MosMedData implements Dataset {
    private static final LvitFolder.Style STYLE = new LvitFolder.Style(
            "lung infection",
            mask -> mask,
            picture -> picture.matches(".*_\\d+") ? picture.substring(0, picture.lastIndexOf('_')) : picture,
            View.AXIAL);

    private static final DatasetCard CARD = new DatasetCard(
            "mosmeddata",
            1,
            "MosMedData+ with LViT sentences",
            "S. P. Morozov, A. E. Andreychenko, N. A. Pavlov et al., MosMedData: Chest CT Scans With COVID-19 Related Findings Dataset, arXiv 2005.06465; J. Hofmanninger et al., 2020; sentences and split: Z. Li, Y. Li, Q. Li et al., LViT, IEEE TMI 2023",
            "not stated; research use",
            false,
            DatasetCard.Access.OPEN,
            List.of("segmentation from text", "retrieval"),
            "CT slices",
            "Train_Folder/, Val_Folder/ and Test_Folder/, each with img/, labelcol/ and <Part>_text.xlsx (columns Image, Description)",
            List.of(
                    "Names of slices end in their number: what stands before it is the scan, and the scan stands for the patient. Not checked on a copy.",
                    "LViT's split parts slices, so a scan may be in two parts; then a prepared set is split by scan.",
                    "Told from the other sets of this layout by the names of its masks, which begin neither with 'mask_' nor with 'TCGA-'."),
            Map.of("images.train", 2183, "images.val", 273, "images.test", 273));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        return LvitFolder.recognises(dir, mask -> !mask.startsWith("TCGA-") && !mask.startsWith("mask_"));
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        LvitFolder.read(dir, STYLE, studies, problems);
    }
}
