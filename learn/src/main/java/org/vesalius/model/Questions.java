package org.vesalius.model;

import org.bytedeco.pytorch.Tensor;
import org.vesalius.fusion.QueryDecoder;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;

/** A decoder of questions and its answer: yes or no. Keys: {@code decoder.*}, {@code classifier.*}. Shapes: B images, Q questions, N patches, D joint size. */
final class Questions {
    private final QueryDecoder decoder;
    private final Linear classifier;

    Questions(Params params, Fusion.EntityQueries spec, int joint) {
        decoder = new QueryDecoder(
                params.at("decoder"),
                new QueryDecoder.Spec(joint, spec.layers(), spec.heads(), spec.feedForward(), spec.dropout(), false));
        classifier = Linear.of(params.at("classifier"), joint, 2);
    }

    Answers ask(Tensor textsQD, Tensor patchesBND) {
        try (var scope = Scope.open()) {
            Tensor queriesBQD = textsQD.unsqueeze(0).expand(patchesBND.size(0), -1, -1);
            QueryDecoder.Answers found = decoder.forward(queriesBQD, patchesBND, null);
            Shapes.check("answers", found.outBQD(), Shapes.of(queriesBQD));
            return new Answers(
                    scope.release(found.outBQD()),
                    scope.release(classifier.forward(found.outBQD())),
                    scope.release(found.meanMap()));
        }
    }
}
