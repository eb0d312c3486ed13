package org.vesalius.shard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.vesalius.io.Problem;
import org.vesalius.io.Progress;

/**
 * What of one set is in another, so that a model trained on A is not tested in B on what it has seen: patients and studies by their keys, texts that are equal or nearly so, pictures that look alike. A is
 * held as digests and sketches (about 0.8 KB a different text and 1.2 KB a picture), B is read past it.
 */
public final class Leakage {
    /** Fewer words are alike by nature ("No acute disease."). */
    public static final int LONG = 20;

    /** From this share of common threes of words on two texts are nearly the same. */
    public static final double NEAR = 0.8;

    private final Map<String, Integer> studies = new HashMap<>();
    private final Map<String, Integer> patients = new HashMap<>();
    private final Map<String, Integer> texts = new HashMap<>();
    private final BandIndex words = TextSketch.index();
    private final List<TextSketch> sketches = new ArrayList<>();
    private final List<Integer> rowsOfSketches = new ArrayList<>();
    private final BandIndex prints = Fingerprint.index();
    private final List<Look> looks = new ArrayList<>();
    private final List<Integer> rowsOfLooks = new ArrayList<>();

    private Leakage() {}

    /** What is shared. */
    public enum Kind {
        STUDY,
        PATIENT,
        EQUAL_TEXT,
        NEAR_TEXT,
        EQUAL_PICTURE,
        NEAR_PICTURE
    }

    /**
     * A study of B that has something in common with one of A, by their rows.
     *
     * @param similarity of texts, 1 of everything else
     * @param words of the text of B, 0 of everything else
     */
    public record Leak(Kind kind, int rowA, int rowB, double similarity, int words) {}

    /** How much there is of a side. */
    public record Size(int studies, int patients, int texts, int longTexts, int pictures) {}

    /**
     * What was found, counted in B.
     *
     * @param keysComparable whether both sides name patients and studies by the same keys; else these two numbers say nothing
     * @param patients of B that are in A
     * @param equalTexts studies of B whose text is one of A's
     * @param equalLongTexts those of them with {@link #LONG} words or more
     * @param nearTexts studies of B with a long text that is nearly one of A's
     * @param equalPictures that show no difference at 32 x 32
     * @param nearPictures that look alike
     */
    public record Found(
            Size a,
            Size b,
            boolean keysComparable,
            int studies,
            int patients,
            int equalTexts,
            int equalLongTexts,
            int nearTexts,
            int equalPictures,
            int nearPictures,
            List<Problem> problems) {
        /** Nothing is shared but short texts. */
        public boolean clean() {
            return studies + patients + equalLongTexts + nearTexts + equalPictures + nearPictures == 0;
        }
    }

    /** Reads A, then B, and tells each leak as it is found. */
    public static Found between(
            LeakageSide a, LeakageSide b, boolean pictures, int threads, Progress progress, Consumer<Leak> leaks)
            throws IOException {
        Leakage held = new Leakage();
        List<Problem> problems = new ArrayList<>();
        Count countA = new Count();
        String keysA = a.each(
                pictures,
                threads,
                progress,
                traits -> {
                    countA.add(traits);
                    held.hold(traits);
                },
                problems);
        Count countB = new Count();
        Set<String> patientsB = new HashSet<>();
        List<Leak> byKeys = new ArrayList<>();
        Told told = new Told(leaks);
        String keysB = b.each(
                pictures,
                threads,
                progress,
                traits -> {
                    countB.add(traits);
                    held.keys(traits, patientsB, byKeys::add);
                    held.text(traits, told);
                    held.pictures(traits, told);
                },
                problems);
        boolean comparable = keysA.equals(keysB);
        if (comparable) {
            byKeys.forEach(told);
        }
        return new Found(
                countA.size(),
                countB.size(),
                comparable,
                told.of(Kind.STUDY),
                comparable ? patientsB.size() : 0,
                told.of(Kind.EQUAL_TEXT),
                told.longTexts,
                told.of(Kind.NEAR_TEXT),
                told.of(Kind.EQUAL_PICTURE),
                told.of(Kind.NEAR_PICTURE),
                problems);
    }

