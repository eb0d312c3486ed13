package org.vesalius.recipe;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.vesalius.model.DualEncoder;
import org.vesalius.report.CheXpert14;
import org.vesalius.report.LabelState;
import org.vesalius.tensor.Device;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Batch;
import org.vesalius.train.Example;

/** Vectors that come with an image, beside its text. */
public enum Modality {
    /** Copies of the minor allele, 0 to 2, one digit a variant ({@code genotype} of the reader's facts), less one. */
    GENOTYPE(32),
    /** CheXpert's 14 labels in its codes. */
    LABELS(CheXpert14.NAMES.size());

    private final int size;

    Modality(int size) {
        this.size = size;
    }

    /** Length of a vector. */
    public int size() {
        return size;
    }

    /** As in names of parameters and of loss terms. */
    String lower() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The rows of the batch that have it. */
    List<Integer> present(List<Example> examples) {
        return IntStream.range(0, examples.size())
                .filter(i -> has(examples.get(i)))
                .boxed()
                .toList();
    }

    /** The rows that have all. */
    static List<Integer> complete(List<Modality> modalities, List<Example> examples) {
        return IntStream.range(0, examples.size())
                .filter(i -> modalities.stream().allMatch(modality -> modality.has(examples.get(i))))
                .boxed()
                .toList();
    }

    /** Some rows of {@code xBD}. */
    static Tensor select(Tensor xBD, List<Integer> rows) {
        return Scope.returning(() -> xBD.index_select(
                0,
                Tensors.ofLongs(rows.stream().mapToLong(row -> row).toArray(), rows.size())
                        .to(xBD.device(), ScalarType.Long)));
    }

    private boolean has(Example example) {
        return switch (this) {
            case GENOTYPE -> example.facts().getOrDefault("genotype", "").length() == size;
            case LABELS ->
                CheXpert14.NAMES.stream()
                        .anyMatch(name -> example.labels()
                                .getOrDefault(name, LabelState.BLANK)
                                .mentioned());
        };
    }

    /** The vectors of those rows: [rows, size]. */
    Tensor vectors(List<Example> examples, List<Integer> rows, Device device) {
        List<Example> chosen = rows.stream().map(examples::get).toList();
        return device.move(
                switch (this) {
                    case GENOTYPE -> genotypes(chosen);
                    case LABELS ->
                        LabelVectors.coded(chosen.stream().map(Example::labels).toList(), CheXpert14.NAMES);
                });
    }

    /** The vectors of all studies of a batch, which all must have one, in the joint space: [B, D]. */
    Tensor encoded(VectorEncoder encoder, Batch batch, DualEncoder model) {
        return encoder.forward(vectors(
                batch.examples(),
                IntStream.range(0, batch.size()).boxed().toList(),
                model.params().device()));
    }

    private Tensor genotypes(List<Example> examples) {
        float[] copies = new float[examples.size() * size];
        for (int i = 0; i < examples.size(); i++) {
            String digits = examples.get(i).facts().getOrDefault("genotype", "");
            for (int snp = 0; snp < size; snp++) {
                copies[i * size + snp] = Character.digit(digits.charAt(snp), 10) - 1;
            }
        }
        return Tensors.of(copies, examples.size(), size);
    }
}
