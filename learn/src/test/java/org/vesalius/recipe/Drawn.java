package org.vesalius.recipe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Seed;
import org.vesalius.tensor.Tensors;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.tokenize.TokenizerTrainer;
import org.vesalius.train.Batch;
import org.vesalius.train.Example;
import org.vesalius.train.Plan;
import org.vesalius.train.TinyPlans;

/** A tiny model of a recipe and a batch for it, drawn at random. */
final class Drawn {
    static final List<String> TEXTS = List.of("a square on the left", "a disc", "nothing else is seen on the right");

    private Drawn() {}

    static Plan tiny(Plan plan, String... more) {
        List<String> all = new ArrayList<>(
                List.of(
                        "model.imageHead={\"kind\":\"LINEAR\",\"hidden\":0,\"bias\":true}",
                        "model.textHead={\"kind\":\"LINEAR\",\"hidden\":0,\"bias\":true}",
                        "model.transform={\"size\":32,\"fit\":\"PAD_SQUARE\",\"filter\":\"BILINEAR\",\"channels\":1,\"mean\":[0.5],\"std\":[0.5]}"));
        all.addAll(List.of(more));
        return TinyPlans.of(plan, all.toArray(String[]::new));
    }

    /** With a tokenizer of its own, to which each word is a token. */
    static DualEncoder model(Params params, Plan plan) {
        Tokenizer tokenizer = TokenizerTrainer.wordPiece(
                Collections.nCopies(5, TEXTS).stream().flatMap(List::stream).toList(), 100);
        ModelSpec spec = plan.model()
                .withTokenizer(new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, tokenizer.vocabularySize(), 16));
        return DualEncoder.build(params, spec, tokenizer);
    }

    /** Values large enough that nothing is nearly even. */
    static void fill(Params params, double spread) {
        params.parameters().forEach((name, value) -> {
            RandomGenerator random = Seed.random(Seed.mix(1, name));
            float[] drawn = new float[Math.toIntExact(value.numel())];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = (float) (spread * random.nextGaussian());
            }
            params.set(name, Tensors.of(drawn, drawn.length).view_as(value));
        });
    }

    /** {@code pictures} of each of three studies. */
    static Batch batch(int pictures) {
        RandomGenerator random = Seed.random(2);
        List<Batch.Pictures> drawn = new ArrayList<>();
        for (int p = 0; p < pictures; p++) {
            float[] pixels = new float[3 * 32 * 32];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (float) random.nextGaussian();
            }
            Tensor imgBCHW = Tensors.of(pixels, 3, 1, 32, 32);
            drawn.add(new Batch.Pictures(imgBCHW, Tensors.ones(3)));
        }
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < TEXTS.size(); i++) {
            examples.add(Example.of(i, List.of(TEXTS.get(i)), Map.of()));
        }
        return new Batch(drawn, examples, 7);
    }
}