    private void hold(LeakageSide.Traits traits) {
        if (!traits.studyKey().isEmpty()) {
            studies.putIfAbsent(traits.studyKey(), traits.row());
        }
        if (!traits.patientKey().isEmpty()) {
            patients.putIfAbsent(traits.patientKey(), traits.row());
        }
        String digest = traits.textDigest();
        if (digest != null
                && texts.putIfAbsent(digest, traits.row()) == null
                && traits.sketch().words() >= LONG) {
            words.add(traits.sketch().hashes());
            sketches.add(traits.sketch());
            rowsOfSketches.add(traits.row());
        }
        for (Look look : traits.looks()) {
            if (!look.blank()) {
                prints.add(look.print().parts());
                looks.add(look);
                rowsOfLooks.add(traits.row());
            }
        }
    }

    private void keys(LeakageSide.Traits traits, Set<String> patientsB, Consumer<Leak> leaks) {
        Integer study = studies.get(traits.studyKey());
        if (study != null) {
            leaks.accept(new Leak(Kind.STUDY, study, traits.row(), 1, 0));
        }
        Integer patient = patients.get(traits.patientKey());
        if (patient != null) {
            patientsB.add(traits.patientKey());
            leaks.accept(new Leak(Kind.PATIENT, patient, traits.row(), 1, 0));
        }
    }

    private void text(LeakageSide.Traits traits, Consumer<Leak> leaks) {
        String digest = traits.textDigest();
        if (digest == null) {
            return;
        }
        int length = traits.sketch().words();
        Integer equal = texts.get(digest);
        if (equal != null) {
            leaks.accept(new Leak(Kind.EQUAL_TEXT, equal, traits.row(), 1, length));
        } else if (length >= LONG) {
            OptionalInt near = words.meeting(traits.sketch().hashes())
                    .filter(i -> sketches.get(i).similarity(traits.sketch()) >= NEAR)
                    .findFirst();
            near.ifPresent(i -> leaks.accept(new Leak(
                    Kind.NEAR_TEXT,
                    rowsOfSketches.get(i),
                    traits.row(),
                    sketches.get(i).similarity(traits.sketch()),
                    length)));
        }
    }

    private void pictures(LeakageSide.Traits traits, Consumer<Leak> leaks) {
        for (Look look : traits.looks()) {
            if (look.blank()) {
                continue;
            }
            int[] alike = prints.meeting(look.print().parts())
                    .filter(i -> looks.get(i).alike(look))
                    .toArray();
            OptionalInt same = Arrays.stream(alike)
                    .filter(i -> looks.get(i).identical(look))
                    .findFirst();
            if (same.isPresent()) {
                leaks.accept(new Leak(Kind.EQUAL_PICTURE, rowsOfLooks.get(same.getAsInt()), traits.row(), 1, 0));
            } else if (alike.length > 0) {
                leaks.accept(new Leak(Kind.NEAR_PICTURE, rowsOfLooks.get(alike[0]), traits.row(), 1, 0));
            }
        }
    }

    /** Counts leaks on their way. */
    private static final class Told implements Consumer<Leak> {
        private final Consumer<Leak> further;
        private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        private int longTexts;

        Told(Consumer<Leak> further) {
            this.further = further;
        }

        @Override
        public void accept(Leak leak) {
            counts.merge(leak.kind(), 1, Integer::sum);
            longTexts += leak.kind() == Kind.EQUAL_TEXT && leak.words() >= LONG ? 1 : 0;
            further.accept(leak);
        }

        int of(Kind kind) {
            return counts.getOrDefault(kind, 0);
        }
    }

    /** Counts a side while it is read. */
    private static final class Count {
        private final Set<String> patients = new HashSet<>();
        private int studies;
        private int texts;
        private int longTexts;
        private int pictures;

        void add(LeakageSide.Traits traits) {
            studies++;
            patients.add(traits.patientKey());
            texts += traits.textDigest() == null ? 0 : 1;
            longTexts += traits.textDigest() != null && traits.sketch().words() >= LONG ? 1 : 0;
            pictures += traits.looks().size();
        }

        Size size() {
            return new Size(studies, patients.size(), texts, longTexts, pictures);
        }
    }
}
