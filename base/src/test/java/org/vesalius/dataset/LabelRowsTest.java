package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.io.InputException;
import org.vesalius.report.LabelState;

class LabelRowsTest {
    @TempDir
    Path dir;

    private Path table(String text) throws IOException {
        return Files.writeString(dir.resolve("labels.csv"), text);
    }

    @Test
    void rowsCountFromOneOrSayTheirNumber() throws IOException {
        List<String> names = List.of("Edema", "Fracture");
        assertEquals(
                Map.of(
                        1, Map.of("Edema", LabelState.POSITIVE),
                        2, Map.of("Edema", LabelState.UNCERTAIN),
                        3, Map.of("Edema", LabelState.BLANK)),
                LabelRows.read(table("Report Impression,Edema\n\"a, b\",1.0\nc,-1.0\nd,\n"), names));
        assertEquals(
                List.of(4, 2),
                List.copyOf(LabelRows.read(table("row,id,Edema\n4,x,0\n2,y,1\n"), names)
                        .keySet()));
    }

    @Test
    void aTableWithoutAClassOrWithAnotherCellIsRefused() {
        assertThrows(InputException.class, () -> LabelRows.read(table("text\na\n"), List.of("Edema")));
        InputException wrong =
                assertThrows(InputException.class, () -> LabelRows.read(table("Edema\nyes\n"), List.of("Edema")));
        assertTrue(String.valueOf(wrong.getMessage()).contains("'Edema'"), wrong.getMessage());
        assertThrows(InputException.class, () -> LabelRows.read(table("row,Edema\nx,1\n"), List.of("Edema")));
    }

    /** The labeler writes Lung Lesion before Lung Opacity, CheXpert's own table the other way round. */
    @Test
    void underTheQuirkColumnsAreTakenByTheirPlace() throws IOException {
        Path table = table("Reports,Lung Lesion,Lung Opacity\nx,1,0\n");
        List<String> order = List.of("Lung Opacity", "Lung Lesion");
        assertEquals(
                LabelState.POSITIVE, LabelRows.list(table, order).getFirst().get("Lung Lesion"));
        assertEquals(
                LabelState.POSITIVE, LabelRows.byPlace(table, order).getFirst().get("Lung Opacity"));
        assertThrows(InputException.class, () -> LabelRows.byPlace(table("a\n1\n"), order));
    }
}
