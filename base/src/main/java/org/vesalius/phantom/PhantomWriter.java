package org.vesalius.phantom;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.vesalius.dataset.Split;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.io.Progress;
import org.vesalius.volume.NiftiFile;
import org.vesalius.volume.Volume;

/**
 * Writes the built-in data as the files that a hospital would have, and the truth beside them:
 *
 * <pre>
 * DIR/phantom.json                               {@link PhantomCard}: kind, version, options, counts; written last, so a folder without it is unfinished
 * DIR/{train,val,test}/PATIENT/STUDY/
 *     frontal.dcm  lateral.dcm                   DX, explicit little endian, 12 bits stored of 16, MONOCHROME1 or 2, rescale, window or VOI table
 *     report.txt                                 UTF-8; "HEADER: sentences", a blank line between sections
 *     truth.json                                 {@link Truth}, on one line
 *     volume.nii.gz                              only on demand: CT in Hounsfield units, int16, RAS
 *     ct/00001.dcm …                             only on demand: the same CT as axial DICOM slices, from the feet to the head
 *     masks/{frontal,lateral}-NAME.png           only on demand: 0 and 255
 * </pre>
 *
 * PATIENT is {@code syn-a00000} … (train), {@code syn-b…} (val), {@code syn-c…} (test); STUDY is PATIENT with {@code -1}, {@code -2}, … in time order. Equal options give equal bytes.
 */
public final class PhantomWriter {
    private PhantomWriter() {}

    /** One patient's work. */
    private record Job(Split split, List<Visit> visits) {}

    /**
     * Writes all splits, patients in parallel on the pool that the caller runs in.
     *
     * @throws InputException when {@code dir} already holds something
     */
    public static PhantomCard write(Path dir, PhantomOptions options, Progress progress) throws IOException {
        AtomicFiles.requireFolder(dir, "output folder");
        refuseUsed(dir);
        List<Job> jobs = new ArrayList<>();
        Phantom phantom = new Phantom(options.seed(), options.comingAgain());
        Map<Split, Integer> wanted =
                Map.of(Split.TRAIN, options.train(), Split.VAL, options.val(), Split.TEST, options.test());
        for (Split split : Split.values()) {
            phantom.visits(split, wanted.getOrDefault(split, 0)).forEach(v -> jobs.add(new Job(split, v)));
        }
        int total = options.train() + options.val() + options.test();
        progress.start("phantom", total);
        AtomicInteger done = new AtomicInteger();
        try {
            jobs.parallelStream()
                    .forEach(job -> writeAll(dir, job, options, () -> progress.at(done.incrementAndGet(), "")));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        PhantomCard card =
                PhantomCard.of(options, jobs.stream().map(Job::visits).toList());
        Json.write(dir.resolve(PhantomCard.FILE), card);
        progress.end(total + " synthetic studies");
        return card;
    }

    private static void refuseUsed(Path dir) throws IOException {
        if (Files.isDirectory(dir)) {
            try (Stream<Path> inside = Files.list(dir)) {
                if (inside.findAny().isPresent()) {
                    throw InputException.of(
                            "output folder", "a new or empty folder", "files in it", "choose another or empty it");
                }
            }
        }
    }

    private static void writeAll(Path dir, Job job, PhantomOptions options, Runnable oneDone) {
        try {
            for (int i = 0; i < job.visits().size(); i++) {
                Visit visit = job.visits().get(i);
                Path folder = dir.resolve(job.split().lower())
                        .resolve(visit.patient().id())
                        .resolve(visit.studyId());
                Files.createDirectories(folder);
                Phantom.Made made = Phantom.make(job.split(), job.visits(), i);
                writeStudy(folder, made, options);
                oneDone.run();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder was empty, and the card that makes it whole comes last, so these files need no temporary names. */
    private static void writeStudy(Path folder, Phantom.Made made, PhantomOptions options) throws IOException {
        Files.write(
                folder.resolve("frontal.dcm"),
                FilmDicom.of(made.truth(), made.frontal(), "frontal").bytes());
        Files.write(
                folder.resolve("lateral.dcm"),
                FilmDicom.of(made.truth(), made.lateral(), "lateral").bytes());
        Files.writeString(folder.resolve("report.txt"), made.report());
        Files.writeString(folder.resolve("truth.json"), Json.line(made.truth()) + "\n");
        if (options.volumes() || options.slices()) {
            writeCt(folder, made, options);
        }
        if (options.maskFiles()) {
            writeMasks(folder.resolve("masks"), "frontal", made.frontal());
            writeMasks(folder.resolve("masks"), "lateral", made.lateral());
        }
    }

    private static void writeCt(Path folder, Phantom.Made made, PhantomOptions options) throws IOException {
        Volume ct = made.volume().get();
        if (options.volumes()) {
            NiftiFile.write(folder.resolve("volume.nii.gz"), ct, NiftiFile.Type.INT16);
        }
        if (options.slices()) {
            CtDicom.write(folder.resolve("ct"), made.truth(), ct);
        }
    }

    static String maskFile(String imageId, String name) {
        return imageId + "-" + name.replace(' ', '-') + ".png";
    }

    private static void writeMasks(Path folder, String imageId, Film film) throws IOException {
        for (Map.Entry<String, Mask> mask : new TreeMap<>(film.masks()).entrySet()) {
            boolean[] inside = mask.getValue().decode();
            float[] grey = new float[inside.length];
            for (int i = 0; i < grey.length; i++) {
                grey[i] = inside[i] ? 255 : 0;
            }
            byte[] png = ImageFiles.png(Image.grey(film.width(), film.height(), 255, grey));
            Path file = folder.resolve(maskFile(imageId, mask.getKey()));
            AtomicFiles.write(file, out -> out.write(png));
        }
    }
}
