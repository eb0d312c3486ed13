package org.vesalius.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;

/**
 * How the names of a weight file become the names of a model: an ordered list of rules, each applied to the outcome of the ones before. Patterns match the whole name and are Java's regular expressions;
 * replacements may use {@code $1}. Immutable: every method returns a longer map.
 */
public final class KeyMap {
    private sealed interface Rule {
        record Rename(Pattern pattern, String replacement) implements Rule {}

        record Strip(String prefix) implements Rule {}

        record Ignore(Pattern pattern, String reason) implements Rule {}

        record Within(String prefix, KeyMap inner, String target) implements Rule {}

        record Adapt(Pattern pattern, BiFunction<Tensor, List<Long>, Tensor> change) implements Rule {}

        record Stack(Pattern pattern, String replacement, List<String> parts) implements Rule {}
    }

    /**
     * Where a tensor of the file goes.
     *
     * @param change applied to the values before they are copied; it gets the wanted shape
     * @param part its place when several tensors of the file are joined along the first dimension, else 0
     * @param parts how many are joined
     */
    record Target(String name, Optional<BiFunction<Tensor, List<Long>, Tensor>> change, int part, int parts) {}

    private static final KeyMap SAME = new KeyMap(List.of(), List.of(), List.of());

    private final List<Rule> rules;
    private final List<Pattern> optional;
    private final List<Pattern> zero;

    private KeyMap(List<Rule> rules, List<Pattern> optional, List<Pattern> zero) {
        this.rules = rules;
        this.optional = optional;
        this.zero = zero;
    }

    /** Every name stays as it is. */
    public static KeyMap same() {
        return SAME;
    }

    /** The names of torchvision, timm and Hugging Face models differ in this between versions: counters and position ids that can be computed. */
    public static KeyMap lenient() {
        return SAME.optional(".*\\.num_batches_tracked")
                .ignore("(.*\\.)?position_ids", "numbers that follow from the sizes")
                .optional(".*\\.relative_position_index");
    }

    /** Takes {@code prefix} off names that begin with it. */
    public KeyMap strip(String prefix) {
        return with(new Rule.Strip(prefix));
    }

    /** Puts {@code prefix} before every name. */
    public KeyMap prepend(String prefix) {
        return with(new Rule.Rename(Pattern.compile("(.*)"), prefix.replace("$", "\\$") + "$1"));
    }

    /** Renames. */
    public KeyMap rename(String pattern, String replacement) {
        return with(new Rule.Rename(Pattern.compile(pattern), replacement));
    }

    /** Leaves names of the file out. */
    public KeyMap ignore(String pattern) {
        return ignore(pattern, "");
    }

    /** Leaves names of the file out, and says why: see {@link #whyIgnored}. */
    public KeyMap ignore(String pattern, String reason) {
        return with(new Rule.Ignore(Pattern.compile(pattern), reason));
    }

    /** Names that begin with {@code prefix} go through {@code inner} without it and then get {@code target} before them; no later rule sees them. Two towers of one file have two maps so. */
    public KeyMap within(String prefix, KeyMap inner, String target) {
        KeyMap wider = with(new Rule.Within(prefix, inner, target));
        return new KeyMap(
                wider.rules,
                joined(
                        optional,
                        inner.optional.stream()
                                .map(pattern -> below(target, pattern))
                                .toList()),
                joined(
                        zero,
                        inner.zero.stream()
                                .map(pattern -> below(target, pattern))
                                .toList()));
    }

