package org.vesalius.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.vesalius.image.Image;
import org.vesalius.infer.Inference;
import org.vesalius.io.Digests;
import org.vesalius.io.Json;
import org.vesalius.report.Prompts.PromptSet;

/**
 * A scorer whose answers about pictures are kept while an evaluation is not over. An answer is kept whole, for the same pictures in the same order, because a model rounds differently in other company: so
 * an evaluation that was interrupted ends in the same bits. Texts are quick to read again, and maps too large to keep.
 */
final class RememberingScorer implements Scorer {
    private final Scorer scorer;
    private final Unfinished kept;

    RememberingScorer(Scorer scorer, Unfinished kept) {
        this.scorer = scorer;
        this.kept = kept;
    }

    @Override
    public Subject subject() {
        return scorer.subject();
    }

    @Override
    public String transform() {
        return scorer.transform();
    }

    @Override
    public float[][] embedImages(List<Image> images) {
        return narrowed(remembered("embed", images, List.of(), () -> widened(scorer.embedImages(images))));
    }

    @Override
    public float[][] embedPairs(List<Image> images, List<Image> priors) {
        return scorer.embedPairs(images, priors);
    }

    @Override
    public float[][] features(List<Image> images) {
        return narrowed(remembered("features", images, List.of(), () -> widened(scorer.features(images))));
    }

    @Override
    public float[][] embedTexts(List<String> texts) {
        return scorer.embedTexts(texts);
    }

    @Override
    public float[][] textVectors(List<String> texts) {
        return scorer.textVectors(texts);
    }

    @Override
    public double[][] wordFits(List<Image> images, List<String> texts) {
        return remembered("word fits", images, texts, () -> scorer.wordFits(images, texts));
    }

    @Override
    public List<Scorer> members() {
        List<Scorer> members = scorer.members();
        return members.equals(List.of(scorer))
                ? List.of(this)
                : members.stream()
                        .<Scorer>map(member -> new RememberingScorer(member, kept))
                        .toList();
    }

    @Override
    public TextSearch search(List<String> texts) {
        return scorer.search(texts);
    }

    @Override
    public double[][] classify(List<Image> images, List<PromptSet> prompts) {
        return remembered("classify", images, prompts, () -> scorer.classify(images, prompts));
    }

    @Override
    public List<List<float[]>> maps(List<Image> images, List<List<String>> phrases) {
        return scorer.maps(images, phrases);
    }

    @Override
    public List<List<float[]>> maps(List<Image> images, List<List<String>> phrases, double sigma, boolean nearest) {
        return scorer.maps(images, phrases, sigma, nearest);
    }

    @Override
    public Inference inference() {
        return scorer.inference();
    }

    private double[][] remembered(String verb, List<Image> images, List<?> asked, Supplier<double[][]> made) {
        List<String> parts =
                new ArrayList<>(List.of(verb, scorer.subject().digest(), scorer.transform(), Json.line(asked)));
        parts.addAll(images.parallelStream().map(RememberingScorer::digest).toList());
        try {
            Optional<double[][]> known = kept.answer(parts);
            if (known.isPresent()) {
                return known.get();
            }
            double[][] answer = made.get();
            kept.keep(parts, answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(Image image) {
        MessageDigest digest = Digests.sha256();
        String kind = "%d %d %d %s ".formatted(image.width(), image.height(), image.channels(), image.peak());
        digest.update(kind.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer bytes = ByteBuffer.allocate(image.samples().length * Float.BYTES);
        bytes.asFloatBuffer().put(image.samples());
        digest.update(bytes);
        return Digests.hex(digest.digest());
    }

    private static double[][] widened(float[][] rows) {
        double[][] wide = new double[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            wide[r] = new double[rows[r].length];
            for (int c = 0; c < wide[r].length; c++) {
                wide[r][c] = rows[r][c];
            }
        }
        return wide;
    }

    /** Exact, because every float is a double. */
    private static float[][] narrowed(double[][] rows) {
        float[][] narrow = new float[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            narrow[r] = new float[rows[r].length];
            for (int c = 0; c < narrow[r].length; c++) {
                narrow[r][c] = (float) rows[r][c];
            }
        }
        return narrow;
    }
}
