package org.vesalius.recipe;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.TextRead;
import org.vesalius.model.TextSide;
import org.vesalius.tensor.Tensors;

/** Texts as words, for comparison with regions. */
final class WordVectors {
    private WordVectors() {}

    /** The first token (CLS), then the words, as GLoRIA compares them; the side's tokens are these, and its mask tells them. It belongs to the open scope. */
    static TextSide withFirst(DualEncoder model, List<String> texts) {
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
