package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.vesalius.io.Problem;

/** Huang et al., "OVQA: A Clinically Generated Visual Question Answering Dataset", SIGIR 2022: one study per image and part. */
public final class Ovqa implements Dataset {
    private static final Map<String, Split> FILES = files();
    private static final String IMAGES = "img";

    private static final DatasetCard CARD = new DatasetCard(
            "ovqa",
            1,
            "OVQA",
            "Y. Huang, X. Wang, F. Liu, G. Huang, OVQA: A Clinically Generated Visual Question Answering Dataset, SIGIR 2022",
            "not stated; research use",
            false,
            DatasetCard.Access.OPEN,
            List.of("vqa"),
            "radiographs and CT of head, chest, hand and leg",
            "OVQA_publish: trainset.json, valset.json and testset.json; img/",
            List.of(
                    "The keys are those of VQA-RAD's MEVF release, and so are two of the file names: the folder img/ tells them apart.",
                    "Not checked on a copy: the counts are those of the paper, the keys those that public code reads.",
                    "Nothing says which images are of the same patient; each counts as its own."),
            Map.of("images", 2001, "questions", 19_020));

    private static Map<String, Split> files() {
        Map<String, Split> files = new LinkedHashMap<>();
        files.put("trainset.json", Split.TRAIN);
        files.put("valset.json", Split.VAL);
        files.put("testset.json", Split.TEST);
        return files;
    }

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        return Files.isDirectory(dir.resolve(IMAGES)) && Files.isRegularFile(dir.resolve("trainset.json"));
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Asked asked = new Asked();
        for (Map.Entry<String, Split> part : FILES.entrySet()) {
            String name = part.getKey();
            if (!Files.isRegularFile(dir.resolve(name))) {
                problems.accept(new Problem(Problem.Kind.MISSING, name, "this part of the set is not there"));
                continue;
            }
            JsonRows.list(
                    dir.resolve(name),
                    name,
                    (row, where) -> {
                        String image = JsonRows.text(row, "image_name");
                        Question question = new Question(
                                JsonRows.text(row, "qid"),
                                image,
                                JsonRows.text(row, "question"),
                                JsonRows.text(row, "answer"),
                                JsonRows.text(row, "answer_type").equalsIgnoreCase("CLOSED"),
                                JsonRows.text(row, "question_type").toLowerCase(Locale.ROOT));
                        if (Asked.complete(image, question, where, problems)) {
                            Map<String, String> organ = Map.of("organ", JsonRows.text(row, "image_organ"));
                            asked.add(image, part.getValue(), where, question, organ);
                        }
                    },
                    problems);
        }
        asked.studies(
                group -> Inside.file(dir.resolve(IMAGES), group.image()),
                (group, image) -> group.study().withImages(List.of(image)),
                studies,
                problems);
    }
}
