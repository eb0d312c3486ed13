package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ProtocolPageTest {
    @Test
    void thePageInTheRepositoryIsWhatTheProtocolsSay() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("ARCHITECTURE.md"))) {
            root = Objects.requireNonNull(root.getParent(), "the repository");
        }
        assertEquals(
                ProtocolPage.markdown(Protocols.all()).strip(),
                Files.readString(root.resolve("docs/protocols.md")).strip(),
                "run ./vesalius catalog --protocols --markdown > docs/protocols.md");
    }

    @Test
    void everyProtocolHasItsSectionAndEverySettingItsLine() {
        String page = ProtocolPage.markdown(Protocols.all());
        for (Protocol protocol : Protocols.all()) {
            assertThat(page).contains("\n## " + protocol.id() + "\n", protocol.title());
            protocol.settings().forEach(setting -> assertThat(page).contains("| `" + setting.name() + "` |"));
        }
    }
}
