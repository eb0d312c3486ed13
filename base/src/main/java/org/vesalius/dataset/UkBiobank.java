package org.vesalius.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;

/** UK Biobank (Sudlow et al., PLOS Medicine 2015): one study per participant and visit. */
public final class UkBiobank implements Dataset {
    private static final Pattern COLUMN = Pattern.compile("(?:f\\.)?(\\d+)[.-](\\d+)\\.(\\d+)");
    private static final Pattern BULK = Pattern.compile("(\\d+)_(\\d+)_(\\d+)_(\\d+)");
    private static final Map<String, String> NAMES = Map.of("31", "sex", "21003", "age", "21000", "ethnicity");

    private static final DatasetCard CARD = new DatasetCard(
            "uk_biobank",
            1,
            "UK Biobank",
            "C. Sudlow, J. Gallacher, N. Allen et al., UK Biobank: An Open Access Resource for Identifying the Causes of a Wide Range of Complex Diseases of Middle and Old Age, PLOS Medicine 2015",
            "UK Biobank material transfer agreement, after application and fee",
            false,
            DatasetCard.Access.REGISTERED,
            List.of("pretraining with records and genetics", "classification"),
            "fundus photographs, MR, DXA and others, with records and genotypes",
            "one .csv, .tab or .tsv with eid (or f.eid) and columns <field>-<instance>.<array> or f.<field>.<instance>.<array>; bulk files <eid>_<field>_<instance>_<array>.png, .jpg, .dcm, .nii.gz at any depth",
            List.of(
                    "A column is a field, the visit (instance) and the place in an array: the fields that 'fields' names become facts under their number, of visit and first place; 31, 21003 and 21000 have names.",
                    "A study is a visit with a bulk file; who has none is one study of the first visit, without pictures.",
                    "Participants who withdrew have negative numbers or are on a list of the project: negative ones are left out, and the list has to be applied by whoever holds it.",
                    "eid is the project's own number of a participant and joins no other project.",
                    "Bulk .zip files (T1, DICOM) are not unpacked."),
            Map.of("participants (about)", 500_000));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("fields", "numbers of the fields to keep as facts, separated by commas; default 31,21003");
    }

    @Override
    public boolean recognises(Path dir) {
        try {
            return table(dir) != null;
        } catch (IOException | InputException e) {
            return false;
        }
    }

    private static @Nullable Path table(Path dir) throws IOException {
        if (!Files.isDirectory(dir)) {
            return null;
        }
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.filter(file -> String.valueOf(file.getFileName())
                            .toLowerCase(Locale.ROOT)
                            .matches(".*\\.(csv|tab|tsv)"))
                    .sorted()
                    .toList()) {
                if (Inside.head(file).matches("(?s)\\A\\W{0,2}(f\\.)?eid\\b.*")) {
                    return file;
                }
            }
        }
        return null;
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path file = table(dir);
        if (file == null) {
            throw InputException.of("UK Biobank folder", "a table that begins with eid", "none", "check the folder");
        }
        List<String> fields = Arrays.stream(options.get("fields", "31,21003").split(","))
                .map(String::strip)
                .toList();
        Map<String, SortedMap<String, List<Path>>> bulk = bulk(dir);
        String name = String.valueOf(file.getFileName());
        try (Table table = Table.open(file, name, name.endsWith(".csv") ? ',' : '\t', StandardCharsets.UTF_8)) {
            String key = table.has("eid") ? "eid" : "f.eid";
            for (Table.Row row : table) {
                String participant = row.get(key);
                if (participant.isEmpty() || participant.startsWith("-")) {
                    problems.accept(
                            new Problem(Problem.Kind.SKIPPED, row.where(), "a participant who withdrew, or no number"));
                    continue;
                }
                SortedMap<String, List<Path>> his = bulk.remove(participant);
                if (his == null) {
                    studies.accept(visit(participant, "0", List.of(), table, row, fields));
                } else {
                    his.forEach((instance, files) ->
                            studies.accept(visit(participant, instance, files, table, row, fields)));
                }
            }
        }
        if (!bulk.isEmpty()) {
            problems.accept(new Problem(
                    Problem.Kind.UNMATCHED, "bulk files", "of " + bulk.size() + " participants without a row"));
        }
    }

    private static Study visit(
            String participant, String instance, List<Path> files, Table table, Table.Row row, List<String> fields) {
        List<StudyImage> images = new ArrayList<>();
        List<StudyVolume> volumes = new ArrayList<>();
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            String bare = VolumeFiles.bare(name);
            if (bare.equals(name)) {
                images.add(StudyImage.of(fieldAndPlace(Inside.stem(name)), file, View.UNKNOWN));
            } else {
                volumes.add(StudyVolume.of(fieldAndPlace(bare), file, ""));
            }
        }
        Map<String, String> meta = new TreeMap<>();
        for (String column : table.header()) {
            Matcher parts = COLUMN.matcher(column.strip());
            boolean kept = parts.matches()
                    && fields.contains(parts.group(1))
                    && parts.group(3).equals("0")
                    && !row.get(column.strip()).isEmpty();
            // what is asked once, such as sex, stands at the first visit
            if (kept && (parts.group(2).equals(instance) || parts.group(2).equals("0"))) {
                String fact = NAMES.getOrDefault(parts.group(1), "field_" + parts.group(1));
                boolean better = parts.group(2).equals(instance) || !meta.containsKey(fact);
                if (better) {
                    meta.put(fact, row.get(column.strip()));
                }
            }
        }
        meta.computeIfPresent("sex", (_, code) -> switch (code) {
            case "0" -> "F";
            case "1" -> "M";
            default -> code;
        });
        return Study.of(participant, participant + "_" + instance)
                .withImages(images)
                .withVolumes(volumes)
                .withMeta(meta);
    }

    private static String fieldAndPlace(String name) {
        Matcher parts = BULK.matcher(name);
        return parts.matches() ? parts.group(2) + "_" + parts.group(4) : name;
    }

    /** By participant and visit. */
    private static Map<String, SortedMap<String, List<Path>>> bulk(Path dir) throws IOException {
        Map<String, SortedMap<String, List<Path>>> bulk = new HashMap<>();
        try (Stream<Path> all = Files.walk(dir)) {
            all.filter(Files::isRegularFile).sorted().forEach(file -> {
                String name = String.valueOf(file.getFileName());
                String bare = VolumeFiles.bare(name);
                boolean picture = name.toLowerCase(Locale.ROOT).matches(".*\\.(png|jpe?g|dcm)");
                Matcher parts = BULK.matcher(picture ? Inside.stem(name) : bare);
                if (parts.matches() && (picture || !bare.equals(name))) {
                    bulk.computeIfAbsent(parts.group(1), _ -> new TreeMap<>())
                            .computeIfAbsent(parts.group(3), _ -> new ArrayList<>())
                            .add(file);
                }
            });
        }
        return bulk;
    }
}
