package org.vesalius.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.dicom.DataSet;
import org.vesalius.dicom.DicomFile;
import org.vesalius.dicom.Tag;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.io.Progress;

/** The first reading of a folder: which files are what, whose they are, and everything that the headers of each patient say about who that is. */
final class Survey {
    private static final int HEAD = 352;
    private static final Tag FRAME_OF_REFERENCE = Tag.of(0x0020, 0x0052);
    private static final String DIRECTORY = "1.2.840.10008.1.3.10";
    private static final String DOCUMENTS = "1.2.840.10008.5.1.4.1.1.104.";

    /** What a file is. */
    enum Kind {
        DICOM,
        TEXT,
        TABLE,
        NIFTI,
        PICTURE
    }

    /**
     * A file that can be worked on.
     *
     * @param number its place in the sorted list of all files, from 1
     * @param study the original study UID; empty when it has none
     */
    record Item(int number, Path path, Kind kind, @Nullable Subject subject, String study) {}

    /** A study of the headers. */
    record StudyOf(
            Subject subject,
            String uid,
            String accession,
            @Nullable LocalDate date) {}

    private final Surrogates surrogates;
    private final Map<String, Subject> subjects = new TreeMap<>();
    private final Map<String, StudyOf> studies = new HashMap<>();
    private final Map<Path, Set<String>> studiesByFolder = new HashMap<>();
    private final Set<String> digests = new HashSet<>();
    private final List<Path> files;
    private final List<Item> items = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    Survey(List<Path> files, Surrogates surrogates) {
        this.files = List.copyOf(files);
        this.surrogates = surrogates;
    }

    /** The input file of a number. */
    Path file(int number) {
        return files.get(number - 1);
    }

    List<Item> items() {
        return items;
    }

    List<LeftOut> leftOut() {
        return leftOut;
    }

    Map<String, Subject> subjects() {
        return subjects;
    }

    /** The study whose accession number, study UID or file name this is. */
    Optional<StudyOf> study(String key) {
        return Optional.ofNullable(studies.get(key.strip()));
    }

    /** The only study whose DICOM files lie in a folder. */
    Optional<StudyOf> studyIn(@Nullable Path folder) {
        Set<String> there = folder == null ? Set.of() : studiesByFolder.getOrDefault(folder, Set.of());
        return there.size() == 1 ? study(there.iterator().next()) : Optional.empty();
    }

    /** Reads all headers below {@code in}. */
    static Survey of(Path in, Surrogates surrogates, Progress progress, BooleanSupplier stop) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(in)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        if (files.isEmpty()) {
            throw InputException.of("IN", "a folder with files", "one without", "check the path");
        }
        Survey survey = new Survey(files, surrogates);
        progress.start("reading headers", files.size());
        for (int i = 0; i < files.size() && !stop.getAsBoolean(); i++) {
            survey.file(i + 1, files.get(i));
            progress.at(i + 1, "");
        }
        progress.end(survey.subjects.size() + " patients");
        return survey;
    }

    private void file(int number, Path path) {
        try {
            Kind kind = kind(path);
            if (kind == null) {
                leftOut.add(new LeftOut(number, Problem.Kind.SKIPPED, "neither DICOM, NIfTI, picture, text nor table"));
            } else if (kind == Kind.DICOM) {
                dicom(number, path);
            } else {
                items.add(new Item(number, path, kind, null, ""));
            }
        } catch (IOException | RuntimeException e) {
            leftOut.add(new LeftOut(number, Problem.Kind.BROKEN, reason(e)));
        }
    }

    /** Why something failed, without what it was: only messages that are made for it are passed on. */
    static String reason(Exception e) {
        return e instanceof InputException
                ? String.valueOf(e.getMessage())
                : "it cannot be read (" + e.getClass().getSimpleName() + ")";
    }

    private static @Nullable Kind kind(Path path) throws IOException {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".txt")) {
            return Kind.TEXT;
        }
        if (name.endsWith(".csv")) {
            return Kind.TABLE;
        }
        if (name.endsWith(".nii") || name.endsWith(".nii.gz")) {
            return Kind.NIFTI;
        }
        byte[] head;
        try (InputStream in = Files.newInputStream(path)) {
            head = in.readNBytes(HEAD);
        }
        if (DicomFile.looksLike(head)) {
            return Kind.DICOM;
        }
        return name.matches(".*\\.(png|jpe?g|tiff?)") ? Kind.PICTURE : null;
    }

    private void dicom(int number, Path path) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        if (!digests.add(Digests.sha256(bytes))) {
            leftOut.add(new LeftOut(number, Problem.Kind.SKIPPED, "the same bytes as a file before it"));
            return;
        }
        DataSet data = DicomFile.read(bytes, "DICOM file").data();
        String sop = data.string(Tag.SOP_CLASS_UID).orElse("");
        if (sop.equals(DIRECTORY) || data.has(Tag.of(0x0004, 0x1220))) {
            leftOut.add(new LeftOut(number, Problem.Kind.SKIPPED, "a DICOMDIR, which lists files by their old names"));
            return;
        }
        if (sop.startsWith(DOCUMENTS) || data.has(Tag.of(0x0042, 0x0011))) {
            leftOut.add(new LeftOut(number, Problem.Kind.SKIPPED, "an encapsulated document, which cannot be cleaned"));
            return;
        }
        String uid = data.string(Tag.STUDY_INSTANCE_UID).orElse("");
        Subject subject = subjects.computeIfAbsent(key(data, uid, bytes), key -> new Subject(key, surrogates));
        subject.identifiers().collect(data);
        items.add(new Item(number, path, Kind.DICOM, subject, uid));
        study(data, subject, uid, path);
    }

    private void study(DataSet data, Subject subject, String uid, Path path) {
        String accession = data.string(Tag.ACCESSION_NUMBER).orElse("");
        LocalDate date = data.string(Tag.STUDY_DATE)
                .filter(day -> day.length() >= 8)
                .map(Dates::date)
                .orElse(null);
        StudyOf study = new StudyOf(subject, uid, accession, date);
        if (!uid.isEmpty()) {
            studies.putIfAbsent(uid, study);
            Path folder = path.getParent();
            if (folder != null) {
                studiesByFolder.computeIfAbsent(folder, _ -> new HashSet<>()).add(uid);
            }
        }
        if (!accession.isEmpty()) {
            studies.putIfAbsent(accession, study);
        }
    }

    /** The patient ID; the name and date of birth where there is none, then what files of one patient share: study, series, frame of reference; then the file itself. */
    private static String key(DataSet data, String study, byte[] bytes) {
        String id = data.string(Tag.PATIENT_ID).orElse("");
        if (!id.isEmpty()) {
            return id;
        }
        String name = data.string(Tag.PATIENT_NAME).orElse("");
        if (!name.isEmpty()) {
            return "name " + Folded.of(name) + " "
                    + data.string(Tag.PATIENT_BIRTH_DATE).orElse("");
        }
        return Stream.of(study, value(data, Tag.SERIES_INSTANCE_UID), value(data, FRAME_OF_REFERENCE))
                .filter(uid -> !uid.isEmpty())
                .findFirst()
                .map(uid -> "study " + uid)
                .orElseGet(() -> "file " + Digests.sha256(bytes));
    }

    private static String value(DataSet data, Tag tag) {
        return data.string(tag).orElse("");
    }
}
