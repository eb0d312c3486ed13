package org.vesalius.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.report.Report;
import org.vesalius.report.Section;
import org.vesalius.report.section.MimicExceptions;
import org.vesalius.report.section.MimicSections;
import org.vesalius.report.section.Sectioning;

/**
 * The folders of MIMIC-CXR and MIMIC-CXR-JPG: {@code files/p10/p10000032/s50414267/<dicom_id>.dcm} or {@code .jpg}, the report beside the study's folder as {@code s50414267.txt} or all of them in
 * {@code mimic-cxr-reports.zip}. What annotates these sets finds its films and reports here.
 */
final class MimicTree implements AutoCloseable {
    /** The setting that names the folder. */
    static final String SETTING = "mimic";

    /** What the setting does, for {@link Dataset#settings()}. */
    static final String HELP =
            "folder of MIMIC-CXR-JPG or MIMIC-CXR, the one that holds files/; default: the folder of the annotations";

    private static final String ZIP = "mimic-cxr-reports.zip";
    private static final List<String> TYPES = List.of(".jpg", ".dcm", ".png");
    private static final int LARGEST = 1 << 20;
    private static final Pattern PLACE = Pattern.compile("(?:.*/)?p(\\d{8})/s(\\d{8})(?:[./](.*))?");

    private final List<Path> roots;
    private @Nullable ZipFile zip;

    /** Films and reports are looked for in these folders, in their order. */
    MimicTree(List<Path> roots) throws IOException {
        this.roots = List.copyOf(roots);
        for (Path root : roots) {
            if (zip == null && Files.isRegularFile(root.resolve(ZIP))) {
                zip = new ZipFile(root.resolve(ZIP).toFile());
            }
        }
    }

    /** The folder of a set and, before it, that of the setting. */
    static MimicTree of(Path dir, ReadOptions options) throws IOException {
        String named = options.get(SETTING, "");
        if (named.isEmpty()) {
            return new MimicTree(List.of(dir));
        }
        Path root = Path.of(named);
        if (!Files.isDirectory(root.resolve("files")) && !Files.isRegularFile(root.resolve(ZIP))) {
            throw InputException.of(
                    "setting " + SETTING, "a folder with files/ or " + ZIP + " in it", "another place", "name it");
        }
        return new MimicTree(List.of(root, dir));
    }

    /** Whether there is a folder that may hold films: the reports alone come as an archive. */
    boolean mayHoldFilms() {
        return roots.stream().anyMatch(root -> Files.isDirectory(root.resolve("files")));
    }

    /** Whether there is anything of MIMIC-CXR at all. */
    boolean there() {
        return zip != null || roots.stream().anyMatch(root -> Files.isDirectory(root.resolve("files")));
    }

    /** Says that films are needed and how to name them. */
    MimicTree required(String set) {
        if (!there()) {
            throw InputException.of(
                    set, "the films of MIMIC-CXR-JPG beside it", "none", "name their folder with --set mimic=DIR");
        }
        return this;
    }

    /** A film's place among the patients and studies, without {@code p} and {@code s}. */
    record Place(String subject, String study, String dicom) {}

    /** The place that a path of the set names, such as {@code files/p10/p10000032/s50414267/<dicom_id>.jpg} or the key of a report; null for another form. */
    static @Nullable Place place(String path) {
        Matcher place = PLACE.matcher(path.strip());
        if (!place.matches()) {
            return null;
        }
        String rest = place.group(3);
        boolean film = rest != null && path.charAt(place.start(3) - 1) == '/';
        return new Place(place.group(1), place.group(2), film && rest != null ? Inside.stem(rest) : "");
    }

    private static String folder(String subject) {
        return "files/p" + subject.substring(0, Math.min(2, subject.length())) + "/p" + subject;
    }

    /** The film's file; null when it is not there. */
    @Nullable
    Path film(String subject, String study, String dicom) {
        for (Path root : roots) {
            for (String type : TYPES) {
                Path file = Inside.file(root, folder(subject) + "/s" + study + "/" + dicom + type);
                if (file != null) {
                    return file;
                }
            }
        }
        return null;
    }

    /** The study's report as it was written; null when it is not there. */
    @Nullable
    String report(String subject, String study) throws IOException {
        String name = folder(subject) + "/s" + study + ".txt";
        for (Path root : roots) {
            Path file = Inside.file(root, name);
            if (file != null) {
                return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            }
        }
        ZipFile archive = zip;
        ZipEntry entry = archive == null ? null : archive.getEntry(name);
        if (archive == null || entry == null) {
            return null;
        }
        try (InputStream in = archive.getInputStream(entry)) {
            return new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
        }
    }

    /** The study's report as MIT-LCP's rules cut it; empty when it is not there. */
    Report cut(String subject, String study) throws IOException {
        String text = report(subject, study);
        return text == null ? Report.EMPTY : cut(study, text, Sectioning.MIT_LCP);
    }

    /** By a rule; under MIT-LCP's the studies that were looked up by hand have their text as it was found. */
    static Report cut(String study, String text, Sectioning rule) {
        return rule == Sectioning.MIT_LCP && MimicExceptions.contains(study)
                ? Report.of(Section.TEXT, MimicSections.toLabel(study, text))
                : rule.report(text);
    }

    /** All films of a study that are there, by their names. */
    List<StudyImage> films(String subject, String study) {
        for (Path root : roots) {
            Path visit = root.resolve(folder(subject) + "/s" + study).normalize();
            if (visit.startsWith(root.normalize()) && Files.isDirectory(visit)) {
                try (Stream<Path> files = Files.list(visit)) {
                    return files.filter(file -> TYPES.stream()
                                    .anyMatch(type -> file.toString().endsWith(type)))
                            .sorted()
                            .map(file ->
                                    StudyImage.of(Inside.stem(String.valueOf(file.getFileName())), file, View.UNKNOWN))
                            .toList();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return List.of();
    }

    @Override
    public void close() throws IOException {
        if (zip != null) {
            zip.close();
        }
    }
}
