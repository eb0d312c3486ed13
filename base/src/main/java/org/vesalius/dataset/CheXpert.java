package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.CheXpert14;
import org.vesalius.report.LabelState;

/** Irvin et al., "CheXpert: A Large Chest Radiograph Dataset with Uncertainty Labels and Expert Comparison", AAAI 2019 (arXiv 1901.07031): one study per patient and visit. */
public final class CheXpert implements Dataset {
    private static final String SUBSET = "subset";
    private static final String ELIGIBLE = "5x200-eligible";
    private static final Pattern PLACE =
            Pattern.compile("(?:.*/)?((train|valid|test)/(patient\\d+)/(study\\d+))/[^/]+");
    private static final Map<String, Split> TABLES = tables();

    private static final DatasetCard CARD = new DatasetCard(
                    "chexpert",
                    1,
                    "CheXpert (with the 5x200 and 8x200 retrieval lists)",
                    "J. Irvin, P. Rajpurkar, M. Ko et al., CheXpert: A Large Chest Radiograph Dataset with Uncertainty Labels and Expert Comparison, AAAI 2019, arXiv 1901.07031; 5x200: S.-C. Huang et al., GLoRIA, ICCV 2021; 8x200: Y. Zhang et al., ConVIRT, MLHC 2022",
                    "Stanford University Dataset Research Use Agreement, not commercial",
                    false,
                    DatasetCard.Access.REGISTERED,
                    List.of("pretraining", "zero-shot", "linear-probe", "retrieval"),
                    "chest radiographs",
                    "train.csv, valid.csv, test.csv (any of them), train/, valid/, test/ with patientN/studyN/viewN_frontal.jpg; the folder itself or the one above CheXpert-v1.0[-small]; optional chexpert_5x200.csv (GLoRIA), image-retrieval/candidate.csv and query.csv, text-retrieval/query.csv (ConVIRT), also in convirt/",
                    List.of(
                            "Paths begin with CheXpert-v1.0/ or CheXpert-v1.0-small/, which is taken off.",
                            "Sex may be Unknown, age 0 means unknown, lateral films have an empty AP/PA cell.",
                            "An empty label cell means not mentioned, -1 uncertain: what they count as is decided by a LabelPolicy, never here. 'No Finding' is derived: no other class is positive or uncertain, support devices ignored.",
                            "The classes of the labeler's own output stand in another order: columns are addressed by name.",
                            "There are no reports; those of the papers that used some are private, CheXpert Plus came later.",
                            "valid.csv (200 studies, three radiologists) is the test set of GLoRIA's protocol, which validates on 5,000 films of the training part.",
                            "Patients with a film of a 5x200 or 8x200 list in the folder are held out of the training part, which is reported; --set subset=5x200 or 8x200 reads the films alone, as test: the facts retrieval_role and retrieval_class tell candidates and queries apart, and 8x200 has text queries too, studies without a film. Without a list --set subset=5x200-eligible reads the films that it was drawn from (frontal, of the training part, exactly one of the five classes positive, every other label neither positive nor uncertain).",
                            "A study of which two films are listed is one study of both."),
                    Map.of(
                            "images.train", 223_414,
                            "images.val", 234,
                            "images.test", 668,
                            "studies.val", 200,
                            "studies.test", 500))
            .withSize("439 GB, 11 GB as v1.0-small");

