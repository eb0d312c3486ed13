package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

/** Yang et al., "COVID-CT-Dataset: A CT Scan Dataset about COVID-19", arXiv 2003.13865: slices cut from the figures of papers, with the figures' captions; and slices without COVID-19, without captions. */
public final class CovidCt implements Dataset {
    /** The one label. */
    public static final String LABEL = "COVID-19";

    private static final String TABLE = "captions.csv";
    private static final List<String> COVID = List.of("images", "CT_COVID");
    private static final List<String> OTHERS = List.of("non_covid", "CT_NonCOVID");
    private static final String PICTURE = "(?i).*\\.(png|jpe?g)";

    private static final DatasetCard CARD = new DatasetCard(
            "covid-ct",
            1,
            "COVID-CT",
            "X. Yang, X. He, J. Zhao, Y. Zhang, S. Zhang, P. Xie, COVID-CT-Dataset: A CT Scan Dataset about COVID-19, arXiv 2003.13865",
            "pictures of the authors and publishers of the papers; research use",
            false,
            DatasetCard.Access.OPEN,
            List.of("retrieval", "zero-shot"),
            "CT slices with figure captions",
            "captions.csv, images/ or CT_COVID/; optional non_covid/ or CT_NonCOVID/",
            List.of(
                    "File names hold percent signs.",
                    "The parts of one figure share its caption: score retrieval by equal text.",
                    "Some captions are printed Python lists; the brackets are taken off.",
                    "Nothing says which slices without COVID-19 are of the same patient; each counts as its own."),
            Map.of("texts", 349));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        Path file = dir.resolve(TABLE);
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (Table table = Table.open(file, TABLE)) {
            return table.has("File name") && table.has("Captions");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        try (Table table = Table.open(dir.resolve(TABLE), TABLE).require("File name", "Patient ID", "Captions")) {
            for (Table.Row row : table) {
                Study study = captioned(dir, row, problems);
                if (study != null) {
                    studies.accept(study);
                }
            }
        }
        for (String folder : OTHERS) {
            others(dir.resolve(folder), studies);
        }
    }

    private static @Nullable Study captioned(Path dir, Table.Row row, Consumer<Problem> problems) {
        String name = row.get("File name");
        Path file = COVID.stream()
                .map(folder -> Inside.file(dir.resolve(folder), name))
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
        if (file == null) {
            problems.accept(new Problem(Problem.Kind.MISSING, row.where(), "its picture is not there"));
            return null;
        }
        String patient = row.get("Patient ID");
        return Study.of(patient.isEmpty() ? Inside.stem(name) : patient, Inside.stem(name))
                .withImages(List.of(StudyImage.of(name, file, View.AXIAL)))
                .withReport(Report.of(Section.TEXT, caption(row.get("Captions"))))
                .withLabels(Map.of(LABEL, LabelState.POSITIVE))
                .withMeta(row.facts(Map.of("Age", "age", "Gender", "sex")));
    }

    /** A caption, or the strings of a printed Python list one after another. */
    static String caption(String cell) {
        if (!cell.startsWith("[") || !cell.endsWith("]")) {
            return cell;
        }
        String inner = cell.substring(1, cell.length() - 1).strip();
        String joined = inner.replaceAll("(?<=['\"]),\\s*(?=['\"])", "\u0000").replaceAll("['\"]\u0000['\"]", " ");
        boolean quoted = joined.length() > 1 && quote(joined.charAt(0)) && quote(joined.charAt(joined.length() - 1));
        return (quoted ? joined.substring(1, joined.length() - 1) : joined)
                .replace("\\n", " ")
                .replace("\\'", "'")
                .strip();
    }

    private static boolean quote(char c) {
        return c == '\'' || c == '"';
    }

    private static void others(Path folder, Consumer<Study> studies) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> String.valueOf(file.getFileName()).matches(PICTURE))
                    .sorted()
                    .forEach(file -> {
                        String name = String.valueOf(file.getFileName());
                        String id = "non_covid_" + name;
                        studies.accept(Study.of(id, id)
                                .withImages(List.of(StudyImage.of(name, file, View.AXIAL)))
                                .withLabels(Map.of(LABEL, LabelState.NEGATIVE)));
                    });
        }
    }
}
