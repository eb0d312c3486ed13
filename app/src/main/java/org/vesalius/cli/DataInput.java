package org.vesalius.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.Datasets;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.io.InputException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say what is read and how. */
public final class DataInput {
    private static final String IDENTIFIED = "identified";

    @Parameters(paramLabel = "DIR", description = "The folder of the data set.")
    private Path dir;

    @Option(
            names = "--as",
            paramLabel = "ID",
            description = "The layout, as in 'vesalius data list'; found out when left out.")
    private @Nullable String as;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A setting of the reader, as in 'vesalius data describe ID'; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--csv-img-key", paramLabel = "COLUMN", description = "Column of the picture (default: filepath).")
    private @Nullable String imageKey;

    @Option(names = "--csv-caption-key", paramLabel = "COLUMN", description = "Column of the text (default: title).")
    private @Nullable String captionKey;

    @Option(
            names = "--csv-separator",
            paramLabel = "CHAR",
            description = "Separator of the columns (default: found out from the first line).")
    private @Nullable String separator;

    @Option(
            names = "--identified",
            description =
                    "Read your own DICOM files although they are not marked as de-identified; without it such a folder is refused.")
    private boolean identified;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public DataInput() {}

    /** The folder. */
    public Path dir() {
        if (!Files.exists(dir)) {
            throw InputException.of("DIR", "a folder", "nothing at that place", "check the path");
        }
        return dir;
    }

    /** The reader that was named, or the one that recognises the folder. */
    public Dataset dataset() {
        if (as != null) {
            return Datasets.byId(as);
        }
        List<Dataset> found = Datasets.recognising(dir());
        if (found.isEmpty()) {
            throw InputException.of(
                    "DIR", "a layout of 'vesalius data list'", "none of them", "name the reader with --as ID");
        }
        return found.getFirst();
    }

    /** Everything that a reader is told. */
    public ReadOptions options(Dataset reader) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        if (identified && reader.settings().containsKey(IDENTIFIED)) {
            all.put(IDENTIFIED, "yes");
        }
        put(all, "csv-img-key", imageKey);
        put(all, "csv-caption-key", captionKey);
        put(all, "csv-separator", separator);
        return new ReadOptions(all);
    }

    private static void put(Map<String, String> all, String name, @Nullable String value) {
        if (value != null) {
            all.put(name, value);
        }
    }
}
