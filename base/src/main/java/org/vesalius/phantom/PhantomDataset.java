package org.vesalius.phantom;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.dataset.MaskSource;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyImage;
import org.vesalius.dataset.StudyMask;
import org.vesalius.dataset.StudyVolume;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.io.Problem;
import org.vesalius.report.Report;

/** Reads the folder that {@link PhantomWriter} writes. */
public final class PhantomDataset implements Dataset {
    @Override
    public DatasetCard card() {
        return new DatasetCard(
                "phantom",
                1,
                "Vesalius phantom: synthetic chest radiographs with known truth",
                "Vesalius, built-in data; no patients were involved",
                "Apache-2.0",
                true,
                DatasetCard.Access.OPEN,
                List.of("classification", "retrieval", "grounding", "segmentation", "vqa", "report", "comparison"),
                "chest radiograph (synthetic)",
                "phantom.json, {train,val,test}/PATIENT/STUDY/{frontal.dcm,lateral.dcm,report.txt,truth.json}",
                List.of(
                        "labels are the truth; what the report says is in truth.json, faint findings are doubted there",
                        "Enlarged Cardiomediastinum, Pneumonia and Pleural Other are blank: no finding supports them"),
                Map.of());
    }

    @Override
    public boolean recognises(Path dir) {
        try {
            return Files.readString(dir.resolve(PhantomCard.FILE)).contains(PhantomCard.KIND);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        options.check(this);
        if (!recognises(dir)) {
            throw InputException.of(
                    "phantom folder", PhantomCard.FILE, "none", "write one with 'vesalius phantom --out DIR'");
        }
        PhantomCard card = Json.read(dir.resolve(PhantomCard.FILE), PhantomCard.class, PhantomCard.FILE);
        if (card.version() != Truth.VERSION) {
            throw InputException.of(
                    PhantomCard.FILE, "version " + Truth.VERSION, "version " + card.version(), "write it again");
        }
        for (Split split : Split.values()) {
            for (Path patient : folders(dir.resolve(split.lower()))) {
                for (Path study : folders(patient)) {
                    readOne(study, split, studies, problems);
                }
            }
        }
    }

    private static void readOne(Path folder, Split split, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        String where = String.valueOf(folder.getFileName());
        try {
            Truth truth = Json.read(folder.resolve("truth.json"), Truth.class, "truth.json");
            String report = Files.readString(folder.resolve("report.txt"));
            for (Truth.Shot shot : truth.images()) {
                if (!Files.isRegularFile(folder.resolve(shot.file()))) {
                    problems.accept(new Problem(Problem.Kind.MISSING, where, shot.file() + " is not there"));
                    return;
                }
            }
            studies.accept(study(folder, split, truth, report));
        } catch (NoSuchFileException e) {
            problems.accept(new Problem(Problem.Kind.MISSING, where, "truth.json or report.txt is not there"));
        } catch (InputException | MalformedInputException e) {
            problems.accept(new Problem(Problem.Kind.BROKEN, where, "truth.json or report.txt cannot be read"));
        }
    }

    private static Study study(Path folder, Split split, Truth truth, String report) throws IOException {
        List<StudyImage> images = new ArrayList<>();
        for (Truth.Shot shot : truth.images()) {
            images.add(new StudyImage(
                    shot.imageId(),
                    folder.resolve(shot.file()),
                    shot.view(),
                    shot.width(),
                    shot.height(),
                    shot.boxes(),
                    masks(folder.resolve("masks"), shot, truth.findings()),
                    null));
        }
        return new Study(
                truth.patientId(),
                truth.studyId(),
                split,
                images,
                Report.parse(report),
                truth.labels(),
                truth.questions(),
                meta(truth),
                volumes(folder));
    }

    /** The CT, only where the options wrote it: as NIfTI, else as DICOM slices. */
    private static List<StudyVolume> volumes(Path folder) {
        for (String name : List.of("volume.nii.gz", "ct")) {
            if (Files.exists(folder.resolve(name))) {
                return List.of(StudyVolume.of("ct", folder.resolve(name), "ct"));
            }
        }
        return List.of();
    }

    private static Map<String, String> meta(Truth truth) {
        Map<String, String> meta = new TreeMap<>();
        meta.put("synthetic", "true");
        meta.put("sex", truth.sex());
        meta.put("age", Integer.toString(truth.age()));
        meta.put("offset_days", Integer.toString(truth.offsetDays()));
        meta.put("genotype", truth.genotype().stream().map(String::valueOf).collect(Collectors.joining()));
        String prior = truth.prior();
        if (prior != null) {
            meta.put("prior", prior);
        }
        for (Truth.Seen seen : truth.findings()) {
            if (seen.present()) {
                meta.put("severity:" + seen.finding(), Double.toString(seen.severity()));
                meta.put("side:" + seen.finding(), seen.side().name());
            }
            meta.put("change:" + seen.finding(), seen.change().name());
        }
        return meta;
    }

    /** Organs by their name, findings by what they are, with their settled wording; only where {@link PhantomOptions#maskFiles} wrote them. */
    private static List<StudyMask> masks(Path dir, Truth.Shot shot, List<Truth.Seen> findings) {
        Map<String, Truth.Seen> byId = new HashMap<>();
        findings.forEach(seen -> byId.put(seen.id(), seen));
        List<StudyMask> masks = new ArrayList<>();
        for (String name : new TreeMap<>(shot.masks()).keySet()) {
            Path file = dir.resolve(PhantomWriter.maskFile(shot.imageId(), name));
            if (Files.isRegularFile(file)) {
                Truth.Seen seen = byId.get(name);
                masks.add(new StudyMask(
                        seen == null ? name : seen.finding(),
                        seen == null ? null : seen.phrase(),
                        new MaskSource.File(file)));
            }
        }
        return masks;
    }

    private static List<Path> folders(Path dir) throws IOException {
        if (!Files.isDirectory(dir)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(Files::isDirectory).sorted().toList();
        }
    }
}
