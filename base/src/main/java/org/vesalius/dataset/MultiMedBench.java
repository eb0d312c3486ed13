package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vesalius.io.Problem;

/** Tu et al., "Towards Generalist Biomedical AI", NEJM AI 2024: the sets of its benchmark that have pictures and texts, each in a subfolder of its id. */
public final class MultiMedBench implements Dataset {
    private static final List<String> MEMBERS = List.of("vqa-rad", "slake", "pathvqa", "mimic_cxr", "mimic_cxr_jpg");

    private static final DatasetCard CARD = new DatasetCard(
            "multimedbench",
            1,
            "MultiMedBench: the tasks of Med-PaLM M",
            "T. Tu, S. Azizi, D. Driess et al., Towards Generalist Biomedical AI, NEJM AI 2024, arXiv 2307.14334",
            "per member, as each publisher says",
            false,
            DatasetCard.Access.REGISTERED,
            List.of("vqa", "report generation", "classification"),
            "mixed",
            "a subfolder for each member that is there, named by its id (" + String.join(", ", MEMBERS)
                    + "), in the layout of that member",
            List.of(
                    "A compilation of 12 sets and 14 tasks that nobody distributes: each member comes from its publisher. Read here are those with pictures and texts; MedQA, MedMCQA, PubMedQA, MIMIC-III, PAD-UFES-20, CBIS-DDSM, VinDr-Mammo and PrecisionFDA have no reader here.",
                    "Told from MedMD, which has some of the same members, by the subfolder pathvqa.",
                    "Ids begin with the member's, so a patient who is in two members counts as two.",
                    "VQA-RAD's images are in both of its published parts; the members are read with their default settings."),
            Map.of("sets", 12, "tasks", 14));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        return Files.isDirectory(dir.resolve("pathvqa")) && Compilation.recognises(dir, MEMBERS);
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Compilation.read(dir, MEMBERS, studies, problems);
    }
}
