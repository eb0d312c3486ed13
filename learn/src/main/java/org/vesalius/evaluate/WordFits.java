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
    /** Texts whose words are held at once. */
    private static final int TEXTS = 256;
    /** Texts that are compared with a batch of pictures at once. */
    private static final int AT_ONCE = 16;

    private WordFits() {}

    /** Pictures x texts. */
    static double[][] of(Inference model, List<Image> images, List<String> texts) {
        double[][] fits = new double[images.size()][texts.size()];
        for (int from = 0; from < texts.size(); from += TEXTS) {
            int first = from;
            List<String> some = texts.subList(from, Math.min(texts.size(), from + TEXTS));
            try (var _ = Scope.open();
                    var _ = Gradients.off()) {
                List<TextSide> words = new ArrayList<>();
                for (int t = 0; t < some.size(); t += AT_ONCE) {
                    words.add(words(model.model(), some.subList(t, Math.min(some.size(), t + AT_ONCE))));
                }
                int[] seen = {0};
                model.show(images, side -> {
                    for (int w = 0; w < words.size(); w++) {
                        float[][] fitBT = fit(side.patchesBND(), words.get(w));
                        for (int b = 0; b < fitBT.length; b++) {
                            for (int t = 0; t < fitBT[b].length; t++) {
                                fits[seen[0] + b][first + w * AT_ONCE + t] = fitBT[b][t];
                            }
                        }
                    }
                    seen[0] += (int) side.patchesBND().size(0);
                });
            }
        }
        return fits;
    }

    private static float[][] fit(Tensor patchesBND, TextSide words) {
        try (var _ = Scope.open();
                var _ = Gradients.off()) {
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
