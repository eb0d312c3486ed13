package org.vesalius.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.InputException;
import org.vesalius.tensor.Device;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Seed;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * A tree of named parameters and buffers, the owner of their memory until {@link #close}. {@code params.at("layer1")} is a view of the same tree with a prefix, so that a layer names only its own part;
 * all views share the training flag, the seed and the device.
 *
 * <p>A parameter's first value depends on the seed and its full name alone, not on what else was registered. Names seen through a view are relative to it.
 */
public final class Params implements AutoCloseable {
    private enum Kind {
        PARAMETER,
        BUFFER
    }

    private record Slot(Kind kind, Tensor tensor) {}

    private static final class Tree {
        private final SequencedMap<String, Slot> slots = new LinkedHashMap<>();
        private final long seed;
        private final Device device;
        private final boolean filled;
        private boolean training = true;

        private Tree(long seed, Device device, boolean filled) {
            this.seed = seed;
            this.device = device;
            this.filled = filled;
        }
    }

    private final Tree tree;
    private final String prefix;

    private Params(Tree tree, String prefix) {
        this.tree = tree;
        this.prefix = prefix;
    }

    /** An empty tree on the processor, in training mode. */
    public static Params create(long seed) {
        return create(seed, Device.CPU);
    }

    /** An empty tree on {@code device}, in training mode. */
    public static Params create(long seed, Device device) {
        return new Params(new Tree(seed, device, true), "");
    }

    /** A tree whose tensors have shapes and names but no memory of their own: for counting what a model would have. */
    public static Params shapesOnly() {
        return new Params(new Tree(0, Device.CPU, false), "");
    }

    /** A view whose names all begin with {@code name} and a dot. */
    public Params at(String name) {
        return new Params(tree, prefix + name + ".");
    }

    /** A view of the n-th of several alike. */
    public Params at(int index) {
        return at(Integer.toString(index));
    }

    /** Registers a float32 parameter that receives gradients. */
    public Tensor parameter(String name, Init init, long... shape) {
        Tensor tensor = Scope.owned(() -> filled(prefix + name, init, shape));
        requireGradient(tensor, true);
        return register(name, Kind.PARAMETER, tensor);
    }

    /** Registers a float32 buffer: saved with the parameters, never trained. */
    public Tensor buffer(String name, Init init, long... shape) {
        return register(name, Kind.BUFFER, Scope.owned(() -> filled(prefix + name, init, shape)));
    }

    /** Registers a copy of {@code value} as a buffer, of any type. */
    public Tensor buffer(String name, Tensor value) {
        return register(
                name,
                Kind.BUFFER,
                Scope.owned(() -> tree.device.move(value.detach().clone())));
    }

    /** Whether dropout drops and batch norm uses the batch: one flag for the whole tree. */
    public boolean training() {
        return tree.training;
    }

    /** Sets the flag of the whole tree. */
    public void training(boolean training) {
        tree.training = training;
    }

    /** Where all tensors of the tree live. */
    public Device device() {
        return tree.device;
    }

    /** The seed that first values come from. */
    public long seed() {
        return tree.seed;
    }

    /** Parameters below this view, in the order of registration. */
    public SequencedMap<String, Tensor> parameters() {
        return select((_, slot) -> slot.kind() == Kind.PARAMETER);
    }

    /** Buffers below this view, in the order of registration. */
    public SequencedMap<String, Tensor> buffers() {
        return select((_, slot) -> slot.kind() == Kind.BUFFER);
    }

    /** Parameters and buffers below this view, in the order of registration: what a checkpoint holds. */
    public SequencedMap<String, Tensor> state() {
        return select((_, _) -> true);
    }

    /** Parameters below this view that receive gradients. */
    public SequencedMap<String, Tensor> trainable() {
        return select(
                (_, slot) -> slot.kind() == Kind.PARAMETER && slot.tensor().requires_grad());
    }

    /** Parameters whose name (relative to this view) is accepted receive no gradients from now on. */
    public void freeze(Predicate<String> names) {
        requireGradients(names, false);
    }

    /** Undoes {@link #freeze}. */
    public void unfreeze(Predicate<String> names) {
        requireGradients(names, true);
    }

    /** The number of values of all parameters below this view. */
    public long count() {
        return parameters().values().stream().mapToLong(Tensor::numel).sum();
    }

    /** The parameter or buffer {@code name} of this view; an unknown name is an error that lists the nearest. */
    public Tensor get(String name) {
        Slot slot = tree.slots.get(prefix + name);
        if (slot == null) {
            throw InputException.unknown("parameter", prefix + name, tree.slots.keySet());
        }
        return slot.tensor();
    }

    /** Copies {@code value} into the parameter or buffer {@code name}; type and device are adapted, the shape must be the same. */
    public void set(String name, Tensor value) {
        Tensor slot = get(name);
        try (var _ = Scope.open();
                var _ = Gradients.off()) {
            Shapes.check(prefix + name, value, Shapes.of(slot));
            slot.copy_(value);
        }
    }

    /** Forgets the gradients of all parameters below this view. */
    public void clearGradients() {
        try (var _ = Scope.open()) {
            Tensor none = new Tensor();
            for (Tensor parameter : parameters().values()) {
                parameter.mutable_grad().put(none);
            }
        }
    }

    /** Frees the whole tree; views of it are then unusable. */
    @Override
    public void close() {
        List<Slot> slots = new ArrayList<>(tree.slots.values());
        tree.slots.clear();
        slots.forEach(slot -> slot.tensor().close());
    }

    private Tensor filled(String fullName, Init init, long[] shape) {
        try (var _ = Gradients.off()) {
            if (!tree.filled) {
                return Tensors.zeros().expand(shape);
            }
            Tensor tensor = Tensors.zeros(shape);
            init.fill(tensor, Seed.mix(tree.seed, fullName));
            return tree.device.move(tensor);
        }
    }

    private Tensor register(String name, Kind kind, Tensor tensor) {
        if (tree.slots.putIfAbsent(prefix + name, new Slot(kind, tensor)) != null) {
            tensor.close();
            throw new InputException("parameter " + prefix + name + ": registered twice; give each layer its own view");
        }
        return tensor;
    }

    private void requireGradients(Predicate<String> names, boolean required) {
        parameters().forEach((name, tensor) -> {
            if (names.test(name)) {
                requireGradient(tensor, required);
            }
        });
    }

    private static void requireGradient(Tensor tensor, boolean required) {
        try (var _ = Scope.open()) {
            // the call may answer with the very same Java object: never close what it returns
            tensor.set_requires_grad(required);
        }
    }

    private SequencedMap<String, Tensor> select(BiPredicate<String, Slot> wanted) {
        SequencedMap<String, Tensor> found = new LinkedHashMap<>();
        tree.slots.forEach((name, slot) -> {
            if (name.startsWith(prefix) && wanted.test(name, slot)) {
                found.put(name.substring(prefix.length()), slot.tensor());
            }
        });
        return Collections.unmodifiableSequencedMap(found);
    }
}
