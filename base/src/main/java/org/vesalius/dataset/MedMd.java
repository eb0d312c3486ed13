package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vesalius.io.Problem;

/** Wu et al., "Towards Generalist Foundation Model for Radiology by Leveraging Web-scale 2D and 3D Medical Data", Nature Communications 2025: the members of its compilations that have readers here, each in a subfolder of its id. */
public final class MedMd implements Dataset {
    private static final List<String> MEMBERS = List.of(
            "pmc_oa",
            "vqa-rad",
            "slake",
            "vindr_cxr",
            "chexpert",
            "mimic_cxr",
            "mimic_cxr_jpg",
            "vqa_med_2019",
            "medmnist",
            "ct_reports");

    private static final DatasetCard CARD = new DatasetCard(
            "medmd",
            1,
            "MedMD and RadMD: the compilations of RadFM",
            "C. Wu, X. Zhang, Y. Zhang, H. Hui, Y. Wang, W. Xie, Towards Generalist Foundation Model for Radiology by Leveraging Web-scale 2D and 3D Medical Data, Nature Communications 2025, arXiv 2308.02463",
            "per member, as each publisher says; Radiopaedia's and MPx's cases may not be passed on",
            false,
            DatasetCard.Access.OPEN,
            List.of("pretraining", "vqa", "report generation"),
            "mixed, 2-D and 3-D",
            "a subfolder for each member that is there, named by its id (" + String.join(", ", MEMBERS)
                    + "), in the layout of that member",
            List.of(
                    "A compilation: each member comes from its publisher. PMC-Inline, PMC-CaseReport, RP3D and MPx are not distributed with pictures and have no reader here.",
                    "RadMD is the part of radiology: leave the other subfolders away.",
                    "Told from MultiMedBench, which has some of the same members, by having no subfolder pathvqa.",
                    "Ids begin with the member's, so a patient who is in two members counts as two."),
            Map.of("2-D scans (about)", 15_500_000, "3-D scans (about)", 180_000));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        return !Files.isDirectory(dir.resolve("pathvqa")) && Compilation.recognises(dir, MEMBERS);
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Compilation.read(dir, MEMBERS, studies, problems);
    }
}
