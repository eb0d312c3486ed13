package org.vesalius.shard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.vesalius.dataset.Question;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyImage;
import org.vesalius.dataset.StudyMask;
import org.vesalius.dataset.StudyVolume;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.image.Resize;
import org.vesalius.io.Json;
import org.vesalius.io.Problem;

/** What preparing does to one study: decode, shrink, replace identifiers, pack. */
final class StudyWork implements Pipeline.Work {
    /** Of the resize; antialiased. */
    static final Resize.Filter FILTER = Resize.Filter.BICUBIC;

    static final String NOTHING = "left out: none of its pictures can be read";

    private final Pseudonyms names;
    private final int maxSide;
    private final int volumeSide;

    StudyWork(Pseudonyms names, int maxSide, int volumeSide) {
        this.names = names;
        this.maxSide = maxSide;
        this.volumeSide = volumeSide;
    }

    /** Whether a study had pictures or volumes and has none that can be read. */
    static boolean nothingLeft(Study study, int readable) {
        return readable == 0 && study.images().size() + study.volumes().size() > 0;
    }

    @Override
    public Made on(int number, Study study) {
        String key = names.study(study.studyId());
        List<Problem> problems = new ArrayList<>();
        List<Decoding.Picture> pictures = Decoding.pictures(study, key, problems::add);
        List<Scans.Scan> scans = Scans.stored(study, key, volumeSide, problems::add);
        if (nothingLeft(study, pictures.size() + scans.size())) {
            problems.add(new Problem(Problem.Kind.SKIPPED, key, NOTHING));
            return new Made(
                    study.patientId(),
                    study.studyId(),
                    study.split(),
                    null,
                    Made.Bytes.NONE,
                    null,
                    List.of(),
                    problems);
        }
        Study stored = renamed(study, pictures, scans, key, problems);
        List<Look> looks = new ArrayList<>();
        SequencedMap<String, byte[]> members = new LinkedHashMap<>();
        members.put(Layout.study(key), Json.line(stored).getBytes(StandardCharsets.UTF_8));
        if (!stored.report().isEmpty()) {
            members.put(Layout.text(key), stored.report().text().getBytes(StandardCharsets.UTF_8));
        }
        for (int i = 0; i < pictures.size(); i++) {
            Image image = shrunk(pictures.get(i).pixels(), maxSide);
            looks.add(Look.of(image));
            members.put(Layout.image(key, i), ImageFiles.png(image));
            for (int n = 0; n < pictures.get(i).masks().size(); n++) {
                Image mask = pictures.get(i).masks().get(n);
                Image share = Resize.resize(mask, image.width(), image.height(), Resize.Filter.BOX);
                members.put(Layout.mask(key, i, n), ImageFiles.png(share));
            }
        }
        for (int i = 0; i < scans.size(); i++) {
            members.put(Layout.volume(key, i), scans.get(i).nifti());
            for (int n = 0; n < scans.get(i).masks().size(); n++) {
                members.put(Layout.volumeMask(key, i, n), scans.get(i).masks().get(n));
            }
        }
        return new Made(
                study.patientId(),
                study.studyId(),
                study.split(),
                stored,
                new Made.Bytes(TarSlice.write(members)),
                Duplicates.textDigest(stored.report()),
                looks,
                problems);
    }

    /** One channel where all three are equal, and no side longer than {@code maxSide}. */
    static Image shrunk(Image image, int maxSide) {
        Image plain = greyInColour(image) ? image.toGrey() : image;
        int longest = Math.max(plain.width(), plain.height());
        if (longest <= maxSide) {
            return plain;
        }
        double scale = (double) maxSide / longest;
        int width = Math.max(1, (int) Math.round(plain.width() * scale));
        int height = Math.max(1, (int) Math.round(plain.height() * scale));
        return Resize.resize(plain, width, height, FILTER);
    }

    private static boolean greyInColour(Image image) {
        if (image.channels() == 1) {
            return false;
        }
        float[] samples = image.samples();
        for (int i = 0; i < samples.length; i += 3) {
            if (samples[i] != samples[i + 1] || samples[i] != samples[i + 2]) {
                return false;
            }
        }
        return true;
    }

    private Study renamed(
            Study study, List<Decoding.Picture> pictures, List<Scans.Scan> scans, String key, List<Problem> problems) {
        Map<String, String> newIds = new HashMap<>();
        List<StudyImage> images = new ArrayList<>();
        for (Decoding.Picture picture : pictures) {
            StudyImage about = picture.about();
            String id = names.secret() ? key + "." + images.size() : about.imageId();
            newIds.put(about.imageId(), id);
            images.add(new StudyImage(
                    id, null, about.view(), about.width(), about.height(), about.boxes(), bare(about.masks()), null));
        }
        return new Study(
                names.patient(study.patientId()),
                names.secret() ? key : study.studyId(),
                null,
                images,
                study.report(),
                study.labels(),
                questions(study, newIds, key, problems),
                study.meta(),
                volumes(scans, key));
    }

    private List<StudyVolume> volumes(List<Scans.Scan> scans, String key) {
        List<StudyVolume> volumes = new ArrayList<>();
        for (Scans.Scan scan : scans) {
            StudyVolume about = scan.about();
            String id = names.secret() ? key + ".volume" + volumes.size() : about.volumeId();
            volumes.add(new StudyVolume(id, null, about.modality(), bare(about.masks())));
        }
        return volumes;
    }

    private static List<StudyMask> bare(List<StudyMask> masks) {
        return masks.stream()
                .map(mask -> new StudyMask(mask.label(), mask.text(), null))
                .toList();
    }

    private List<Question> questions(Study study, Map<String, String> newIds, String key, List<Problem> problems) {
        List<Question> kept = new ArrayList<>();
        for (Question question : study.questions()) {
            String image = question.imageId();
            if (image != null && !newIds.containsKey(image)) {
                problems.add(new Problem(Problem.Kind.MISSING, key, "the picture of a question is not there"));
                continue;
            }
            String id = names.secret() ? key + ".q" + kept.size() : question.id();
            kept.add(question.renamed(id, image == null ? null : newIds.get(image)));
        }
        return kept;
    }
}
