package org.vesalius.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilmFolderTest {
    private static final byte[] OLD = {1};
    private static final byte[] NEW = {2};

    @TempDir
    private Path dir;

    @Test
    void filmsAreReplacedAsAWhole() throws IOException {
        FilmFolder films = new FilmFolder(dir);
        films.put("k", List.of(OLD, OLD));
        films.put("k", List.of(NEW));
        assertThat(films.count("k")).isEqualTo(1);
        assertThat(Files.readAllBytes(films.film("k", 0))).isEqualTo(NEW);
        assertThat(films.keys()).containsExactly("k");
        films.delete("k");
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void aReplacementThatWasKilledInTheMiddleKeepsTheOldFilms() throws IOException {
        new FilmFolder(dir).put("k", List.of(OLD));
        Files.move(dir.resolve("k"), dir.resolve(".old-k")); // as the process was killed between its two renames
        Files.createDirectory(dir.resolve(".part-half"));
        FilmFolder again = new FilmFolder(dir);
        assertThat(Files.readAllBytes(again.film("k", 0))).isEqualTo(OLD);
        assertThat(dir.resolve(".part-half")).doesNotExist();
    }

    @Test
    void aReplacementThatWasKilledBehindThemKeepsTheNewOnes() throws IOException {
        FilmFolder films = new FilmFolder(dir);
        films.put("k", List.of(OLD));
        Files.move(dir.resolve("k"), dir.resolve(".old-k"));
        films.put("k", List.of(NEW));
        Files.createDirectories(dir.resolve(".old-k"));
        FilmFolder again = new FilmFolder(dir);
        assertThat(Files.readAllBytes(again.film("k", 0))).isEqualTo(NEW);
        assertThat(dir.resolve(".old-k")).doesNotExist();
    }

    @Test
    void aKeyIsNoPath() throws IOException {
        assertThat(FilmFolder.isKey("../k")).isFalse();
        assertThat(FilmFolder.isKey(".hidden")).isFalse();
        assertThat(FilmFolder.isKey("a/b")).isFalse();
        FilmFolder films = new FilmFolder(dir);
        assertThatThrownBy(() -> films.put("..", List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
