package org.vesalius;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The import table of ARCHITECTURE.md holds, in byte code and, since constants are inlined there, in the import lines. */
class ImportTableTest {
    private static final String EVERYTHING = "everything";
    private static final Set<String> FREE = Set.of(
            "java",
            "javax",
            "jdk",
            "org.jspecify",
            "tools.jackson",
            "com.fasterxml.jackson.annotation",
            "org.w3c.dom",
            "org.xml.sax");
    private static final Pattern ROW = Pattern.compile("^\\| (`.*?) \\| (.*?) ?\\| (.*?) ?\\|$");
    private static final Pattern NAME = Pattern.compile("`([a-z0-9.]+)`");
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?([\\w.]+)\\.[\\w*]+;", Pattern.MULTILINE);

    private record Allowed(Set<String> ours, Set<String> outside, boolean everything) {}

    private static final Map<String, Allowed> TABLE = new TreeMap<>();

    @BeforeAll
    static void readTheTable() throws IOException {
        String text = Files.readString(root().resolve("ARCHITECTURE.md"));
        String table = text.substring(text.indexOf("### Who may import whom"));
        for (String line : table.lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                Allowed allowed = new Allowed(
                        names(row.group(2)), names(row.group(3)), row.group(2).startsWith(EVERYTHING));
                names(row.group(1)).forEach(name -> TABLE.put(name, allowed));
            }
        }
        assertThat(TABLE).containsKeys("io", "image", "train", "cli");
    }

    @Test
    void everyPackageStandsInTheTable() throws IOException {
        Set<String> packages = new TreeSet<>();
        for (Path file : sources()) {
            packages.add(packageOf(Files.readString(file)));
        }
        assertThat(TABLE.keySet()).containsAll(packages);
    }

    @Test
    void importLinesFollowTheTable() throws IOException {
        List<String> breaches = new ArrayList<>();
        for (Path file : sources()) {
            String text = Files.readString(file);
            String from = packageOf(text);
            Matcher imports = IMPORT.matcher(text);
            while (imports.find()) {
                if (!allowed(from, imports.group(1))) {
                    breaches.add(file.getFileName() + " imports " + imports.group(1));
                }
            }
        }
        assertThat(breaches).isEmpty();
    }

    @Test
    void byteCodeFollowsTheTable() {
        Set<String> breaches = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(location -> !location.contains("/test/") && !location.contains("/test-classes/"))
                .importPackages("org.vesalius")) {
            String from = ours(type.getPackageName());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (!target.isPrimitive() && !allowed(from, target.getPackageName())) {
                    breaches.add(type.getSimpleName() + " in " + from + " uses " + target.getName());
                }
            }
        }
        assertThat(breaches).isEmpty();
    }

    private static boolean allowed(String from, String to) {
        Allowed row = TABLE.get(from);
        if (row == null) {
            return false;
        }
        if (to.equals("org.vesalius") || to.startsWith("org.vesalius.")) {
            String name = ours(to);
            return name.equals(from)
                    || name.equals("io")
                    || row.everything()
                    || row.ours().contains(name);
        }
        return Stream.concat(FREE.stream(), row.outside().stream())
                        .anyMatch(free -> to.equals(free) || to.startsWith(free + "."))
                || (row.everything() && !to.startsWith("org.bytedeco"));
    }

    private static String ours(String packageName) {
        String rest = packageName.replaceFirst("^org\\.vesalius\\.?", "");
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }

    private static String packageOf(String source) {
        Matcher line = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE).matcher(source);
        return line.find() ? ours(line.group(1)) : "";
    }

    private static List<Path> sources() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String module : List.of("base", "learn", "app", "bench")) {
            Path folder = root().resolve(module).resolve("src/main/java");
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
                }
            }
        }
        return found;
    }

    private static Set<String> names(String cell) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(cell);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("ARCHITECTURE.md"))) {
            here = java.util.Objects.requireNonNull(here.getParent(), "no ARCHITECTURE.md above the tests");
        }
        return here;
    }
}
