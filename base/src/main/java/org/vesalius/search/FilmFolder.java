package org.vesalius.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.vesalius.io.AtomicFiles;

/**
 * The films that a service shows, as PNG: {@code KEY/0.png}, {@code KEY/1.png}, … A study's films are replaced as a whole, by a rename; what a killed process left half written is cleaned up when the folder is
 * opened. Keys are pseudonymous and are the only names in it.
 */
public final class FilmFolder {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");
    private static final String PART = ".part-";

    /** With the key behind it: what is being replaced. */
    private static final String OLD = ".old-";

    private final Path folder;

    /** Opens it, makes it where it is missing, puts back what a killed process had put aside, and clears it of unfinished films. */
    public FilmFolder(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        for (Path file : files()) {
            String name = String.valueOf(file.getFileName());
            if (name.startsWith(OLD) && !Files.exists(folder.resolve(name.substring(OLD.length())))) {
                AtomicFiles.rename(file, folder.resolve(name.substring(OLD.length())));
            } else if (name.startsWith(PART) || name.startsWith(OLD)) {
                IndexFolder.discard(file);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Whether a key can be the name of a folder: letters, digits, dot, dash and underscore, not first, at most 80. */
    public static boolean isKey(String key) {
        return KEY.matcher(key).matches();
    }

    /** Keeps the films of a study instead of those it had. */
    public void put(String key, List<byte[]> films) throws IOException {
        Path place = place(key);
        Path part = Files.createDirectory(folder.resolve(PART + UUID.randomUUID()));
        for (int i = 0; i < films.size(); i++) {
            byte[] film = films.get(i);
            AtomicFiles.write(part.resolve(i + ".png"), out -> out.write(film));
        }
        Path old = folder.resolve(OLD + key);
        if (Files.isDirectory(place)) {
            AtomicFiles.rename(place, old);
        }
        AtomicFiles.rename(part, place);
        IndexFolder.discard(old);
    }

    /** How many films a study has. */
    public int count(String key) throws IOException {
        try (var films = Files.list(place(key))) {
            return (int) films.count();
        } catch (NoSuchFileException _) {
            return 0;
        }
    }

    /** A film's file, whether it is there or not. */
    public Path film(String key, int number) {
        return place(key).resolve(number + ".png");
    }

    /** Takes a study's films off the disk. */
    public void delete(String key) throws IOException {
        Path place = place(key);
        if (Files.isDirectory(place)) {
            Path old = folder.resolve(PART + UUID.randomUUID());
            AtomicFiles.rename(place, old);
            IndexFolder.discard(old);
        }
    }

    /** The keys of all studies with films. */
    public List<String> keys() throws IOException {
        List<String> keys = new ArrayList<>();
        try (var files = Files.list(folder)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(FilmFolder::isKey)
                    .sorted()
                    .forEach(keys::add);
        }
        return keys;
    }

    private Path place(String key) {
        if (!isKey(key)) {
            throw new IllegalArgumentException("not a key");
        }
        return folder.resolve(key);
    }
}
