package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DatasetPageTest {
    @Test
    void thePageIsMadeOfTheCards() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("ARCHITECTURE.md"))) {
            root = Objects.requireNonNull(root.getParent(), "no ARCHITECTURE.md above the tests");
        }
        assertEquals(
                DatasetPage.markdown(Datasets.all()).strip(),
                Files.readString(root.resolve("docs/datasets.md")).strip(),
                "run ./vesalius data describe --all --markdown > docs/datasets.md");
    }

    @Test
    void everyReaderHasItsChapterWithLicenceAndTraps() {
        String page = DatasetPage.markdown(Datasets.all());
        for (Dataset dataset : Datasets.all()) {
            DatasetCard card = dataset.card();
            assertTrue(page.contains("\n## " + card.id() + "\n"), card.id());
            assertTrue(page.contains("- Licence: " + card.licence()), card.id());
            card.traps().forEach(trap -> assertTrue(page.contains("- Trap: " + trap + "\n"), card.id()));
        }
    }
}
