package org.vesalius.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.InputException;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/** The named, weighted terms of one step's loss: {@code losses.add("word", 1.0, wordLoss)}. Terms belong to the scope that is open. */
public final class Losses {
    private record Term(String name, double weight, Tensor value) {}

    private final List<Term> terms = new ArrayList<>();

    /** A term that counts {@code weight} times; {@code value} has no dimensions. */
    public Losses add(String name, double weight, Tensor value) {
        Shapes.check("loss " + name, value);
        if (terms.stream().anyMatch(term -> term.name().equals(name))) {
            throw new InputException("loss " + name + ": added twice; give each term its own name");
        }
        terms.add(new Term(name, weight, value));
        return this;
    }

    /** Σ weight · value, for backward. */
    public Tensor total() {
        if (terms.isEmpty()) {
            throw new InputException("losses: expected at least one term, got none");
        }
        return Scope.returning(() -> {
            Tensor total = weighted(terms.getFirst());
            for (Term term : terms.subList(1, terms.size())) {
                total = total.add(weighted(term));
            }
            return total;
        });
    }

    /** The unweighted values by name, in the order added. */
    public SequencedMap<String, Double> values() {
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        terms.forEach(term -> values.put(term.name(), Tensors.value(term.value())));
        return Collections.unmodifiableSequencedMap(values);
    }

    private static Tensor weighted(Term term) {
        return term.weight() == 1 ? term.value() : term.value().mul(new Scalar(term.weight()));
    }
}
