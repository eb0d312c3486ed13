package org.vesalius.bench;

import java.util.ArrayList;
import java.util.List;
import org.vesalius.nn.Losses;
import org.vesalius.tensor.Scope;
import org.vesalius.train.Batch;
import org.vesalius.train.Method;
import org.vesalius.train.Plan;

/** The batches that a trainer showed its method, pictures as they were augmented and texts as they were drawn: a loop that gets them ready has the same work to do. */
final class Seen implements AutoCloseable {
    private final int most;
    private final List<Batch> batches = new ArrayList<>();

    /** Keeps the first {@code most}. */
    Seen(int most) {
        this.most = most;
    }

    /** In the order of the steps. */
    List<Batch> batches() {
        return List.copyOf(batches);
    }

    /** {@code plan} with a method that also keeps its batches. */
    Plan watching(Plan plan) {
        return plan.withMethod((own, model) -> {
            Method.Step step = plan.method().begin(own, model);
            return new Method.Step() {
                @Override
                public void losses(Batch batch, Losses losses) {
                    keep(batch);
                    step.losses(batch, losses);
                }

                @Override
                public void afterUpdate() {
                    step.afterUpdate();
                }
            };
        });
    }

    private void keep(Batch batch) {
        if (batches.size() < most) {
            List<Batch.Pictures> pictures = batch.pictures().stream()
                    .map(shown -> new Batch.Pictures(
                            Scope.owned(() -> shown.imgBCHW().clone()),
                            Scope.owned(() -> shown.presentB().clone())))
                    .toList();
            batches.add(new Batch(pictures, batch.examples(), batches.size()));
        }
    }

    @Override
    public void close() {
        for (Batch batch : batches) {
            for (Batch.Pictures pictures : batch.pictures()) {
                pictures.imgBCHW().close();
                pictures.presentB().close();
            }
        }
    }
}
