package org.vesalius.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.vesalius.fusion.QueryDecoder;
import org.vesalius.fusion.SigmoidAttention;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ImageSide;
import org.vesalius.nn.Activation;
import org.vesalius.nn.Dropout;
import org.vesalius.nn.Init;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Mlp;
import org.vesalius.nn.Params;
import org.vesalius.nn.Temperature;
import org.vesalius.objective.Agreement;
import org.vesalius.objective.Contrast;
import org.vesalius.objective.Direction;
import org.vesalius.objective.PrototypeBank;
import org.vesalius.objective.Reconstruction;
import org.vesalius.objective.SetMatching;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Batch;
import org.vesalius.train.Example;
import org.vesalius.train.Method;

/** One training of {@link Prior}. Shapes: B studies, N patches, S sentences (padded), D joint size, K prototypes, P values of a patch of the image. */
final class PriorStep implements Method.Step {
    private static final double MAX_SCALE = 100;
    private static final double DROPPED = 0.5; // of the channels that the image is made from
    private static final double ABSENT = -1e9;

    private final Prior.Prototyped how;
    private final DualEncoder model;
    private final Temperature images;
    private final Temperature within;
    private final Attention regions;
    private final Attention words;
    private final Mlp predictor;
    private final Tensor bankKD;
    private final Tensor queriesSD;
    private final QueryDecoder decoder;
    private final Mlp painter;
    private final Dropout channels;

    /** The three matrices of one side. */
    private record Attention(Linear query, Linear key, Linear value) {
        private static Attention of(Params params, int size) {
            return new Attention(
                    Linear.of(params.at("query"), size, size),
                    Linear.of(params.at("key"), size, size),
                    Linear.of(params.at("value"), size, size));
        }

        /** What positions of this side take from the other. */
        private Tensor from(Tensor own, Attention other, Tensor others, @Nullable Tensor mask) {
            return SigmoidAttention.attended(
                    query.forward(own), other.key.forward(others), other.value.forward(others), mask);
        }
    }

    /**
     * The sentences of a batch.
     *
     * @param saidBSD as the text tower reads them; zero where there is none
     * @param maskBS 1 where there is one
     */
    private record Said(Tensor saidBSD, Tensor maskBS) {}

    PriorStep(Prior.Prototyped how, Params own, DualEncoder model) {
        this.how = how;
        this.model = model;
        int size = model.spec().jointSize();
        images = Temperature.learned(own, how.temperature(), MAX_SCALE);
        within = Temperature.learned(own.at("within"), how.temperature(), MAX_SCALE);
        regions = Attention.of(own.at("regions"), size);
        words = Attention.of(own.at("words"), size);
        predictor = Mlp.of(
                Linear.of(own.at("predictor").at("first"), size, size / 2),
                Activation.RELU,
                Linear.of(own.at("predictor").at("last"), size / 2, size));
        bankKD = own.parameter("bank", Init.normal(1), how.prototypes(), size);
        queriesSD = own.parameter("queries", Init.normal(1), how.sentences(), size);
        decoder = new QueryDecoder(
                own.at("decoder"), new QueryDecoder.Spec(size, how.layers(), how.heads(), 4 * size, 0.1, true));
        int side = side();
        painter = Mlp.of(
                Linear.of(own.at("painter").at("first"), 2 * size, size),
                Activation.RELU,
                Linear.of(
                        own.at("painter").at("last"),
                        size,
                        side * side * model.spec().transform().channels()));
        channels = Dropout.of(own, DROPPED);
    }

    /** Pixels of a patch's side, which the grid of the tower decides. */
    private int side() {
        int size = model.spec().transform().size();
        try (var _ = Scope.open();
                var _ = Gradients.off()) {
            Params params = model.params();
            boolean training = params.training();
            params.training(false); // running statistics must not move
            int height = model.features(params.device()
                            .move(Tensors.zeros(1, model.spec().transform().channels(), size, size)))
                    .gridHeight();
            params.training(training);
            return size / height;
        }
    }

