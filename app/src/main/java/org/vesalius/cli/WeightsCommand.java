package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vesalius.archive.StoredTensor;
import org.vesalius.archive.TensorFile;
import org.vesalius.checkpoint.KeyMap;
import org.vesalius.checkpoint.KeyMaps;
import org.vesalius.checkpoint.LoadReport;
import org.vesalius.checkpoint.TorchFile;
import org.vesalius.checkpoint.Weights;
import org.vesalius.nn.Params;
import org.vesalius.vision.ClipVision;
import org.vesalius.vision.DenseNet;
import org.vesalius.vision.ResNet;
import org.vesalius.vision.Swin;
import org.vesalius.vision.Vit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks into a weight file without running anything in it. */
@Command(
        name = "weights",
        description =
                "List the tensors of a weight file (.pt, .pth, .ckpt, .bin, .safetensors) without running anything in it, say whether they fit a tower, or convert them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius weights resnet50.pth                       names, types and shapes",
            "  vesalius weights resnet50.pth --fits resnet50       used, ignored and missing names",
            "  vesalius weights vit.bin --fits vit-b-16 --layout timm",
            "  vesalius weights model.ckpt --out model.safetensors",
            "",
            ExitCode.LIST
        })
final class WeightsCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Parameters(paramLabel = "FILE", description = "The weight file.")
    private Path file;

    @Option(names = "--fits", paramLabel = "TOWER", description = "Load it into this tower: ${COMPLETION-CANDIDATES}.")
    private @Nullable Tower tower;

    @Option(
            names = "--layout",
            defaultValue = "torchvision",
            description = "Whose names the file has: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Layout layout;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the weights there as safetensors.")
    private @Nullable Path out;

    @Option(
            names = "--leave-out-objects",
            description =
                    "Leave out settings and other objects instead of refusing a file that has them; nothing is run.")
    private boolean leaveOut;

    @SuppressWarnings("NullAway.Init")
    WeightsCommand() {}

    /** Towers of published sizes, without classifier. */
    enum Tower {
        RESNET18("resnet18"),
        RESNET34("resnet34"),
        RESNET50("resnet50"),
        RESNET101("resnet101"),
        DENSENET121("densenet121"),
        DENSENET121_GREY("densenet121-grey"),
        VIT_S_16("vit-s-16"),
        VIT_B_16("vit-b-16"),
        VIT_B_32("vit-b-32"),
        SWIN_T("swin-t"),
        CLIP_B_16("clip-b-16"),
        CLIP_B_32("clip-b-32");

        private final String label;

        Tower(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }

        private void build(Params params) {
            switch (this) {
                case RESNET18 -> new ResNet(params, ResNet.Spec.of(ResNet.Depth.R18));
                case RESNET34 -> new ResNet(params, ResNet.Spec.of(ResNet.Depth.R34));
                case RESNET50 -> new ResNet(params, ResNet.Spec.of(ResNet.Depth.R50));
                case RESNET101 -> new ResNet(params, ResNet.Spec.of(ResNet.Depth.R101));
                case DENSENET121 -> new DenseNet(params, DenseNet.Spec.of(DenseNet.Depth.D121));
                case DENSENET121_GREY ->
                    new DenseNet(params, DenseNet.Spec.of(DenseNet.Depth.D121).channels(1));
                case VIT_S_16 -> new Vit(params, Vit.Spec.small16());
                case VIT_B_16 -> new Vit(params, Vit.Spec.base16());
                case VIT_B_32 -> new Vit(params, Vit.Spec.base32());
                case SWIN_T -> new Swin(params, Swin.Spec.tiny());
                case CLIP_B_16 -> new ClipVision(params, ClipVision.Spec.base16());
                case CLIP_B_32 -> new ClipVision(params, ClipVision.Spec.base32());
            }
        }
    }

    /** Who wrote the names. */
    enum Layout {
        TORCHVISION("torchvision"),
        TIMM("timm"),
        HUGGING_FACE("hugging-face"),
        CLIP("clip"),
        XRV("torchxrayvision");

        private final String label;

        Layout(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }

        private KeyMap keys(Tower tower) {
            return switch (this) {
                case TORCHVISION ->
                    tower.label.startsWith("dense")
                            ? KeyMaps.torchvisionDenseNet()
                            : tower.label.startsWith("vit") ? KeyMaps.torchvisionVit() : KeyMaps.torchvision();
                case TIMM -> KeyMaps.timmVit();
                case HUGGING_FACE -> KeyMaps.huggingFaceVit();
                case CLIP -> KeyMaps.clipVision();
                case XRV -> KeyMaps.torchXRayVision();
            };
        }
    }

    record Entry(String name, String type, List<Long> shape) {}

    record Answer(
            String file,
            int tensors,
            long values,
            String prefix,
            List<Entry> entries,
            @Nullable LoadReport fit,
            @Nullable String sha256) {}

    @Override
    public Integer call() throws IOException {
        try (TensorFile weights = open()) {
            LoadReport fit = tower == null ? null : fit(weights, tower);
            String digest = out == null ? null : Weights.convert(weights, out);
            Answer answer = answer(weights, fit, digest);
            output.result(answer, fit == null ? listing(answer) : report(fit));
            return fit == null || fit.complete() ? ExitCode.OK : ExitCode.NO;
        }
    }

    private TensorFile open() throws IOException {
        return leaveOut ? TorchFile.read(file, TorchFile.Unknown.LEAVE_OUT) : Weights.open(file);
    }

    private LoadReport fit(TensorFile weights, Tower wanted) {
        try (Params params = Params.create(0)) {
            wanted.build(params);
            String what = String.valueOf(file.getFileName());
            return Weights.load(params, weights, layout.keys(wanted), what, Weights.Strictness.WHAT_FITS);
        }
    }

    private Answer answer(TensorFile weights, @Nullable LoadReport fit, @Nullable String digest) {
        List<Entry> entries = new ArrayList<>();
        weights.tensors()
                .forEach((name, stored) ->
                        entries.add(new Entry(name, stored.type().name(), stored.shape())));
        long values = weights.tensors().values().stream()
                .mapToLong(StoredTensor::elements)
                .sum();
        return new Answer(
                String.valueOf(file.getFileName()),
                entries.size(),
                values,
                weights.metadata().getOrDefault(TorchFile.TAKEN, ""),
                entries,
                fit,
                digest);
    }

    private static String listing(Answer answer) {
        Table table = new Table("tensor", "type", "shape");
        answer.entries().forEach(entry -> table.row(entry.name(), entry.type(), entry.shape()));
        String taken = answer.prefix().isEmpty() ? "" : ", below " + answer.prefix();
        String written = answer.sha256() == null ? "" : "\nwritten as safetensors, SHA-256 " + answer.sha256();
        return table + "%,d tensors, %,d values%s%s".formatted(answer.tensors(), answer.values(), taken, written);
    }

    private static String report(LoadReport fit) {
        StringBuilder text = new StringBuilder(fit.summary());
        section(text, "ignored", fit.ignored());
        section(text, "in the tower but not in the file", fit.missing());
        section(text, "in the file but not in the tower", fit.unexpected());
        section(text, "of another shape", fit.wrongShape());
        return text.append(fit.complete() ? "\nit fits" : "\nit does not fit").toString();
    }

    private static void section(StringBuilder text, String title, List<String> names) {
        if (!names.isEmpty()) {
            text.append("\n").append(title).append(":\n  ").append(String.join("\n  ", names));
        }
    }
}
