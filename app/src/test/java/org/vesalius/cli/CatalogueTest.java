package org.vesalius.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Json;
import org.vesalius.recipe.Catalogue;
import tools.jackson.databind.JsonNode;

class CatalogueTest {
    private static final Catalogue ALL = Catalogue.all();

    @Test
    void idsAreUniqueAndNothingIsPlannedThatIsThere() {
        assertThat(ALL.systems())
                .extracting(Catalogue.SystemRow::id)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(100);
        assertThat(ALL.datasets())
                .extracting(Catalogue.DatasetRow::id)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(45);
    }

    @Test
    void whatRunsSaysHow() {
        assertThat(ALL.systems())
                .allSatisfy(row -> assertThat(row.run().isEmpty())
                        .as(row.id())
                        .isEqualTo(row.status().equals(Catalogue.PLANNED)));
    }

    @Test
    void readmeHoldsTheGeneratedTables() throws IOException {
        String readme = Files.readString(root().resolve("README.md"));
        String between = readme.substring(
                readme.indexOf("<!-- catalogue -->") + "<!-- catalogue -->".length(),
                readme.indexOf("<!-- /catalogue -->"));
        assertThat(between.strip())
                .as("run ./vesalius catalog --markdown and put its output there")
                .isEqualTo(ALL.markdown().strip());
    }

    @Test
    void jsonHasTheDocumentedShape() {
        StringWriter out = new StringWriter();
        assertThat(Main.commandLine().setOut(new PrintWriter(out)).execute("catalog", "--json"))
                .isZero();
        JsonNode json = Json.tree(out.toString(), "catalog");
        assertThat(json.propertyNames()).containsExactly("systems", "datasets");
        assertThat(json.get("systems").get(0).propertyNames())
                .containsExactlyElementsOf(List.of("id", "title", "venue", "year", "paper", "kind", "status", "run"));
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("ARCHITECTURE.md"))) {
            here = Objects.requireNonNull(here.getParent(), "no ARCHITECTURE.md above the tests");
        }
        return here;
    }
}
