package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.dicom.DicomAttributes;
import org.vesalius.dicom.StructuredReport;
import org.vesalius.io.Problem;
import org.vesalius.report.Report;
import org.vesalius.report.section.Sectioning;

/** The user's own DICOM files at any depth, grouped by study, with reports, structured ones among the files included, joined by accession number or study UID ({@link DicomReports}). */
public final class DicomFolder implements Dataset {
    private static final int LOOKED_AT = 200;

    private static final DatasetCard CARD = new DatasetCard(
            "dicom",
            2,
            "Your own DICOM files and reports",
            "none",
            "yours",
            false,
            DatasetCard.Access.OWN,
            List.of("pretraining", "retrieval", "zero-shot"),
            "any that DICOM knows; of several frames the first, but a CT, MR or PET series is a volume",
            "DICOM files at any depth; reports as NAME.txt, NAME being accession number or study UID, as a .csv with such a column, or as DICOM structured reports",
            List.of(
                    "Files must be marked as de-identified (PatientIdentityRemoved YES, as 'vesalius deidentify' makes them), or the folder is refused; with --identified unmarked ones are read, and SHA-256 digests stand for their identifiers.",
                    "Three or more slices of CT, MR or PET that share series, size and orientation and say where they lie are one volume, sorted along their normal; so is a file of several frames. What is odd about them (two slices at one place, a tilted gantry) is told; with gaps or uneven distances they stay pictures.",
                    "Where the study UID was removed, the files of a series are one study, and so are files of CT, MR or PET in one folder that have no series UID either; any other file is a study of its own.",
                    "Studies without a report stay, reports without a study do not; both are listed.",
                    "Names, dates and numbers of the header do not go into the prepared set; what is burnt into pictures or written in reports does."),
            Map.of());

    private static final Map<String, String> SETTINGS = settingsOf();