    @Override
    public void losses(Batch batch, Losses losses) {
        ImageSide side = model.images(batch.images());
        Tensor txtBD = model.texts(batch.texts());
        losses.add("whole", how.whole(), contrast(side.imgBD(), txtBD));
        Said said = said(batch.examples());
        Tensor sentencesBSD = how.bank() > 0 ? quantised(said, losses) : said.saidBSD();
        Tensor patchesBND = side.patchesBND();
        Tensor spokenBND = regions.from(patchesBND, words, sentencesBSD, said.maskBS());
        if (how.local() > 0) {
            losses.add("regions", how.local(), agreement(patchesBND, spokenBND));
            Tensor seenBSD = words.from(sentencesBSD, regions, patchesBND, null);
            losses.add("sentences", how.local(), withinReports(sentencesBSD, seenBSD, said.maskBS()));
        }
        if (how.image() > 0) {
            losses.add("image", how.image(), painted(batch.images(), patchesBND, spokenBND));
        }
        if (how.report() > 0) {
            retold(side, txtBD, said, sentencesBSD, losses);
        }
    }

    private Tensor contrast(Tensor imgBD, Tensor txtBD) {
        return Contrast.paired(images.scale(Contrast.cosine(imgBD, txtBD)), Direction.average());
    }

    /** Each study's sentences, each different one read once. */
    private Said said(List<Example> examples) {
        int most = how.sentences();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        long[] rows = new long[examples.size() * most];
        long[] mask = new long[rows.length];
        for (int b = 0; b < examples.size(); b++) {
            List<String> sentences = examples.get(b).sentences();
            for (int s = 0; s < Math.min(most, sentences.size()); s++) {
                rows[b * most + s] = numbers.computeIfAbsent(sentences.get(s), _ -> numbers.size());
                mask[b * most + s] = 1;
            }
        }
        Tensor textsUD = model.texts(new ArrayList<>(numbers.keySet()));
        Tensor maskBS = model.params().device().move(Tensors.ofLongs(mask, examples.size(), most));
        Tensor saidBSD = textsUD.index_select(0, model.params().device().move(Tensors.ofLongs(rows, rows.length)))
                .view(examples.size(), most, -1)
                .mul(maskBS.unsqueeze(2));
        return new Said(saidBSD, maskBS);
    }

    /** Sentences as mixtures of prototypes, and how far they are from themselves. */
    private Tensor quantised(Said said, Losses losses) {
        Tensor saidSD = said.saidBSD().flatten(0, 1);
        Tensor scoreSK = PrototypeBank.scores(saidSD, bankKD);
        Tensor sharesSK = model.params().training()
                ? PrototypeBank.noisy(scoreSK, how.sharpness())
                : PrototypeBank.shares(scoreSK, how.sharpness());
        Tensor maskS1 = said.maskBS().flatten().unsqueeze(1).to(saidSD.scalar_type());
        Tensor mixedSD = sharesSK.matmul(bankKD).mul(maskS1);
        Tensor distance = mixedSD.sub(saidSD).abs().sum().div(maskS1.sum().mul(new Scalar((double) saidSD.size(1))));
        losses.add("bank", how.bank(), distance);
        return mixedSD.view_as(said.saidBSD());
    }

    private Tensor agreement(Tensor xBND, Tensor yBND) {
        Tensor x = xBND.flatten(0, 1);
        Tensor y = yBND.flatten(0, 1);
        return Agreement.simSiam(predictor.forward(x), y, predictor.forward(y), x);
    }

    /** Each sentence against the others of its report, by what it found in the image; the mean over reports. */
    private Tensor withinReports(Tensor sentencesBSD, Tensor seenBSD, Tensor maskBS) {
        return Scope.returning(() -> {
            Tensor scoreBSS = within.scale(Tensors.normalize(seenBSD)
                    .matmul(Tensors.normalize(sentencesBSD).transpose(1, 2)));
            Tensor absentBS = maskBS.eq(new Scalar(0));
            Tensor hiddenBSS =
                    scoreBSS.masked_fill(absentBS.unsqueeze(1).logical_or(absentBS.unsqueeze(2)), new Scalar(ABSENT));
            Tensor there = torch.log_softmax(hiddenBSS, 2).diagonal(0, 1, 2);
            Tensor back = torch.log_softmax(hiddenBSS, 1).diagonal(0, 1, 2);
            Tensor maskF = maskBS.to(scoreBSS.scalar_type());
            Tensor countB = maskF.sum(1).clamp_min(new Scalar(1));
            return there.add(back).mul(maskF).sum(1).div(countB).mean().mul(new Scalar(-0.5));
        });
    }

