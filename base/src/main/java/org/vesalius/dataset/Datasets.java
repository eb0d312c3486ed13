package org.vesalius.dataset;

import java.nio.file.Path;
import java.util.List;
import org.vesalius.io.InputException;
import org.vesalius.phantom.PhantomDataset;

/** All readers, sorted by id: a new one adds its line. */
public final class Datasets {
    private static final List<Dataset> ALL = List.of(
            new Abide(),
            new Adni(),
            new BrainTumorMri(),
            new ChestImaGenome(),
            new CheXpert(),
            new CovCtr(),
            new CovidChestXray(),
            new CovidCt(),
            new CovidRural(),
            new CovidSeg(),
            new Covidx(),
            new CsvTable(),
            new CtReports(),
            new CxrPro(),
            new DicomFolder(),
            new DrugEhrQa(),
            new EyeGaze(),
            new PictureFolder(),
            new Icd10Cm(),
            new Inspect(),
            new JsonLines(),
            new Medicat(),
            new MedMd(),
            new MedMnist(),
            new MimicCxr(),
            new MimicCxrAnnotations(),
            new MimicCxrJpg(),
            new MimicNle(),
            new Mmqs(),
            new Montgomery(),
            new MoNuSeg(),
            new MosMedData(),
            new MsCxr(),
            new MultiMedBench(),
            new Mura(),
            new NihChestXray14(),
            new ObjectCxr(),
            new OpenI(),
            new Ovqa(),
            new PadChest(),
            new PathVqa(),
            new PaxRay(),
            new PhantomDataset(),
            new PmcOa(),
            new QataCov19(),
            new R2GenAnnotation(),
            new RadFusion(),
            new RadGraph(),
            new RadNli(),
            new ReXVal(),
            new Roco(),
            new RsnaPneumonia(),
            new SatDs(),
            new Shenzhen(),
            new SiimPneumothorax(),
            new Slake(),
            new Tcga(),
            new Texts(),
            new UkBiobank(),
            new VinDrCxr(),
            new VolumeFolder(),
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
