package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.Report;
import org.vesalius.report.Section;
import tools.jackson.databind.JsonNode;

/** The annotation file of Chen et al., "Generating Radiology Reports via Memory-driven Transformer" (R2Gen), EMNLP 2020, which most tables of report generation rest on: one study per record. */
public final class R2GenAnnotation implements Dataset {
    private static final String FILE = "annotation.json";
    private static final String IMAGES = "images";

    private static final DatasetCard CARD = new DatasetCard(
            "r2gen_annotation",
            1,
            "R2Gen annotation file (IU X-ray and MIMIC-CXR)",
            "Z. Chen, Y. Song, T.-H. Chang, X. Wan, Generating Radiology Reports via Memory-driven Transformer, EMNLP 2020, arXiv 2010.16056",
            "that of the films and reports in it: CC BY-NC-ND 4.0 (IU X-ray), PhysioNet Credentialed Health Data License 1.5.0 (MIMIC-CXR)",
            false,
            DatasetCard.Access.OPEN,
            List.of("report generation", "retrieval"),
            "chest radiographs with reports",
            "annotation.json, or the file itself: {train, val, test} of {id, report, image_path, split}; the films under images/ as image_path names them, else texts alone",
            List.of(
                    "Another split is found under the same name (3,062/382/382 instead of 2,069/296/590, one to five films a study, other texts): the counts and the number of films a study tell them apart, and what is not a known release is reported.",
                    "A public copy keeps the test list under a name of four blanks: it is read as test, and reported.",
                    "The MIMIC-CXR file is one of films, not of studies: a report stands in it once for each film.",
                    "The texts are findings as the authors cut them, not yet cleaned; published scores are against the cleaned, truncated text with rare words replaced."),
            Map.of("studies", 2955, "images", 5910, "studies.train", 2069, "studies.val", 296, "studies.test", 590));

    /** Records in train, val and test, and the films each has, 0 for any number. */
    private record Release(String name, int train, int val, int test, int films) {}

    private static final Release STANDARD = new Release("iu-r2gen", 2069, 296, 590, 2);
    private static final List<Release> RELEASES = List.of(
            STANDARD, new Release("mimic-r2gen", 270_790, 2130, 3858, 1), new Release("iu-other", 3062, 382, 382, 0));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    /** The reader tells releases apart itself. */
    @Override
    public Map<String, Integer> expected(Path dir, ReadOptions options) {
        return Map.of();
    }