    private static Pattern below(String prefix, Pattern pattern) {
        return Pattern.compile(Pattern.quote(prefix) + "(?:" + pattern.pattern() + ")");
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    /** Leaves out all names of the file that do not begin with {@code prefix}, and takes it off the rest. */
    public KeyMap only(String prefix) {
        return ignore("(?!" + Pattern.quote(prefix) + ").*").strip(prefix);
    }

    /** Names of the model that may be missing in the file and then keep their values. */
    public KeyMap optional(String pattern) {
        return new KeyMap(rules, joined(optional, List.of(Pattern.compile(pattern))), zero);
    }

    /** Names of the model that the published one does not have, and in which it is what ours is at zero: a bias that is not there. */
    public KeyMap zero(String pattern) {
        return new KeyMap(rules, optional, joined(zero, List.of(Pattern.compile(pattern))));
    }

    /** Swaps the two dimensions of a matrix. */
    public KeyMap transpose(String pattern) {
        return adapt(pattern, (tensor, _) -> tensor.t());
    }

    /** Gives a tensor the wanted shape when it has as many elements. */
    public KeyMap reshape(String pattern) {
        return adapt(
                pattern,
                (tensor, shape) -> shape.stream().mapToLong(size -> size).reduce(1, (a, b) -> a * b) == tensor.numel()
                        ? tensor.reshape(shape.stream().mapToLong(size -> size).toArray())
                        : tensor);
    }

    /** Takes as many of the first rows as the model has: positions beyond the longest text are never looked up. */
    public KeyMap firstRows(String pattern) {
        return adapt(
                pattern,
                (tensor, shape) -> !shape.isEmpty() && tensor.dim() == shape.size() && tensor.size(0) > shape.getFirst()
                        ? tensor.narrow(0, 0, shape.getFirst())
                        : tensor);
    }

    /** Changes a tensor before it is copied; {@code change} gets it and the shape that the model wants. */
    public KeyMap adapt(String pattern, BiFunction<Tensor, List<Long>, Tensor> change) {
        return with(new Rule.Adapt(Pattern.compile(pattern), change));
    }

    /**
     * Joins tensors along their first dimension, as an attention's q, k and v become one: {@code stack("(.*)\\.(query|key|value)\\.weight", "$1.in_proj_weight", List.of("query", "key", "value"))}. Group
     * 2 of the pattern says which part a tensor is.
     */
    public KeyMap stack(String pattern, String replacement, List<String> parts) {
        return with(new Rule.Stack(Pattern.compile(pattern), replacement, List.copyOf(parts)));
    }

    /** These rules, then {@code next}'s. */
    public KeyMap then(KeyMap next) {
        return new KeyMap(joined(rules, next.rules), joined(optional, next.optional), joined(zero, next.zero));
    }

    private KeyMap with(Rule rule) {
        return new KeyMap(joined(rules, List.of(rule)), optional, zero);
    }

    /** Why the rule that leaves {@code name} out does so; empty when none does, or without a word. */
    public String whyIgnored(String name) {
        return outcome(name) instanceof Outcome.LeftOut(String reason) ? reason : "";
    }

    private sealed interface Outcome {
        record Kept(Target target) implements Outcome {}

        record LeftOut(String reason) implements Outcome {}
    }

    /** Where {@code name} goes; empty when it is left out. */
    Optional<Target> target(String name) {
        return outcome(name) instanceof Outcome.Kept(Target target) ? Optional.of(target) : Optional.empty();
    }

    private Outcome outcome(String name) {
        String current = name;
        Optional<BiFunction<Tensor, List<Long>, Tensor>> change = Optional.empty();
        int part = 0;
        int parts = 1;
        for (Rule rule : rules) {
            switch (rule) {
                case Rule.Ignore(var pattern, var reason) -> {
                    if (pattern.matcher(current).matches()) {
                        return new Outcome.LeftOut(reason);
                    }
                }
                case Rule.Within(var prefix, var inner, var target) -> {
                    if (current.startsWith(prefix)) {
                        return below(inner.outcome(current.substring(prefix.length())), target, change);
                    }
                }
                case Rule.Strip(var prefix) ->
                    current = current.startsWith(prefix) ? current.substring(prefix.length()) : current;
                case Rule.Rename(var pattern, var replacement) -> {
                    var matcher = pattern.matcher(current);
                    current = matcher.matches() ? matcher.replaceFirst(replacement) : current;
                }
                case Rule.Adapt(var pattern, var adapt) -> {
                    if (pattern.matcher(current).matches()) {
                        change = Optional.of(then(change, adapt));
                    }
                }
                case Rule.Stack(var pattern, var replacement, var names) -> {
                    var matcher = pattern.matcher(current);
                    if (matcher.matches() && names.contains(matcher.group(2))) {
                        part = names.indexOf(matcher.group(2));
                        parts = names.size();
                        current = matcher.replaceFirst(replacement);
                    }
                }
            }
        }
        return new Outcome.Kept(new Target(current, change, part, parts));
    }

    private static Outcome below(
            Outcome inner, String prefix, Optional<BiFunction<Tensor, List<Long>, Tensor>> before) {
        return switch (inner) {
            case Outcome.LeftOut out -> out;
            case Outcome.Kept(Target(var name, var change, int part, int parts)) ->
                new Outcome.Kept(new Target(
                        prefix + name,
                        change.isEmpty() ? before : Optional.of(then(before, change.get())),
                        part,
                        parts));
        };
    }

    private static BiFunction<Tensor, List<Long>, Tensor> then(
            Optional<BiFunction<Tensor, List<Long>, Tensor>> first, BiFunction<Tensor, List<Long>, Tensor> second) {
        return first.isEmpty()
                ? second
                : (tensor, shape) -> second.apply(first.get().apply(tensor, shape), shape);
    }

    /** Whether the model's {@code name} may be missing in the file. */
    boolean mayMiss(String name) {
        return optional.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    /** Whether the model's {@code name} is zero where the file does not have it. */
    boolean isZero(String name) {
        return zero.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }
}
