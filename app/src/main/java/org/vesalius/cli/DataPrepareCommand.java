package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.dataset.Split;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.shard.Counts;
import org.vesalius.shard.Fold;
import org.vesalius.shard.Manifest;
import org.vesalius.shard.Preparation;
import org.vesalius.shard.PrepareOptions;
import org.vesalius.shard.SplitRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a set ready for training. */
@Command(
        name = "prepare",
        description = "Split by patient and write WebDataset shards with manifest, index and data card.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius data prepare /data/nih --as nih-cxr14 --out prepared/nih",
            "  vesalius deidentify /data/own /data/clean       your own DICOM files first",
            "  vesalius data prepare /data/clean --as dicom --out prepared/own --max-side 320 --split-shares 70,10,20",
            "  vesalius data prepare /data/covid --out covid-1 --fold 1/5      then 2/5 to 5/5; see 'vesalius folds'",
            "",
            "The folder appears whole or not at all, and preparing again gives the same bytes. For your own files, the salt of the pseudonymous keys",
            "and the table of keys and identifiers lie in OUT-private beside OUT: keep that folder to yourself. Your own DICOM files that are not marked",
            "as de-identified are refused unless you say --identified."
        })
public final class DataPrepareCommand implements Callable<Integer> {
    @Mixin
    private DataInput input;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the prepared set goes.")
    private Path out;

    @Option(
            names = "--split",
            paramLabel = "RULE",
            defaultValue = "AUTO",
            description =
                    "auto: the published split where there is a sound one, else by hash; official; hash. Default: ${DEFAULT-VALUE}.")
    private SplitRule split;

    @Option(
            names = "--split-shares",
            paramLabel = "TRAIN,VAL,TEST",
            defaultValue = "80,10,10",
            description = "Shares of the patients for a split by hash. Default: ${DEFAULT-VALUE}.")
    private String shares;

    @Option(
            names = "--fold",
            paramLabel = "NUMBER/FOLDS",
            description =
                    "Deal the patients by hash into FOLDS parts of about as many studies; part NUMBER is the test, and the others are divided by the first two of --split-shares.")
    private @Nullable String fold;

    @Option(names = "--seed", defaultValue = "0", description = "Of the split by hash. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--max-side",
            paramLabel = "PIXELS",
            defaultValue = "512",
            description = "Longest side of stored pictures; smaller ones keep their size. Default: ${DEFAULT-VALUE}.")
    private int maxSide;

    @Option(
            names = "--volume-side",
            paramLabel = "VOXELS",
            defaultValue = "192",
            description = "Longest side of stored volumes; smaller ones keep their size. Default: ${DEFAULT-VALUE}.")
    private int volumeSide;

    @Option(
            names = "--shard-size",
            paramLabel = "STUDIES",
            defaultValue = "1000",
            description = "Studies in a shard. Default: ${DEFAULT-VALUE}.")
    private int shardSize;

    @Option(
            names = "--private",
            paramLabel = "DIR",
            description =
                    "Where the salt of your own data lies; share it between sets to get the same keys. Default: OUT-private.")
    private @Nullable Path privateDir;

    @Mixin
    private Output output;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public DataPrepareCommand() {}

    /** What {@code --json} prints. */
    record Result(
            String out,
            String dataset,
            String digest,
            String splitDigest,
            String splitRule,
            Map<Split, Counts> counts,
            Map<Problem.Kind, Integer> problems,
            Manifest.Duplicates duplicates,
            List<Manifest.Shard> shards) {}

    @Override
    public Integer call() throws IOException {
        Dataset dataset = input.dataset();
        double[] parts = shares();
        PrepareOptions options = PrepareOptions.defaults()
                .withRead(input.options(dataset))
                .withSplit(split, parts[0], parts[1], seed)
                .withFold(fold())
                .withSizes(maxSide, shardSize)
                .withVolumeSide(volumeSide)
                .withPrivateDir(privateDir);
        Preparation.Prepared made = Preparation.run(dataset, input.dir(), out, options, output.progress());
        Manifest manifest = made.manifest();
        output.result(
                new Result(
                        out.toString(),
                        manifest.name(),
                        manifest.digest(),
                        manifest.splitDigest(),
                        manifest.splitRule(),
                        manifest.counts(),
                        manifest.problems(),
                        manifest.duplicates(),
                        manifest.shards()),
                text(manifest));
        return ExitCode.OK;
    }

    private @Nullable Fold fold() {
        if (fold != null && split == SplitRule.OFFICIAL) {
            throw InputException.of("--fold", "no --split beside it", "--split official", "leave one of the two out");
        }
        return fold == null ? null : Fold.parse(fold);
    }

    private double[] shares() {
        String[] cells = shares.split(",");
        try {
            double[] parts = {Double.parseDouble(cells[0]), Double.parseDouble(cells[1]), Double.parseDouble(cells[2])};
            double sum = parts[0] + parts[1] + parts[2];
            if (cells.length == 3 && sum > 0 && parts[0] >= 0 && parts[1] >= 0 && parts[2] >= 0) {
                return new double[] {parts[0] / sum, parts[1] / sum};
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            // told below
        }
        throw InputException.of("--split-shares", "three shares such as 80,10,10", shares, "correct them");
    }

    private String text(Manifest manifest) {
        Table table =
                new Table("split", "studies", "patients", "images", "volumes", "with text", "boxes", "masks", "shards");
        manifest.counts()
                .forEach((part, c) -> table.row(
                        part.lower(),
                        c.studies(),
                        c.patients(),
                        c.images(),
                        c.volumes(),
                        c.texts(),
                        c.boxes(),
                        c.drawn(),
                        manifest.shards().stream()
                                .filter(shard -> shard.split() == part)
                                .count()));
        StringBuilder text = new StringBuilder();
        text.append("Prepared ")
                .append(manifest.name())
                .append(" in ")
                .append(out)
                .append("\n\n");
        text.append(table).append('\n').append(DataCheckCommand.duplicates(manifest.duplicates()));
        if (!manifest.problems().isEmpty()) {
            Table kinds = new Table("left out or changed", "number");
            manifest.problems().forEach((kind, n) -> kinds.row(kind, n));
            text.append('\n').append(kinds).append("Each with its reason: problems.jsonl\n");
        }
        text.append("\nsplit   ").append(manifest.splitRule());
        text.append("\ndigest  ").append(manifest.digest());
        if (manifest.card().access() == DatasetCard.Access.OWN) {
            text.append("\nprivate ")
                    .append(privateDir == null ? out + "-private" : privateDir)
                    .append(" holds the salt of the keys: keep it to yourself");
        }
        return text.toString();
    }
}
