package org.vesalius.train;

import java.util.ArrayList;
import java.util.List;
import org.vesalius.model.DualEncoder;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/** The pairs of a batch that make its loss not finite. */
final class Culprits {
    private Culprits() {}

    /** Those whose picture or vectors alone are not finite; all when none stands out. */
    static List<Example> of(DualEncoder model, Ready ready) {
        List<Example> examples = ready.examples();
        int length = ready.pixels(0).length / examples.size();
        List<Example> found = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            if (!finite(ready.pixels(0), i * length, length) || !finiteVectors(model, ready, i)) {
                found.add(examples.get(i));
            }
        }
        return found.isEmpty() ? examples : found;
    }

    private static boolean finiteVectors(DualEncoder model, Ready ready, int index) {
        int length = ready.pixels(0).length / ready.examples().size();
        int size = model.spec().transform().size();
        boolean training = model.params().training();
        model.params().training(false);
        try (var _ = Scope.open();
                var _ = Gradients.off()) {
            float[] one = java.util.Arrays.copyOfRange(ready.pixels(0), index * length, (index + 1) * length);
            var image = model.params().device().move(Tensors.of(one, 1, length / size / size, size, size));
            float[] img = Tensors.floats(model.images(image).imgBD());
            float[] txt = Tensors.floats(
                    model.texts(List.of(ready.examples().get(index).text())));
            return finite(img, 0, img.length) && finite(txt, 0, txt.length);
        } finally {
            model.params().training(training);
        }
    }

    private static boolean finite(float[] values, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (!Float.isFinite(values[i])) {
                return false;
            }
        }
        return true;
    }
}
