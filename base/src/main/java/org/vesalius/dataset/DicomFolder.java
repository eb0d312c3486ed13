package org.vesalius.dataset;

import java.io.IOException;
import java.io.InputStream;
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
import org.vesalius.dicom.DataSet;
import org.vesalius.dicom.DicomFile;
import org.vesalius.dicom.Tag;
import org.vesalius.io.Problem;
import org.vesalius.report.Report;

/** The user's own DICOM files at any depth, grouped by study, with reports joined by accession number or study UID ({@link DicomReports}). */
public final class DicomFolder implements Dataset {
    private static final int HEAD = 132;
    private static final int LOOKED_AT = 200;

    private static final DatasetCard CARD = new DatasetCard(
            "dicom",
            1,
            "Your own DICOM files and reports",
            "none",
            "yours",
            false,
            DatasetCard.Access.OWN,
            List.of("pretraining", "retrieval", "zero-shot"),
            "any that DICOM knows; of several frames the first",
            "DICOM files at any depth; reports as NAME.txt, NAME being accession number or study UID, or as a .csv with such a column",
            List.of(
                    "Studies without a report stay, reports without a study do not; both are listed.",
                    "Names, dates and numbers of the header do not go into the prepared set; what is burnt into pictures or written in reports does."),
            Map.of());

    private static final Map<String, String> SETTINGS = settingsOf();

    private static Map<String, String> settingsOf() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("report-key", "column of the report; default report, report_text or text");
        settings.put("accession-key", "column of the accession number; default accession_number or accession");
        settings.put("study-key", "column of the study UID; default study_uid or study_instance_uid");
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
            return files.filter(Files::isRegularFile).limit(LOOKED_AT).anyMatch(DicomFolder::isDicom);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isDicom(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return DicomFile.looksLike(in.readNBytes(HEAD));
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
        for (int i = 0; i < files.size(); i++) {
            Film film = film(files.get(i), "file " + (i + 1), problems);
            if (film != null) {
                byStudy.computeIfAbsent(film.study(), _ -> new ArrayList<>()).add(film);
            }
        }
        int number = 0;
        for (List<Film> films : byStudy.values()) {
            studies.accept(study(films, "study " + ++number, reports, problems));
        }
        reports.unmatched(problems);
    }

    /** What the header of one file says. */
    private record Film(
            Path file,
            String study,
            String accession,
            String patient,
            int series,
            int instance,
            StudyImage image,
            Map<String, String> facts) {}

    private static @Nullable Film film(Path file, String where, Consumer<Problem> problems) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".txt") || name.endsWith(".csv")) {
            return null;
        }
        if (!isDicom(file)) {
            problems.accept(
                    name.endsWith(".dcm")
                            ? new Problem(Problem.Kind.BROKEN, where, "named .dcm, but not a DICOM file")
                            : new Problem(Problem.Kind.SKIPPED, where, "not a DICOM file"));
            return null;
        }
        try {
            DataSet header = DicomFile.read(file).data();
            if (header.integer(Tag.ROWS, 0) < 1 || header.integer(Tag.COLUMNS, 0) < 1) {
                problems.accept(new Problem(Problem.Kind.SKIPPED, where, "a DICOM file without a picture"));
                return null;
            }
            return film(file, where, header, problems);
        } catch (IOException | RuntimeException e) {
            // whatever a damaged header throws must not end the work on the others
            problems.accept(new Problem(Problem.Kind.BROKEN, where, Pixels.reason(e)));
            return null;
        }
    }

    private static Film film(Path file, String where, DataSet header, Consumer<Problem> problems) {
        String study = header.string(Tag.STUDY_INSTANCE_UID).orElse("");
        String accession = header.string(Tag.ACCESSION_NUMBER).orElse("");
        String patient = header.string(Tag.PATIENT_ID).orElse("");
        if (study.isEmpty()) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT, where, "no study UID; the file counts as a study of its own"));
            study = where;
        }
        if (patient.isEmpty()) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT, where, "no patient ID; the study counts as a patient of its own"));
            patient = "study " + study;
        }
        StudyImage image = StudyImage.of(
                        header.string(Tag.SOP_INSTANCE_UID).orElse(where),
                        file,
                        View.of(header.string(Tag.VIEW_POSITION).orElse("")))
                .withBoxes(header.integer(Tag.COLUMNS, 0), header.integer(Tag.ROWS, 0), List.of());
        return new Film(
                file,
                study,
                accession,
                patient,
                header.integer(Tag.SERIES_NUMBER, 0),
                header.integer(Tag.INSTANCE_NUMBER, 0),
                image,
                facts(header));
    }

    private static Map<String, String> facts(DataSet header) {
        Map<String, String> facts = new HashMap<>();
        header.string(Tag.PATIENT_SEX).filter(sex -> !sex.isEmpty()).ifPresent(sex -> facts.put("sex", sex));
        header.string(Tag.MODALITY).filter(kind -> !kind.isEmpty()).ifPresent(kind -> facts.put("modality", kind));
        header.string(Tag.PATIENT_AGE)
                .filter(age -> age.matches("\\d{3}Y"))
                .ifPresent(age -> facts.put("age", Integer.toString(Integer.parseInt(age.substring(0, 3)))));
        return facts;
    }

    private static Study study(List<Film> films, String where, DicomReports reports, Consumer<Problem> problems) {
        films.sort(Comparator.comparingInt(Film::series)
                .thenComparingInt(Film::instance)
                .thenComparing(Film::file));
        Film first = films.getFirst();
        if (films.stream().anyMatch(film -> !film.patient().equals(first.patient()))) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT,
                    where,
                    "files of several patient IDs under one study UID; the first counts"));
        }
        Report report = reports.find(
                first.study(),
                first.accession(),
                Inside.stem(String.valueOf(first.file().getFileName())));
        if (report == null) {
            problems.accept(new Problem(Problem.Kind.UNMATCHED, where, "pictures without a report; kept without one"));
            report = Report.EMPTY;
        }
        return Study.of(first.patient(), first.study())
                .withImages(films.stream().map(Film::image).toList())
                .withReport(report)
                .withMeta(first.facts());
    }
}