    @Override
    public boolean recognises(Path dir) {
        Path file = dir.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (var in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(1 << 16), java.nio.charset.StandardCharsets.UTF_8);
            return head.contains("\"image_path\"") && head.contains("\"report\"");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path file = Files.isRegularFile(dir) ? dir : dir.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw InputException.of("R2Gen annotation", FILE, "no such file", "name its folder or the file itself");
        }
        Counted counted = count(file, problems);
        Path above = file.toAbsolutePath().getParent();
        Path images = (above == null ? dir : above).resolve(IMAGES);
        String release = release(counted, problems);
        Set<String> tested = counted.tested;
        JsonRows.entries(file, (part, record) -> {
            Study study = study(part, record, Files.isDirectory(images) ? images : null, problems);
            if (study != null && study.split() != Split.TEST && tested.contains(study.studyId())) {
                problems.accept(new Problem(
                        Problem.Kind.INCONSISTENT,
                        "study " + study.studyId(),
                        "it is in test too; left out of train and val"));
            } else if (study != null) {
                studies.accept(study.withMeta(with(study.meta(), release)));
            }
        });
    }

    /** A first pass over the file. */
    private record Counted(Map<Split, Integer> records, int fewest, int most, Set<String> tested) {}

    private static Counted count(Path file, Consumer<Problem> problems) throws IOException {
        Map<Split, Integer> records = new EnumMap<>(Split.class);
        Set<String> tested = new HashSet<>();
        int[] films = {Integer.MAX_VALUE, 0};
        boolean[] blank = {false};
        JsonRows.entries(file, (part, record) -> {
            Split split = split(part);
            if (split != null && record.isObject()) {
                records.merge(split, 1, Integer::sum);
                films[0] = Math.min(films[0], record.path("image_path").size());
                films[1] = Math.max(films[1], record.path("image_path").size());
                blank[0] |= part.isBlank();
                if (split == Split.TEST) {
                    tested.add(JsonRows.text(record, "id"));
                }
            }
        });
        if (blank[0]) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT,
                    FILE,
                    "the test list stands under a blank name, as in a known public copy"));
        }
        return new Counted(records, films[0], films[1], tested);
    }

    private static String release(Counted counted, Consumer<Problem> problems) {
        int train = counted.records.getOrDefault(Split.TRAIN, 0);
        int val = counted.records.getOrDefault(Split.VAL, 0);
        int test = counted.records.getOrDefault(Split.TEST, 0);
        Optional<Release> known = RELEASES.stream()
                .filter(release -> release.train == train && release.val == val && release.test == test)
                .findFirst();
        boolean films = known.map(release ->
                        release.films == 0 || (release.films == counted.fewest && release.films == counted.most))
                .orElse(false);
        String name = known.map(Release::name).orElse("unknown");
        if (!films || name.equals("iu-other")) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT,
                    FILE,
                    String.format(
                            Locale.ROOT,
                            "not the standard split, so that results compare with no published ones: expected %,d/%,d/%,d records of %d films (or the MIMIC-CXR release), got %,d/%,d/%,d of %d to %d%s",
                            STANDARD.train,
                            STANDARD.val,
                            STANDARD.test,
                            STANDARD.films,
                            train,
                            val,
                            test,
                            Math.min(counted.fewest, counted.most),
                            counted.most,
                            known.isPresent() ? ", a split known under the same name" : "")));
        }
        return films ? name : "unknown";
    }

    private static Map<String, String> with(Map<String, String> meta, String release) {
        Map<String, String> more = new TreeMap<>(meta);
        more.put("release", release);
        return more;
    }

    private static @Nullable Split split(String part) {
        return switch (part.strip()) {
            case "train" -> Split.TRAIN;
            case "val" -> Split.VAL;
            case "test", "" -> Split.TEST;
            default -> null;
        };
    }

    private static @Nullable Study study(
            String part, JsonNode record, @Nullable Path images, Consumer<Problem> problems) {
        Split split = split(part);
        String id = JsonRows.text(record, "id");
        if (split == null || id.isEmpty()) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT, FILE, "an entry that is not of train, val or test, or has no id"));
            return null;
        }
        List<StudyImage> films = new ArrayList<>();
        for (JsonNode path : images == null ? List.<JsonNode>of() : record.path("image_path")) {
            Path film = images == null ? null : Inside.file(images, path.asString(""));
            if (film == null) {
                problems.accept(
                        new Problem(Problem.Kind.MISSING, "study " + id + ", film " + films.size(), "it is not there"));
            } else {
                films.add(StudyImage.of(Integer.toString(films.size()), film, View.UNKNOWN));
            }
        }
        Map<String, String> meta = new TreeMap<>();
        for (String name : List.of("study_id", "subject_id")) {
            if (record.has(name)) {
                meta.put(name, JsonRows.text(record, name));
            }
        }
        return Study.of(patient(record, id), id)
                .withSplit(split)
                .withImages(films)
                .withReport(Report.of(Section.FINDINGS, JsonRows.text(record, "report")))
                .withMeta(meta);
    }

    /** Of IU X-ray, {@code CXR2384_IM-0942}, the number of the report stands for the patient. */
    private static String patient(JsonNode record, String id) {
        String subject = JsonRows.text(record, "subject_id");
        return subject.isEmpty() ? id.replaceFirst("_IM-.*", "") : subject;
    }
}
