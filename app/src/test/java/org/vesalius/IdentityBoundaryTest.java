package org.vesalius;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vesalius.cli.Main;
import org.vesalius.dicom.DataSet;
import org.vesalius.dicom.DicomFile;
import org.vesalius.dicom.Identified;
import org.vesalius.io.Json;
import org.vesalius.train.Trainer;

/** What says who a patient is has types of its own, and only {@code dicom}, {@code identity}, the command {@code deidentify} and the intake of a service touch them; a reader gets pixels and {@code DicomAttributes}. */
class IdentityBoundaryTest {
    private static final String DICOM = "org.vesalius.dicom";
    private static final Set<String> INSIDE = Set.of(DICOM, "org.vesalius.identity");
    private static final Set<String> ALLOWED =
            Set.of("org.vesalius.cli.DeidentifyCommand", "org.vesalius.serve.Intake");

    /** Headers, whole files, and what wraps them. */
    private static final Set<String> IDENTIFIED =
            Set.of(Identified.class.getName(), DicomFile.class.getName(), DataSet.class.getName());

    /** Those that run: an older jar of a module may lie behind its classes on the class path. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(
                    location -> Stream.of(DicomFile.class, Trainer.class, Main.class, IdentityBoundaryTest.class)
                            .anyMatch(type -> location.contains(type.getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .getPath())))
            .importPackages("org.vesalius");

    /** Classes for which {@code from} holds that name one of {@code targets}, with the one that they name. */
    private static Set<String> uses(Predicate<JavaClass> from, Set<String> targets) {
        Set<String> uses = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (from.test(type)) {
                type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency
                                .getTargetClass()
                                .getBaseComponentType()
                                .getName())
                        .filter(targets::contains)
                        .forEach(target -> uses.add(type.getName() + " uses " + target));
            }
        }
        return uses;
    }

    private static boolean isProduct(JavaClass type) {
        String from = type.getSource().map(source -> source.getUri().toString()).orElse("");
        return !from.contains("/test/") && !from.contains("/test-classes/");
    }

    private static boolean isOutside(JavaClass type) {
        return isProduct(type)
                && !INSIDE.contains(type.getPackageName())
                && ALLOWED.stream().noneMatch(name -> type.getName().startsWith(name));
    }

    @Test
    void nobodyElseTouchesIdentifiedData() {
        assertThat(uses(IdentityBoundaryTest::isOutside, IDENTIFIED)).isEmpty();
    }

    @Test
    void onlyThePhantomWritesDicomBesides() {
        Predicate<JavaClass> others =
                type -> isOutside(type) && !type.getPackageName().equals("org.vesalius.phantom");
        assertThat(uses(others, Set.of(DICOM + ".DicomWriter"))).isEmpty();
    }

    @Test
    void theRuleSeesWhoDoesTouchThem() {
        assertThat(uses(type -> type.getName().equals(IdentityBoundaryTest.class.getName()), IDENTIFIED))
                .hasSize(IDENTIFIED.size());
        assertThat(uses(type -> isProduct(type) && INSIDE.contains(type.getPackageName()), IDENTIFIED))
                .isNotEmpty();
    }

    @Test
    void whatIsIdentifiedIsNeitherPrintedNorWritten() {
        Identified<String> name = Identified.of("Okonkwell");
        assertThat(name).hasToString("(identified)");
        assertThat(Json.line(java.util.Map.of("patient", name))).doesNotContain("Okonkwell");
    }
}
