package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.image.Image;
import org.vesalius.infer.Inference;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.TextRead;
import org.vesalius.model.TextSide;
import org.vesalius.objective.LocalContrast;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/**
 * How well the best word of a text finds its place in a picture: the greatest cosine of a word with the regions that it attends to, with GLoRIA's temperature of attention. The words are the first token and all words, as the paper means it;
 * the released slice ran over padding too, whose cosine of 0 was the least that any text got. Shapes: B pictures, T texts, W words, D size.
 */
final class WordFits {
    private static final int TEXTS = 16;

    private WordFits() {}

    /** Pictures x texts. */
    static double[][] of(Inference model, List<Image> images, List<String> texts) {
        List<double[]> fits = new ArrayList<>();
        model.show(images, side -> {
            int rows = (int) side.patchesBND().size(0);
            double[][] own = new double[rows][texts.size()];
            for (int from = 0; from < texts.size(); from += TEXTS) {
                List<String> some = texts.subList(from, Math.min(texts.size(), from + TEXTS));
                float[][] fitBT = fit(model.model(), side.patchesBND(), some);
                for (int b = 0; b < rows; b++) {
                    for (int t = 0; t < some.size(); t++) {
                        own[b][from + t] = fitBT[b][t];
                    }
                }
            }
            fits.addAll(List.of(own));
        });
        return fits.toArray(double[][]::new);
    }

    private static float[][] fit(DualEncoder model, Tensor patchesBND, List<String> texts) {
        try (var _ = Scope.open();
                var _ = Gradients.off()) {
            TextSide words = words(model, texts);
            Tensor attentionBTWN = LocalContrast.attention(
                    patchesBND, words.tokensTWD(), words.maskTW(), LocalContrast.GLORIA.attention());
            Tensor attendedBTWD = Tensors.normalize(LocalContrast.attended(attentionBTWN, patchesBND));
            Tensor cosineBTW = attendedBTWD
                    .mul(Tensors.normalize(words.tokensTWD()).unsqueeze(0))
                    .sum(-1)
                    .masked_fill(words.maskTW().eq(new Scalar(0)).unsqueeze(0), new Scalar(Double.NEGATIVE_INFINITY));
            return Tensors.rows(cosineBTW.amax(new long[] {2}, false));
        }
    }

    /** The first token, then the words. */
    private static TextSide words(DualEncoder model, List<String> texts) {
        TextRead read = model.read(texts);
        TextRead words = model.byWords(read);
        Tensor firstT1F = read.tokensTWF().narrow(1, 0, 1);
        Tensor isT1 = torch.ones_like(words.maskTW().narrow(1, 0, 1));
        return model.joint(new TextRead(
                words.pooledTF(),
                Tensors.cat(List.of(firstT1F, words.tokensTWF()), 1),
                Tensors.cat(List.of(isT1, words.maskTW()), 1),
                words.ids(),
                null));
    }
}