    private static Map<String, Split> tables() {
        Map<String, Split> tables = new LinkedHashMap<>();
        tables.put("train.csv", Split.TRAIN);
        tables.put("valid.csv", Split.VAL);
        tables.put("test.csv", Split.TEST);
        return tables;
    }

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(SUBSET, "5x200 or 8x200 (the list in the folder), or " + ELIGIBLE + "; default: everything else");
    }

    /** Of a subset there is no count. */
    @Override
    public Map<String, Integer> expected(Path dir, ReadOptions options) {
        return options.get(SUBSET, "").isEmpty() ? CARD.counts() : Map.of();
    }

    @Override
    public boolean recognises(Path dir) {
        Path folder = folder(dir);
        return TABLES.keySet().stream().anyMatch(name -> isTable(folder.resolve(name)));
    }

    private static boolean isTable(Path file) {
        return Table.looksLike(file, "Path", CheXpert14.NO_FINDING, "Lung Opacity", CheXpert14.SUPPORT_DEVICES);
    }

    private static Path folder(Path dir) {
        for (String below : List.of("CheXpert-v1.0", "CheXpert-v1.0-small")) {
            if (TABLES.keySet().stream()
                    .anyMatch(name -> isTable(dir.resolve(below).resolve(name)))) {
                return dir.resolve(below);
            }
        }
        return dir;
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path folder = folder(dir);
        String subset = options.get(SUBSET, "");
        List<Path> places = List.of(folder, dir, dir.resolve("convirt"));
        Wanted wanted = wanted(places, subset);
        int found = 0;
        for (Map.Entry<String, Split> table : TABLES.entrySet()) {
            Path file = folder.resolve(table.getKey());
            if (isTable(file)) {
                found++;
                try (Groups rows = Groups.open(file, CheXpert::visit, "Path")) {
                    new Part(folder, table.getValue(), wanted, studies, problems).read(rows);
                }
            }
        }
        if (subset.equals("8x200")) {
            CheXpertLists.texts(places, studies);
        }
        if (found == 0) {
            throw InputException.of(
                    "CheXpert", "train.csv, valid.csv or test.csv with its 14 classes", "none", "name their folder");
        }
    }

    /** What is asked for: everything but the patients of listed films, only the listed films, or only those that a list may be drawn from. */
    private record Wanted(CheXpertLists lists, boolean only, boolean eligible) {}

    private static Wanted wanted(List<Path> places, String subset) throws IOException {
        if (subset.equals(ELIGIBLE)) {
            return new Wanted(CheXpertLists.read(places, List.of()), false, true);
        }
        if (subset.isEmpty()) {
            return new Wanted(CheXpertLists.read(places, CheXpertLists.NAMES), false, false);
        }
        if (!CheXpertLists.NAMES.contains(subset)) {
            throw InputException.unknown(SUBSET, subset, List.of("5x200", "8x200", ELIGIBLE));
        }
        CheXpertLists lists = CheXpertLists.read(places, List.of(subset));
        if (lists.films().isEmpty()) {
            throw InputException.of(
                    SUBSET,
                    "chexpert_5x200.csv, or ConVIRT's image-retrieval/ with candidate.csv and query.csv",
                    "neither in the folder",
                    "put it there, or use " + ELIGIBLE);
        }
        return new Wanted(lists, true, false);
    }

    private static String visit(Table.Row row) {
        Matcher place = PLACE.matcher(row.get("Path"));
        return place.matches() ? place.group(1) : "";
    }

    /** One of the three tables. */
    private record Part(Path folder, Split split, Wanted wanted, Consumer<Study> studies, Consumer<Problem> problems) {
        void read(Groups rows) throws IOException {
            int heldOut = 0;
            for (Groups.Group group = rows.next(); group != null; group = rows.next()) {
                List<Table.Row> films =
                        group.rows().stream().filter(this::wants).toList();
                if (!wanted.only && !wanted.eligible && wanted.lists.patients().contains(patient(group.key()))) {
                    heldOut++;
                } else if (!films.isEmpty()) {
                    study(group.key(), films);
                }
            }
            if (rows.left() > 0) {
                problems.accept(new Problem(
                        Problem.Kind.INCONSISTENT, "Path", rows.left() + " paths not of the form patient/study/view"));
            }
            if (heldOut > 0) {
                problems.accept(
                        new Problem(
                                Problem.Kind.SKIPPED,
                                "5x200 and 8x200",
                                heldOut
                                        + " studies of patients with a listed film are held out; read the films with --set subset=5x200 or 8x200"));
            }
        }

        private static String patient(String visit) {
            String[] parts = visit.split("/");
            return parts.length > 1 ? parts[1] : "";
        }

        private boolean wants(Table.Row row) {
            if (wanted.eligible) {
                return split == Split.TRAIN && eligible(row);
            }
            return !wanted.only || wanted.lists.films().containsKey(CheXpertLists.inside(row.get("Path")));
        }

        private void study(String visit, List<Table.Row> rows) {
            List<StudyImage> images = new ArrayList<>();
            for (Table.Row row : rows) {
                Path file = Inside.file(folder, CheXpertLists.inside(row.get("Path")));
                if (file == null) {
                    problems.accept(new Problem(Problem.Kind.MISSING, row.where(), "its film is not there"));
                } else {
                    String name = Inside.stem(String.valueOf(file.getFileName()));
                    images.add(StudyImage.of(name, file, view(row)));
                }
            }
            String[] place = visit.split("/");
            Table.Row first = rows.getFirst();
            if (!images.isEmpty()) {
                studies.accept(Study.of(place[1], place[1] + "_" + place[2])
                        .withSplit(wanted.only ? Split.TEST : split)
                        .withImages(images)
                        .withLabels(CheXpertColumns.of(first, problems))
                        .withMeta(meta(first, wanted)));
            }
        }
    }

    private static View view(Table.Row row) {
        boolean lateral =
                row.get("Frontal/Lateral").equals("Lateral") || row.get("Path").contains("_lateral");
        return lateral ? View.LATERAL : View.of(row.get("AP/PA"));
    }

    private static Map<String, String> meta(Table.Row row, Wanted wanted) {
        Map<String, String> meta = new LinkedHashMap<>(row.facts(Map.of("Sex", "sex", "Age", "age")));
        meta.remove("age", "0");
        meta.remove("sex", "Unknown");
        CheXpertLists.Listed listed =
                wanted.only ? wanted.lists.films().get(CheXpertLists.inside(row.get("Path"))) : null;
        if (listed != null) {
            meta.putAll(listed.facts());
        }
        return meta;
    }

    /** GLoRIA's condition for 5x200 (its preprocess_datasets.py). */
    private static boolean eligible(Table.Row row) {
        if (view(row) == View.LATERAL) {
            return false;
        }
        Map<String, LabelState> labels = CheXpertColumns.of(row, _ -> {});
        @Nullable String positive = null;
        for (Map.Entry<String, LabelState> label : labels.entrySet()) {
            if (label.getValue() == LabelState.UNCERTAIN) {
                return false;
            }
            if (label.getValue() == LabelState.POSITIVE) {
                if (positive != null) {
                    return false;
                }
                positive = label.getKey();
            }
        }
        return positive != null && CheXpert14.COMPETITION.contains(positive);
    }
}
