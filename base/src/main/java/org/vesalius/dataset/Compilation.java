package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;

/** Sets that are made of other sets: a folder with a subfolder for each, which is named as the set's id and read by the set's own reader. */
final class Compilation {
    private Compilation() {}

    /** Whether at least two members are there as their readers expect them. */
    static boolean recognises(Path dir, List<String> members) {
        try {
            return folders(dir).values().stream()
                            .filter(folder -> {
                                Dataset reader = reader(String.valueOf(folder.getFileName()), members);
                                return reader != null && reader.recognises(folder);
                            })
                            .limit(2)
                            .count()
                    == 2;
        } catch (IOException e) {
            return false;
        }
    }

    private static Map<String, Path> folders(Path dir) throws IOException {
        Map<String, Path> folders = new TreeMap<>();
        if (Files.isDirectory(dir)) {
            try (Stream<Path> all = Files.list(dir)) {
                all.filter(Files::isDirectory)
                        .forEach(folder -> folders.put(String.valueOf(folder.getFileName()), folder));
            }
        }
        return folders;
    }

    private static @Nullable Dataset reader(String folder, List<String> members) {
        String id = plain(folder);
        boolean member = members.stream().anyMatch(one -> plain(one).equals(id));
        return Datasets.all().stream()
                .filter(dataset -> member && plain(dataset.card().id()).equals(id))
                .findFirst()
                .orElse(null);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Reads the members one after another; their ids begin with the member's, so that they do not meet. */
    static void read(Path dir, List<String> members, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        boolean any = false;
        for (Map.Entry<String, Path> folder : folders(dir).entrySet()) {
            Dataset reader = reader(folder.getKey(), members);
            if (reader == null) {
                problems.accept(new Problem(
                        Problem.Kind.SKIPPED, "subfolder " + folder.getKey(), "no member that a reader here reads"));
                continue;
            }
            any = true;
            String id = reader.card().id();
            reader.read(
                    folder.getValue(),
                    ReadOptions.defaults(),
                    study -> {
                        Map<String, String> meta = new TreeMap<>(study.meta());
                        meta.put("set", id);
                        studies.accept(study.withIds(id + "/" + study.patientId(), id + "/" + study.studyId())
                                .withMeta(meta));
                    },
                    problem -> problems.accept(
                            new Problem(problem.kind(), id + ": " + problem.where(), problem.reason())));
        }
        if (!any) {
            throw InputException.of(
                    "folder of sets", "subfolders named " + String.join(", ", members), "none of them", "name them so");
        }
    }
}
