package org.vesalius.evaluate;

import java.util.List;
import java.util.stream.Collectors;
import org.vesalius.image.Image;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.report.Prompts.PromptSet;

/** Several checkpoints as one: the mean of their scores (Tiu et al., CheXzero, whose published numbers are those of ten). It classifies, and does nothing else. */
public final class EnsembleScorer implements Scorer {
    private final List<Scorer> members;

    private EnsembleScorer(List<Scorer> members) {
        this.members = List.copyOf(members);
    }

    /**
     * Of models that see pictures through one transform.
     *
     * @throws InputException for models that do not
     */
    public static EnsembleScorer of(List<Scorer> members) {
        List<String> transforms =
                members.stream().map(Scorer::transform).distinct().toList();
        if (transforms.size() > 1) {
            throw InputException.of(
                    "ensemble", "one transform of pictures in all members", transforms.size() + "", "leave some out");
        }
        return new EnsembleScorer(members);
    }

    @Override
    public List<Scorer> members() {
        return members;
    }

    @Override
    public Subject subject() {
        String name = members.stream()
                .map(member -> member.subject().name())
                .distinct()
                .collect(Collectors.joining(" + ", "", " x " + members.size()));
        String digests =
                members.stream().map(member -> member.subject().digest()).collect(Collectors.joining("\n"));
        return new Subject(name, Digests.sha256(digests));
    }

    @Override
    public String transform() {
        return members.getFirst().transform();
    }

    @Override
    public double[][] classify(List<Image> images, List<PromptSet> prompts) {
        return PromptReadout.MODEL.scores(this, images, prompts);
    }
}
