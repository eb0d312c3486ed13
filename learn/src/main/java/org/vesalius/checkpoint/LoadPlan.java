package org.vesalius.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.archive.ElementType;
import org.vesalius.archive.StoredTensor;
import org.vesalius.io.InputException;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/** Which tensors of a file fill which of a model: made whole before the first value is copied. */
final class LoadPlan {
    /** The tensors of the file that make one of the model, by their place. */
    private static final class Sources {
        private final KeyMap.Target target;
        private final SortedMap<Integer, StoredTensor> parts = new TreeMap<>();

        private Sources(KeyMap.Target target) {
            this.target = target;
        }

        boolean whole() {
            return parts.size() == target.parts();
        }

        /** Of the parts joined, before any change; parts that do not go together have the shape of the first. */
        List<Long> shape() {
            List<Long> shape = new ArrayList<>(parts.firstEntry().getValue().shape());
            if (parts.size() > 1 && !shape.isEmpty()) {
                shape.set(
                        0,
                        parts.values().stream()
                                .mapToLong(part -> part.shape().getFirst())
                                .sum());
            }
            return shape;
        }

        /** Whether the parts differ in their number of dimensions, or in one beside the first. */
        boolean apart() {
            return parts.values().stream()
                            .map(part -> part.shape().isEmpty()
                                    ? part.shape()
                                    : part.shape().subList(1, part.shape().size()))
                            .distinct()
                            .count()
                    > 1;
        }

        Tensor value(List<Long> wanted) {
            List<Tensor> tensors = parts.values().stream().map(Weights::tensor).toList();
            Tensor joined = tensors.size() == 1 ? tensors.getFirst() : Tensors.cat(tensors, 0);
            return target.change().map(change -> change.apply(joined, wanted)).orElse(joined);
        }
    }

    private final SequencedMap<String, Sources> sources = new LinkedHashMap<>();
    private final List<String> used = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> optional = new ArrayList<>();
    private final List<String> zero = new ArrayList<>();
    private final List<String> wrongShape = new ArrayList<>();

    private LoadPlan() {}

    static LoadPlan of(
            SequencedMap<String, Tensor> model, SequencedMap<String, StoredTensor> file, KeyMap keys, String what) {
        LoadPlan plan = new LoadPlan();
        file.forEach((name, tensor) -> plan.place(model, name, tensor, keys, what));
        model.forEach((name, tensor) -> plan.match(name, tensor, keys));
        return plan;
    }

    LoadReport report() {
        return new LoadReport(used, ignored, unexpected, missing, optional, zero, wrongShape);
    }

    /** The values for the model's {@code name}; belongs to the scope that is open. */
    Tensor value(String name, List<Long> wanted) {
        Sources found = sources.get(name);
        if (found == null) {
            throw new IllegalArgumentException(name + " is not in the plan");
        }
        return found.value(wanted);
    }

    private void place(Map<String, Tensor> model, String name, StoredTensor tensor, KeyMap keys, String what) {
        keys.target(name)
                .ifPresentOrElse(
                        target -> {
                            if (!model.containsKey(target.name())) {
                                unexpected.add(
                                        target.name().equals(name) ? name : name + " (as " + target.name() + ")");
                                return;
                            }
                            Sources found = sources.computeIfAbsent(target.name(), _ -> new Sources(target));
                            if (found.parts.put(target.part(), tensor) != null) {
                                throw new InputException(what + ": two tensors would fill " + target.name()
                                        + ", the second is " + name + "; make the KeyMap ignore one");
                            }
                        },
                        () -> ignored.add(name));
    }

    private void match(String name, Tensor tensor, KeyMap keys) {
        Sources found = sources.get(name);
        if (found == null || !found.whole()) {
            (found == null && keys.isZero(name) ? zero : keys.mayMiss(name) ? optional : missing).add(name);
            return;
        }
        String misfit = misfit(name, tensor, found);
        if (misfit.isEmpty()) {
            used.add(name);
        } else {
            wrongShape.add(name + ": " + misfit);
        }
    }

    private static String misfit(String name, Tensor tensor, Sources found) {
        List<Long> expected = Weights.shape(tensor);
        if (found.apart()) {
            return "expected parts that join along the first dimension, got "
                    + found.parts.values().stream().map(StoredTensor::shape).toList();
        }
        ElementType wanted = ElementTypes.of(name, tensor);
        StoredTensor first = found.parts.firstEntry().getValue();
        List<Long> got = found.target.change().isEmpty() ? found.shape() : shapeOf(found, expected);
        if (!got.equals(expected)) {
            return "expected shape " + expected + ", got " + got;
        }
        if (first.type().floating() != wanted.floating()) {
            return "expected " + wanted + ", got " + first.type();
        }
        return "";
    }

    private static List<Long> shapeOf(Sources found, List<Long> wanted) {
        try (var _ = Scope.open();
                var _ = Gradients.off()) {
            return Weights.shape(found.value(wanted));
        }
    }
}
