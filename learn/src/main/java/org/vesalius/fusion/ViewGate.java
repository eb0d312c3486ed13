package org.vesalius.fusion;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.InputException;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/**
 * How much each view of a study counts, patch by patch: Zhou et al., "Generalized radiograph representation learning via cross-supervision between images and free-text radiology reports", Nature Machine Intelligence 2022, arXiv 2111.03452 (REFERS). At each
 * patch a view's gate is the sigmoid of one linear map of that patch in all views; each view has a map of its own. The class vector of a view is added to its patches first. Keys: {@code 0.weight} [1, views·D], {@code 0.bias}, {@code 1.…}. Shapes: B
 * studies, N patches, D size.
 */
public final class ViewGate {
    private final List<Linear> gates = new ArrayList<>();

    private ViewGate(Params params, int views, int size) {
        for (int i = 0; i < views; i++) {
            gates.add(Linear.of(params.at(i), views * size, 1));
        }
    }

    /** Registered in {@code params}, for so many views of a study. */
    public static ViewGate of(Params params, int views, int size) {
        return new ViewGate(params, views, size);
    }

    /** The gated patches of all views one after the other, [B, views·N, D], for a decoder to look at; {@code globalsBD} and {@code patchesBND} hold one tensor a view. */
    public Tensor forward(List<Tensor> globalsBD, List<Tensor> patchesBND) {
        if (globalsBD.size() != gates.size() || patchesBND.size() != gates.size()) {
            throw InputException.of(
                    "views",
                    gates.size() + "",
                    globalsBD.size() + " global vectors and " + patchesBND.size() + " grids",
                    "give as many as the gate was made for");
        }
        return Scope.returning(() -> {
            List<Tensor> views = new ArrayList<>();
            for (int i = 0; i < gates.size(); i++) {
                views.add(patchesBND.get(i).add(globalsBD.get(i).unsqueeze(1)));
            }
            Tensor all = Tensors.cat(views, 2);
            List<Tensor> gated = new ArrayList<>();
            for (int i = 0; i < gates.size(); i++) {
                gated.add(views.get(i).mul(gates.get(i).forward(all).sigmoid()));
            }
            return Tensors.cat(gated, 1);
        });
    }
}