    /** The image from half of the channels of its patches and from what its sentences say of them. */
    private Tensor painted(Tensor imgBCHW, Tensor patchesBND, Tensor spokenBND) {
        return Scope.returning(() -> {
            Tensor targetBNP = Reconstruction.patchify(imgBCHW, side(patchesBND, imgBCHW));
            Tensor keptB1D = channels.forward(torch.ones_like(patchesBND.narrow(1, 0, 1)));
            Tensor madeBNP = painter.forward(Tensors.cat(List.of(patchesBND.mul(keptB1D), spokenBND), 2));
            return madeBNP.sub(targetBNP).abs().mean();
        });
    }

    private static int side(Tensor patchesBND, Tensor imgBCHW) {
        return (int) Math.round(Math.sqrt(imgBCHW.size(2) * (double) imgBCHW.size(3) / patchesBND.size(1)));
    }

    /** The sentences from the image: as a set, by their prototypes, and as a report. */
    private void retold(ImageSide side, Tensor txtBD, Said said, Tensor sentencesBSD, Losses losses) {
        Tensor targetBSD = sentencesBSD.detach();
        Tensor orderedBSD = SetMatching.ordered(made(side.patchesBND()), targetBSD);
        losses.add("report", how.report(), orderedBSD.sub(targetBSD).abs().mean());
        Tensor maskF = said.maskBS().unsqueeze(2).to(orderedBSD.scalar_type());
        if (how.bank() > 0) {
            Tensor rowsR = said.maskBS().flatten().nonzero().squeeze(1);
            Tensor madeRD = orderedBSD.flatten(0, 1).index_select(0, rowsR);
            Tensor meantRD = said.saidBSD().flatten(0, 1).index_select(0, rowsR);
            losses.add(
                    "prototypes",
                    1,
                    PrototypeBank.divergence(
                            PrototypeBank.scores(madeRD, bankKD), PrototypeBank.scores(meantRD, bankKD)));
        }
        Tensor reportBD = orderedBSD.mul(maskF).sum(1).div(maskF.sum(1).clamp_min(new Scalar(1)));
        losses.add("retold", 1, contrast(reportBD, txtBD));
    }

    /** Sentences made from an image: [B, S, D], in no order. */
    private Tensor made(Tensor patchesBND) {
        Tensor queriesBSD = queriesSD.unsqueeze(0).expand(patchesBND.size(0), -1, -1);
        return decoder.forward(queriesBSD, patchesBND, null).outBQD();
    }

    /** The prototype that each sentence of each study chooses. */
    List<int[]> chosen(Batch batch) {
        try (var _ = Scope.open()) {
            Said said = said(batch.examples());
            long[] best = Tensors.longs(
                    PrototypeBank.scores(said.saidBSD().flatten(0, 1), bankKD).argmax(new LongOptional(1), false));
            long[] mask = Tensors.longs(said.maskBS());
            int most = how.sentences();
            List<int[]> chosen = new ArrayList<>();
            for (int b = 0; b < batch.size(); b++) {
                int from = b * most;
                chosen.add(IntStream.range(from, from + most)
                        .filter(i -> mask[i] == 1)
                        .map(i -> (int) best[i])
                        .toArray());
            }
            return chosen;
        }
    }

    /** How much the sentences made from each image favour each prototype: the greatest share over sentences, [B][K]. */
    float[][] favoured(Batch batch) {
        try (var _ = Scope.open()) {
            Tensor madeBSD = made(model.images(batch.images()).patchesBND());
            Shapes.check("made sentences", madeBSD, batch.size(), how.sentences(), Shapes.ANY);
            Tensor sharesSK =
                    PrototypeBank.shares(PrototypeBank.scores(madeBSD.flatten(0, 1), bankKD), how.sharpness());
            return Tensors.rows(sharesSK.view(batch.size(), how.sentences(), -1).amax(new long[] {1}, false));
        }
    }

    @Override
    public void afterUpdate() {
        images.clamp();
        within.clamp();
    }
}
