package org.vesalius.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

/** ICD-10-CM, the code hierarchy of diseases of the US (cms.gov), from its order file: one study per code, without pictures, whose text is the long description. */
public final class Icd10Cm implements Dataset {
    private static final int CODE = 6;
    private static final int HEADER = 14;
    private static final int SHORT = 16;
    private static final int LONG = 77;

    private static final DatasetCard CARD = new DatasetCard(
            "icd10cm",
            1,
            "ICD-10-CM code hierarchy as a label space",
            "Centers for Medicare and Medicaid Services and National Center for Health Statistics, ICD-10-CM, order file of a fiscal year",
            "public domain in the US; the classification is of the World Health Organization",
            true,
            DatasetCard.Access.OPEN,
            List.of("label space"),
            "codes and their names",
            "icd10cm_order_<year>.txt or icd10cm-order-<month>-<year>.txt: order number (5 characters), code (7), header flag, short name (60), long name",
            List.of(
                    "No header and no separators: the columns have fixed places.",
                    "A header (flag 0) is not billable; it is the parent of the codes that begin with it. Codes have no point: A000 is A00.0.",
                    "Codes of seven characters may skip a level (their placeholders X): the parent is the longest code above that is there.",
                    "Chapters and blocks are not in the file."),
            Map.of("billable codes (about)", 74_000));

    /**
     * A code.
     *
     * @param code without the point
     * @param billable whether it is a leaf that may be coded
     * @param parent the longest header that it begins with, or null
     */
    public record Code(
            String code,
            boolean billable,
            String name,
            @Nullable String parent) {
        /** As people write it. */
        public String pointed() {
            return code.length() > 3 ? code.substring(0, 3) + "." + code.substring(3) : code;
        }
    }

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        try {
            return file(dir) != null;
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable Path file(Path dir) throws IOException {
        if (!Files.isDirectory(dir)) {
            return null;
        }
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> String.valueOf(file.getFileName())
                            .toLowerCase(Locale.ROOT)
                            .matches("icd10cm[_-]order.*\\.txt"))
                    .max(Path::compareTo)
                    .orElse(null);
        }
    }

    /** All codes, parents before their children. */
    public static List<Code> codes(Path dir) throws IOException {
        List<Code> codes = new ArrayList<>();
        each(dir, codes::add, problem -> {
            throw InputException.of(problem.where(), "a line of the order file", problem.reason(), "fetch it again");
        });
        return codes;
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        each(
                dir,
                code -> {
                    Map<String, String> meta = new TreeMap<>();
                    meta.put("code", code.pointed());
                    meta.put("billable", String.valueOf(code.billable()));
                    String parent = code.parent();
                    if (parent != null) {
                        meta.put("parent", parent);
                    }
                    studies.accept(Study.of(code.code(), code.code())
                            .withReport(Report.of(Section.TEXT, code.name()))
                            .withMeta(meta));
                },
                problems);
    }

    private static void each(Path dir, Consumer<Code> codes, Consumer<Problem> problems) throws IOException {
        Path file = file(dir);
        if (file == null) {
            throw InputException.of("ICD-10-CM folder", "icd10cm_order_<year>.txt", "none", "check the folder");
        }
        Deque<String> above = new ArrayDeque<>();
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                Code code = code(line, above);
                if (code == null) {
                    problems.accept(new Problem(
                            Problem.Kind.BROKEN,
                            "order file, line " + number,
                            "no number, code, flag and name at their places"));
                } else {
                    codes.accept(code);
                }
            }
        }
    }

    /** {@code above} are the headers that may be parents of what follows, the longest last. */
    private static @Nullable Code code(String line, Deque<String> above) {
        if (line.length() <= SHORT || !line.substring(0, 5).matches("\\d{5}")) {
            return null;
        }
        String code = line.substring(CODE, HEADER).strip();
        char flag = line.charAt(HEADER);
        String name = line.length() > LONG
                ? line.substring(LONG).strip()
                : line.substring(SHORT).strip();
        if (!code.matches("[A-Z0-9]{3,7}") || (flag != '0' && flag != '1') || name.isEmpty()) {
            return null;
        }
        while (!above.isEmpty() && !code.startsWith(above.getLast())) {
            above.removeLast();
        }
        String parent = above.peekLast();
        if (flag == '0') {
            above.addLast(code);
        }
        return new Code(code, flag == '1', name, parent);
    }
}
