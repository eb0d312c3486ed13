package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

/** Lin et al., "PMC-CLIP: Contrastive Language-Image Pre-training using Biomedical Documents", MICCAI 2023: one study per subfigure. */
public final class PmcOa implements Dataset {
    private static final List<String> TABLES = List.of("pmc_oa.jsonl", "pmc_oa_beta.jsonl");
    private static final List<String> FOLDERS = List.of(
            "caption_T060_filtered_top4_sep_v0_subfigures",
            "images",
            "images/caption_T060_filtered_top4_sep_v0_subfigures");

    private static final DatasetCard CARD = new DatasetCard(
            "pmc_oa",
            1,
            "PMC-OA",
            "W. Lin, Z. Zhao, X. Zhang, C. Wu, Y. Zhang, Y. Wang, W. Xie, PMC-CLIP: Contrastive Language-Image Pre-training using Biomedical Documents, MICCAI 2023, arXiv 2303.07240",
            "per article of the PubMed Central open access subset, mostly CC BY; not in the file",
            false,
            DatasetCard.Access.OPEN,
            List.of("pretraining", "retrieval"),
            "subfigures of articles",
            "pmc_oa.jsonl (subfigure and its caption) or pmc_oa_beta.jsonl (subfigure and the whole caption), or splits train.jsonl, valid.jsonl and test.jsonl of such rows; images.zip unpacked as caption_T060_filtered_top4_sep_v0_subfigures/ or images/",
            List.of(
                    "Rows have image, caption, alignment_type and alignment_score; the score says how well the subcaption was matched and is a fact of the study. Not checked on a complete copy: the keys are those that public code reads.",
                    "The article, which a picture's name begins with (PMC…_), stands for the patient, so that its figures stay together.",
                    "Where the folder of pictures is not there, as before unpacking, the captions are read alone."),
            Map.of("pairs (about)", 1_650_000));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        return TABLES.stream().anyMatch(name -> Files.isRegularFile(dir.resolve(name)));
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        List<Source> files = sources(dir);
        if (files.isEmpty()) {
            throw InputException.of("PMC-OA folder", "pmc_oa.jsonl", "none", "name the folder that holds it");
        }
        List<Path> folders =
                FOLDERS.stream().map(dir::resolve).filter(Files::isDirectory).toList();
        if (folders.isEmpty()) {
            problems.accept(
                    new Problem(Problem.Kind.MISSING, "images", "the folder is not there: captions are read alone"));
        }
        for (Source file : files) {
            JsonRows.lines(
                    dir.resolve(file.name()),
                    file.name(),
                    (row, where) -> {
                        String name = JsonRows.text(row, "image");
                        String caption = JsonRows.text(row, "caption");
                        Path picture = Inside.first(folders, name, "");
                        if (name.isEmpty() || caption.isEmpty()) {
                            problems.accept(new Problem(Problem.Kind.INCONSISTENT, where, "no image or no caption"));
                        } else if (picture == null && !folders.isEmpty()) {
                            problems.accept(new Problem(Problem.Kind.MISSING, where, "its picture is not there"));
                        } else {
                            Map<String, String> meta = new TreeMap<>(Map.of(
                                    "alignment", JsonRows.text(row, "alignment_type"),
                                    "alignment_score", JsonRows.text(row, "alignment_score")));
                            meta.values().removeIf(String::isEmpty);
                            studies.accept(Study.of(article(name), Inside.stem(name))
                                    .withSplit(file.split())
                                    .withImages(
                                            picture == null
                                                    ? List.of()
                                                    : List.of(StudyImage.of(name, picture, View.UNKNOWN)))
                                    .withReport(Report.of(Section.TEXT, caption))
                                    .withMeta(meta));
                        }
                    },
                    problems);
        }
    }

    /** A file of rows; {@code split} is null for the whole set. */
    private record Source(String name, @Nullable Split split) {}

    /** The splits where they are there, else the whole. */
    private static List<Source> sources(Path dir) {
        List<Source> parts = Stream.of(
                        new Source("train.jsonl", Split.TRAIN),
                        new Source("valid.jsonl", Split.VAL),
                        new Source("test.jsonl", Split.TEST))
                .filter(part -> Files.isRegularFile(dir.resolve(part.name())))
                .toList();
        return !parts.isEmpty()
                ? parts
                : TABLES.stream()
                        .filter(name -> Files.isRegularFile(dir.resolve(name)))
                        .limit(1)
                        .map(name -> new Source(name, null))
                        .toList();
    }

    private static String article(String name) {
        int end = name.indexOf('_');
        return name.startsWith("PMC") && end > 0 ? name.substring(0, end) : Inside.stem(name);
    }
}