    private static Map<String, String> settingsOf() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("report-key", "column of the report; default report, report_text or text");
        settings.put("accession-key", "column of the accession number; default accession_number or accession");
        settings.put("study-key", "column of the study UID; default study_uid or study_instance_uid");
        settings.put(ReportRule.SETTING, ReportRule.help(Sectioning.VESALIUS));
        settings.put(Marks.SETTING, Marks.HELP);
        return settings;
    }

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Map<String, String> settings() {
        return SETTINGS;
    }

    @Override
    public boolean recognises(Path dir) {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(Files::isRegularFile).limit(LOOKED_AT).anyMatch(Marks::isDicom);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(dir)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        DicomReports reports = DicomReports.read(files, options, problems);
        Map<String, List<Film>> byStudy = new TreeMap<>();
        DicomVolumes volumes = new DicomVolumes();
        for (int i = 0; i < files.size(); i++) {
            Film film = film(files.get(i), "file " + (i + 1), reports, volumes, problems);
            if (film != null) {
                byStudy.computeIfAbsent(film.study(), _ -> new ArrayList<>()).add(film);
            }
        }
        requireMarks(byStudy, reports, options);
        int number = 0;
        for (List<Film> films : byStudy.values()) {
            String where = "study " + ++number;
            DicomVolumes.Found found = volumes.of(films.getFirst().study(), where, problems);
            studies.accept(study(films, found, where, reports, problems));
        }
        reports.unmatched(problems);
    }

    private static void requireMarks(Map<String, List<Film>> byStudy, DicomReports reports, ReadOptions options) {
        List<DicomAttributes> files = new ArrayList<>(reports.structured());
        byStudy.values().forEach(films -> films.forEach(film -> files.add(film.about())));
        long unmarked = files.stream().filter(about -> !about.identityRemoved()).count();
        if (unmarked > 0 && !Marks.areWaived(options)) {
            throw Marks.missing(unmarked + " of " + files.size());
        }
    }

    /** What may be known of one file, and the study and patient that it counts to. */
    private record Film(Path file, String study, String patient, StudyImage image, DicomAttributes about) {}

    private static @Nullable Film film(
            Path file, String where, DicomReports reports, DicomVolumes volumes, Consumer<Problem> problems) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".txt") || name.endsWith(".csv")) {
            return null;
        }
        if (!Marks.isDicom(file)) {
            problems.accept(
                    name.endsWith(".dcm")
                            ? new Problem(Problem.Kind.BROKEN, where, "named .dcm, but not a DICOM file")
                            : new Problem(Problem.Kind.SKIPPED, where, "not a DICOM file"));
            return null;
        }
        try {
            DicomAttributes about = DicomAttributes.read(file);
            if (about.height() < 1 || about.width() < 1) {
                StructuredReport report = StructuredReport.read(file).orElse(null);
                if (report != null) {
                    reports.structured(where, report, problems);
                    return null;
                }
                problems.accept(new Problem(Problem.Kind.SKIPPED, where, "a DICOM file without a picture"));
                return null;
            }
            Film film = film(file, where, about);
            volumes.add(film.study(), file, about, where, problems);
            return film;
        } catch (IOException | RuntimeException e) {
            // whatever a damaged header throws must not end the work on the others
            problems.accept(new Problem(Problem.Kind.BROKEN, where, Pixels.reason(e)));
            return null;
        }
    }

    private static Film film(Path file, String where, DicomAttributes about) {
        String study = about.keys().study();
        String patient = about.keys().patient();
        study = study.isEmpty() ? standIn(file, where, about) : study;
        patient = patient.isEmpty() ? "study " + study : patient;
        String id = about.keys().image();
        StudyImage image = StudyImage.of(id.isEmpty() ? where : id, file, View.of(about.viewPosition()))
                .withBoxes(about.width(), about.height(), List.of());
        return new Film(file, study, patient, image, about);
    }

    /** What a file without a study UID belongs to: its series, for slices without one the others of their folder, else nothing. */
    private static String standIn(Path file, String where, DicomAttributes about) {
        if (!about.keys().series().isEmpty()) {
            return "series " + about.keys().series();
        }
        return DicomVolumes.mayBeSlice(about) ? "slices in " + file.getParent() : where;
    }

    private static Map<String, String> facts(DicomAttributes about) {
        Map<String, String> facts = new HashMap<>();
        if (!about.sex().isEmpty()) {
            facts.put("sex", about.sex());
        }
        if (!about.modality().isEmpty()) {
            facts.put("modality", about.modality());
        }
        if (about.years() >= 0) {
            facts.put("age", Integer.toString(about.years()));
        }
        return facts;
    }

    private static Study study(
            List<Film> films,
            DicomVolumes.Found found,
            String where,
            DicomReports reports,
            Consumer<Problem> problems) {
        films.sort(Comparator.comparingInt((Film film) -> film.about().series())
                .thenComparingInt(film -> film.about().instance())
                .thenComparing(Film::file));
        Film first = films.getFirst();
        if (films.stream().anyMatch(film -> !film.patient().equals(first.patient()))) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT,
                    where,
                    "files of several patient IDs under one study UID; the first counts"));
        }
        if (first.about().keys().study().isEmpty()) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT,
                    where,
                    "no study UID in %d files; files of one series, or slices in one folder, count as a study"
                            .formatted(films.size())));
        }
        if (first.about().keys().patient().isEmpty()) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT, where, "no patient ID; the study counts as a patient of its own"));
        }
        Report report = reports.find(
                first.study(),
                first.about().keys().accession(),
                Inside.stem(String.valueOf(first.file().getFileName())));
        if (report == null) {
            problems.accept(new Problem(Problem.Kind.UNMATCHED, where, "pictures without a report; kept without one"));
            report = Report.EMPTY;
        }
        return Study.of(first.patient(), first.study())
                .withImages(films.stream()
                        .filter(film -> !found.files().contains(film.file()))
                        .map(Film::image)
                        .toList())
                .withVolumes(found.volumes())
                .withReport(report)
                .withMeta(facts(first.about()));
    }
}
