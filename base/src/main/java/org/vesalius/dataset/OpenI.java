package org.vesalius.dataset;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.xml.stream.XMLStreamException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Nih14;

/**
 * Demner-Fushman et al., "Preparing a collection of radiology examinations for distribution and retrieval", JAMIA 2016: the chest films and reports of Indiana University. One study per report; without
 * the films it is a set of texts.
 */
public final class OpenI implements Dataset {
    private static final String ARCHIVE = "NLMCXR_reports.tgz";
    private static final List<String> REPORT_FOLDERS = List.of("ecgen-radiology", "NLMCXR_reports/ecgen-radiology");
    private static final List<String> IMAGE_FOLDERS = List.of("NLMCXR_png", "images", "NLMCXR_dcm");
    private static final List<String> IMAGE_TYPES = List.of(".png", ".dcm", ".jpg");
    private static final String GOLD = "labels_gold_14.csv";
    private static final String NORMAL = "normal";
    private static final int LARGEST = 1 << 22;

    private static final DatasetCard CARD = new DatasetCard(
            "openi",
            1,
            "Open-I, the Indiana University chest X-ray collection",
            "D. Demner-Fushman, M. D. Kohli, M. B. Rosenman et al., Preparing a collection of radiology examinations for distribution and retrieval, JAMIA 2016; gold labels: Y. Peng et al., NegBio, AMIA 2018",
            "CC BY-NC-ND 4.0; gold labels in the public domain",
            false,
            DatasetCard.Access.OPEN,
            List.of("pretraining", "retrieval", "report generation", "labeler evaluation", "tokenizer training"),
            "chest radiographs with reports",
            "NLMCXR_reports.tgz or ecgen-radiology/*.xml; optional films in NLMCXR_png/, images/ or NLMCXR_dcm/; optional labels_gold_14.csv",
            List.of(
                    "Every report has all four sections, but FINDINGS is empty in 530, IMPRESSION in 34 and both in 28: those studies are kept.",
                    "De-identification left 'XXXX' in half of the reports.",
                    "The url of an image is a path on the publisher's server; only the id counts.",
                    "Gold labels are for 3,080 reports and are the 14 of NIH, not of CheXpert; their 'normal' is read as 'No Finding'."),
            Map.of("studies", 3955, "images", 7470));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        return Files.isRegularFile(dir.resolve(ARCHIVE)) || reportFolder(dir) != null;
    }

    private static @Nullable Path reportFolder(Path dir) {
        return REPORT_FOLDERS.stream()
                .map(dir::resolve)
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        var reading = new Reading(gold(dir), imageFolders(dir), studies, problems);
        Path folder = reportFolder(dir);
        if (folder != null) {
            reading.folder(folder);
        } else if (Files.isRegularFile(dir.resolve(ARCHIVE))) {
            reading.archive(dir.resolve(ARCHIVE));
        } else {
            throw InputException.of(
                    "Open-I folder", ARCHIVE + " or ecgen-radiology/", "neither", "name the folder that holds them");
        }
        reading.gold.keySet().stream()
                .sorted()
                .forEach(id -> problems.accept(
                        new Problem(Problem.Kind.UNMATCHED, GOLD + ", " + id, "labels of a report that is not there")));
    }

    private static List<Path> imageFolders(Path dir) {
        return IMAGE_FOLDERS.stream()
                .map(dir::resolve)
                .filter(Files::isDirectory)
                .toList();
    }

    private static Map<String, Map<String, LabelState>> gold(Path dir) throws IOException {
        Map<String, Map<String, LabelState>> gold = new HashMap<>();
        if (!Files.isRegularFile(dir.resolve(GOLD))) {
            return gold;
        }
        try (Table table = Table.open(dir.resolve(GOLD), GOLD).require("filename", NORMAL)) {
            table.require(Nih14.NAMES.toArray(String[]::new));
            for (Table.Row row : table) {
                Map<String, LabelState> labels = new TreeMap<>();
                Nih14.NAMES.forEach(name -> labels.put(name, state(row.get(name))));
                labels.put(Nih14.NO_FINDING, state(row.get(NORMAL)));
                gold.put(row.get("filename"), labels);
            }
        }
        return gold;
    }

    private static LabelState state(String cell) {
        return switch (cell) {
            case "1" -> LabelState.POSITIVE;
            case "0" -> LabelState.NEGATIVE;
            default -> LabelState.BLANK;
        };
    }

    /** One pass over the reports; {@code gold} loses what was joined. */
    private record Reading(
            Map<String, Map<String, LabelState>> gold,
            List<Path> folders,
            Consumer<Study> studies,
            Consumer<Problem> problems) {

        void folder(Path folder) throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                List<Path> sorted = files.filter(file -> file.toString().endsWith(".xml"))
                        .sorted()
                        .toList();
                for (int i = 0; i < sorted.size(); i++) {
                    try (InputStream in = Files.newInputStream(sorted.get(i))) {
                        report(in.readNBytes(LARGEST), i + 1);
                    }
                }
            }
        }

        void archive(Path file) throws IOException {
            int number = 0;
            try (var tar = new TarArchiveInputStream(
                    new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file))))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    if (entry.isFile() && entry.getName().endsWith(".xml")) {
                        report(tar.readNBytes(LARGEST), ++number);
                    }
                }
            } catch (IOException e) {
                problems.accept(new Problem(
                        Problem.Kind.BROKEN,
                        ARCHIVE + ", after report " + number,
                        "the archive ends or is damaged here; what follows is lost"));
            }
        }

        private void report(byte[] xml, int number) {
            String where = "report file " + number;
            try {
                OpenIReport report = OpenIReport.parse(xml);
                if (report.id().isEmpty()) {
                    problems.accept(new Problem(Problem.Kind.INCONSISTENT, where, "it has no uId"));
                    return;
                }
                Map<String, LabelState> labels = gold.remove(report.id());
                studies.accept(Study.of(report.id(), report.id())
                        .withImages(images(report))
                        .withReport(report.report())
                        .withLabels(labels == null ? Map.of() : labels)
                        .withMeta(report.meta()));
            } catch (XMLStreamException e) {
                problems.accept(new Problem(Problem.Kind.BROKEN, where, "not well-formed XML"));
            }
        }

        private List<StudyImage> images(OpenIReport report) {
            List<StudyImage> images = new ArrayList<>();
            for (String id : folders.isEmpty() ? List.<String>of() : report.images()) {
                Path file = image(id);
                if (file == null) {
                    problems.accept(new Problem(
                            Problem.Kind.MISSING,
                            report.id() + ", image " + (images.size() + 1),
                            "its file is not there"));
                } else {
                    images.add(StudyImage.of(id, file, View.UNKNOWN));
                }
            }
            return images;
        }

        private @Nullable Path image(String id) {
            for (Path folder : folders) {
                for (String type : IMAGE_TYPES) {
                    Path file = Inside.file(folder, id + type);
                    if (file != null) {
                        return file;
                    }
                }
            }
            return null;
        }
    }
}
