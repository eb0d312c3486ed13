package org.vesalius.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.vesalius.image.Transform;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.report.Section;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;

/**
 * Boecking, Usuyama, Bannur et al., "Making the Most of Text Semantics to Improve Biomedical Vision-Language Processing", ECCV 2022, arXiv 2204.09817.
 *
 * <p><em>Idea</em>: the text side matters. A language model learns radiology's words by hidden tokens, and its sentences by matching findings with impressions, before it meets images; then images and reports are contrasted while hidden tokens keep the language alive,
 * and an image's vector is the mean of its patches', so that a phrase can be looked for in an image.
 *
 * <p><em>Differs</em>: the authors released architecture and weights, no training; coefficients and rates of the plans are reconstructions. {@code cxr-bert} is the language model's stage on the reports at hand, {@code resnet50} the joint one, begun with {@code --init} from
 * the first; {@code resnet50-local} adds words against regions (BioViL-L, GLoRIA's term). Their images are centre crops of 480 from 512 pixels, here squares of 480. {@code small} trains both stages' terms at once on impressions, with a text tower from scratch.
 *
 * <p><em>Run</em>: {@code vesalius train biovil --data DATA --out RUN --plan small}
 */
public final class Biovil implements Recipe {
    private static final Section[] BOTH = {Section.FINDINGS, Section.IMPRESSION, Section.TEXT};

    /** Hidden tokens weigh a tenth beside images (recalled from the paper); the temperature's start is CLIP's. */
    private static final ReportReading JOINT = new ReportReading(1, 0, 0, 0.1, false, 0.15, 0.07);

    private static final ReportReading LANGUAGE = new ReportReading(0, 0, 1, 1, false, 0.15, 0.07);
    private static final ReportReading SMALL = new ReportReading(1, 0, 0.5, 0.5, false, 0.15, 0.07);

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "biovil",
                "Making the Most of Text Semantics to Improve Biomedical Vision-Language Processing",
                "Boecking, Usuyama, Bannur et al.",
                "ECCV",
                2022,
                "arXiv:2204.09817",
                RecipeCard.Claim.PARITY,
                "vesalius train biovil --data DATA --out RUN --plan small");
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        DataPlan shuffled = DataPlan.of(DataPlan.TextRule.SHUFFLED_SENTENCES, BOTH);
        Plan joint = Plan.published(
                        "resnet50",
                        shuffled,
                        resNet50(),
                        JOINT,
                        Optim.adamW(5e-5).withWeightDecay(0.05),
                        Schedule.cosine(1000),
                        Budget.epochs(32, 50))
                .withNotes("begin with --init from a run of cxr-bert or with the released text tower");
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put("resnet50", joint);
        plans.put("resnet50-local", joint.variant("resnet50-local", "method.local=1"));
        plans.put(
                "cxr-bert",
                joint.withMethod(LANGUAGE)
                        .variant("cxr-bert", "budget.monitor=LOSS")
                        .withNotes("texts only"));
        plans.put(
                "small",
                Small.plan(SMALL)
                        .withData(DataPlan.of(DataPlan.TextRule.SHUFFLED_SENTENCES, Section.IMPRESSION, Section.TEXT))
                        .withModel(small()));
        return plans;
    }

    /** hi-ml's image and text models. */
    static ModelSpec resNet50() {
        return new ModelSpec(
                new ImageEncoder.ResNet(50),
                new TextEncoder.Bert(12, 768, 12, 3072, 0.1, TextEncoder.Pool.CLS),
                128,
                new Projection(Projection.Kind.BATCH_NORM_MLP, 128, false),
                new Projection(Projection.Kind.LAYER_NORM_MLP, 128, true),
                Pooling.MEAN_PATCHES,
                new Readout.PositiveNegative(10),
                Transform.imagenet(480).with(0, 1), // grey levels of 0 to 1 as they are, three times
                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 30522, 512));
    }

    /** The small towers, texts read by one from scratch, with BioViL's heads. */
    static ModelSpec small() {
        ModelSpec small = Small.reading();
        return small.withImage(small.image(), resNet50().imageHead(), Pooling.MEAN_PATCHES)
                .withText(
                        new TextEncoder.Bert(2, 96, 4, 192, 0, TextEncoder.Pool.MEAN),
                        resNet50().textHead(),
                        small.tokenizer());
    }

    @Override
    public List<Behaviour> behaviours() {
        return List.of(
                Behaviour.of(
                        "synonyms",
                        "With hidden tokens and sections matched, the text tower rates what says the same as a sentence above what contradicts it more often than without.",
                        Statements.MEASURE,
                        "method.masked=0",
                        "method.sections=0"),
                Behaviour.of(
                        "masked",
                        "Hidden tokens of reports that training never saw are named, which without their loss nothing learns.",
                        MaskedReading.measure(trained -> ((ReportReading.Reading) trained.step())::accuracies),
                        "method.masked=0",
                        "method.sections=0"));
    }
}
