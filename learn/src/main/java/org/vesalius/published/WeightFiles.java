package org.vesalius.published;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vesalius.archive.StoredTensor;
import org.vesalius.archive.TensorFile;
import org.vesalius.checkpoint.SafeTensors;
import org.vesalius.checkpoint.TorchFile;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import tools.jackson.databind.JsonNode;

/**
 * The opened files of one published model: its tensors by name, wherever they lie, and the settings that its authors put beside them. Objects in a file that are neither weights nor plain Python (a
 * training's settings) are left out; nothing in a file is run.
 */
public final class WeightFiles implements AutoCloseable {
    private static final int SHOWN = 4;
    private static final List<String> SETTINGS = List.of("open_clip_config.json", "config.json");

    private final List<TensorFile> files;
    private final List<Path> paths;
    private final SequencedMap<String, StoredTensor> tensors;
    private final JsonNode settings;

    private WeightFiles(
            List<TensorFile> files, List<Path> paths, SequencedMap<String, StoredTensor> tensors, JsonNode settings) {
        this.files = files;
        this.paths = paths;
        this.tensors = tensors;
        this.settings = settings;
    }

    /** Opens one file or several whose names do not meet ({@code .safetensors}, else of torch.save), with {@code open_clip_config.json} or {@code config.json} beside the first. */
    public static WeightFiles open(List<Path> paths) throws IOException {
        List<TensorFile> files = new ArrayList<>();
        try {
            SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
            for (Path path : paths) {
                files.add(read(path));
                for (var entry : files.getLast().tensors().entrySet()) {
                    if (tensors.put(entry.getKey(), entry.getValue()) != null) {
                        throw InputException.of(
                                "weight files",
                                "each tensor in one of them",
                                entry.getKey() + " in two",
                                "name the files of one model, each once");
                    }
                }
            }
            return new WeightFiles(
                    files, paths, Collections.unmodifiableSequencedMap(tensors), settings(paths.getFirst()));
        } catch (RuntimeException | IOException e) {
            files.forEach(TensorFile::close);
            throw e;
        }
    }

    private static TensorFile read(Path path) throws IOException {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".safetensors")
                ? SafeTensors.read(path)
                : TorchFile.read(path, TorchFile.Unknown.LEAVE_OUT);
    }

    private static JsonNode settings(Path first) throws IOException {
        for (String name : SETTINGS) {
            Path file = first.resolveSibling(name);
            if (Files.isRegularFile(file)) {
                return Json.tree(Files.readString(file), name);
            }
        }
        return Json.mapper().createObjectNode();
    }

    /** By name. */
    public SequencedMap<String, StoredTensor> tensors() {
        return tensors;
    }

    /** Where they lie. */
    public List<Path> paths() {
        return List.copyOf(paths);
    }

    /** For errors: the first file's name. */
    public String what() {
        return String.valueOf(paths.getFirst().getFileName());
    }

    /** The authors' settings beside the first file; an empty object where there are none. */
    public JsonNode settings() {
        return settings;
    }

    /** A whole number of the settings by its JSON pointers, the first that is there. */
    int setting(int otherwise, String... pointers) {
        for (String pointer : pointers) {
            JsonNode found = settings.at(pointer);
            if (found.isInt()) {
                return found.asInt();
            }
        }
        return otherwise;
    }

    boolean has(String name) {
        return tensors.containsKey(name);
    }

    /** The n-th size of a tensor that the kind must have. */
    int size(String name, int dimension) {
        StoredTensor tensor = tensors.get(name);
        List<Long> shape = tensor == null ? List.of() : tensor.shape();
        if (dimension >= shape.size()) {
            throw InputException.of(
                    what() + ", " + name,
                    "a tensor of " + (dimension + 1) + " dimensions or more",
                    tensor == null ? "none of this name" : "shape " + shape,
                    "the file is of another kind than --as says");
        }
        return Math.toIntExact(shape.get(dimension));
    }

    /** The value of a tensor with one element. */
    double number(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null || tensor.elements() != 1) {
            throw InputException.of(
                    what() + ", " + name,
                    "one number",
                    tensor == null ? "none of this name" : "shape " + tensor.shape(),
                    "the file is of another kind than --as says");
        }
        return tensor.doubles()[0];
    }

    /** How many parts are numbered by group 1 of the pattern, from 0 up. */
    int count(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        int most = -1;
        for (String name : tensors.keySet()) {
            Matcher matcher = compiled.matcher(name);
            if (matcher.matches()) {
                most = Math.max(most, Integer.parseInt(matcher.group(1)));
            }
        }
        return most + 1;
    }

    /** The first names. */
    String some() {
        List<String> first = tensors.keySet().stream().limit(SHOWN).toList();
        return tensors.size() + " tensors such as " + String.join(", ", first);
    }

    @Override
    public void close() {
        files.forEach(TensorFile::close);
    }
}
