package org.vesalius.dataset;

import java.nio.file.Path;
import java.util.List;
import org.vesalius.io.InputException;
import org.vesalius.phantom.PhantomDataset;

/** All readers, sorted by id: a new one adds its line. */
public final class Datasets {
    private static final List<Dataset> ALL = List.of(
            new ChestImaGenome(),
            new CheXpert(),
            new CovCtr(),
            new CovidChestXray(),
            new CovidCt(),
            new CovidRural(),
            new Covidx(),
            new CsvTable(),
            new CxrPro(),
            new DicomFolder(),
            new EyeGaze(),
            new PictureFolder(),
            new JsonLines(),
            new MimicCxr(),
            new MimicCxrAnnotations(),
            new MimicCxrJpg(),
            new MimicNle(),
            new Montgomery(),
            new MsCxr(),
            new Mura(),
            new NihChestXray14(),
            new ObjectCxr(),
            new OpenI(),
            new Ovqa(),
            new PadChest(),
            new PathVqa(),
            new PaxRay(),
            new PhantomDataset(),
            new R2GenAnnotation(),
            new RadGraph(),
            new RadNli(),
            new ReXVal(),
            new RsnaPneumonia(),
            new Shenzhen(),
            new SiimPneumothorax(),
            new Slake(),
            new VinDrCxr(),
            new VqaRad(),
            new VqaMed2019(),
            new VqaMed2021());

    private Datasets() {}

    /** All, sorted by id. */
    public static List<Dataset> all() {
        return ALL;
    }

    /** The reader of this id; an unknown one is an error with the nearest. */
    public static Dataset byId(String id) {
        return ALL.stream()
                .filter(dataset -> dataset.card().id().equals(id))
                .findFirst()
                .orElseThrow(() -> InputException.unknown(
                        "dataset",
                        id,
                        ALL.stream().map(dataset -> dataset.card().id()).toList()));
    }

    /** The readers that recognise a folder: those of published layouts, or where there is none the first for the user's own files. */
    public static List<Dataset> recognising(Path dir) {
        List<Dataset> all =
                ALL.stream().filter(dataset -> dataset.recognises(dir)).toList();
        List<Dataset> published = all.stream()
                .filter(dataset -> dataset.card().access() != DatasetCard.Access.OWN)
                .toList();
        return published.isEmpty() ? all.stream().limit(1).toList() : published;
    }
}
