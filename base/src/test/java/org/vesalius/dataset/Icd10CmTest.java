package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;

class Icd10CmTest extends DatasetContract {
    private static final Icd10Cm READER = new Icd10Cm();

    @Override
    Dataset reader() {
        return READER;
    }

    private static String line(int number, String code, int flag, String name) {
        return "%05d %-7s %d %-60s %s%n".formatted(number, code, flag, name.toUpperCase(Locale.ROOT), name);
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(
                dir.resolve("icd10cm_order_2025.txt"),
                line(1, "A00", 0, "Cholera made up") + line(2, "A000", 1, "Cholera due to one")
                        + line(3, "S52", 0, "Fracture") + line(4, "S5201", 0, "Torus fracture")
                        + line(5, "S52011A", 1, "Torus fracture, initial") + "broken\n"
                        + line(7, "T36", 0, "Poisoning"));
    }

    @Test
    void codesKnowTheirParents() throws IOException {
        fixture();
        List<Icd10Cm.Code> codes = new ArrayList<>();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.BROKEN), read.kinds());
        assertEquals("order file, line 6", read.problems().getFirst().where());
        Files.writeString(
                dir.resolve("icd10cm_order_2026.txt"),
                line(1, "S52", 0, "Fracture")
                        + line(2, "S5201", 0, "Torus fracture")
                        + line(3, "S52011A", 1, "Torus fracture, initial")
                        + line(4, "T36", 0, "Poisoning"));
        codes.addAll(Icd10Cm.codes(dir));
        assertEquals(new Icd10Cm.Code("S52011A", true, "Torus fracture, initial", "S5201"), codes.get(2));
        assertEquals("S52.011A", codes.get(2).pointed());
        assertNull(codes.get(3).parent());
    }

    @Test
    void aCodeIsAStudyWithItsName() throws IOException {
        fixture();
        Study study = ReadAll.of(READER, dir).studies().get(1);
        assertEquals("A000", study.studyId());
        assertEquals("Cholera due to one", study.report().text());
        assertEquals(Map.of("code", "A00.0", "billable", "true", "parent", "A00"), study.meta());
    }
}
