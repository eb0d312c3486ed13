package org.vesalius.recipe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.dataset.Split;
import org.vesalius.image.Augment;
import org.vesalius.image.Transform;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ImageSide;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.objective.Ranking;
import org.vesalius.report.LabelState;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Batch;
import org.vesalius.train.Budget;
import org.vesalius.train.DataPlan;
import org.vesalius.train.Example;
import org.vesalius.train.Method;
import org.vesalius.train.Optim;
import org.vesalius.train.Plan;
import org.vesalius.train.Schedule;
import org.vesalius.train.Trained;

/**
 * Chauhan, Liao, Wells et al., "Joint Modeling of Chest Radiographs and Radiology Reports for Pulmonary Edema Assessment", MICCAI 2020, arXiv 2008.09884.
 *
 * <p><em>Idea</em>: image and report are ranked above impostors by a margin that grows with the difference of their grades of oedema, while both sides learn to tell the grade where it is known.
 *
 * <p><em>Differs</em>: the released loss is followed. The authors' own residual network for 2048 pixels is a ResNet-18 here; grades come from the reader's {@code severity:FINDING} (tertiles of it; 0 where the finding is denied), and are unknown elsewhere.
 *
 * <p><em>Run</em>: {@code vesalius train joint_cxr --data DATA --out RUN --plan small}
 */
public final class JointCxr implements Recipe {
    private static final int GRADES = 4;
    private static final int UNKNOWN = -1;

    /**
     * The objective.
     *
     * @param finding whose grades are learnt, as the reader calls it
     * @param ranking weight of the impostors' term
     * @param supervised weight of each side's cross-entropy over grades
     * @param margin the least one between different reports
     */
    public record RankedGrades(String finding, double ranking, double supervised, double margin) implements Method {
        @Override
        public Step begin(Params own, DualEncoder model) {
            int joint = model.spec().jointSize();
            Linear imageGrade = Linear.of(own.at("imageGrade"), joint, GRADES);
            Linear textGrade = Linear.of(own.at("textGrade"), joint, GRADES);
            return new Graded(this, model, imageGrade, textGrade);
        }

        private void add(Graded step, Batch batch, Losses losses) {
            DualEncoder model = step.model();
            ImageSide side = model.images(batch.images());
            Tensor txtBD = model.texts(batch.texts());
            int[] grades = batch.examples().stream().mapToInt(this::grade).toArray();
            Tensor marginsB = model.params().device().move(margins(batch, grades));
            losses.add("ranking", ranking, Ranking.rollingImpostor(side.imgBD(), txtBD, marginsB));
            List<Integer> known = IntStream.range(0, grades.length)
                    .filter(i -> grades[i] != UNKNOWN)
                    .boxed()
                    .toList();
            if (!known.isEmpty()) {
                losses.add("image", supervised, graded(step.imageGrade().forward(side.imgBD()), grades, known, model));
                losses.add("text", supervised, graded(step.textGrade().forward(txtBD), grades, known, model));
            }
        }

        /** Against the next study of the batch: 0 for the same report, {@code margin} where a grade is unknown, else at least that and the difference of grades. */
        private Tensor margins(Batch batch, int[] grades) {
            float[] margins = new float[grades.length];
            for (int i = 0; i < margins.length; i++) {
                int j = (i + 1) % margins.length;
                boolean same = batch.texts().get(i).equals(batch.texts().get(j));
                boolean unknown = grades[i] == UNKNOWN || grades[j] == UNKNOWN;
                double graded = unknown ? margin : Math.max(margin, Math.abs(grades[i] - grades[j]));
                margins[i] = same ? 0 : (float) graded;
            }
            return Tensors.of(margins, margins.length);
        }

        private static Tensor graded(Tensor logitsBG, int[] grades, List<Integer> known, DualEncoder model) {
            long[] rows = known.stream().mapToLong(i -> i).toArray();
            long[] targets = known.stream().mapToLong(i -> grades[i]).toArray();
            Tensor rowsK = model.params().device().move(Tensors.ofLongs(rows, rows.length));
            Tensor targetsK = model.params().device().move(Tensors.ofLongs(targets, targets.length));
            return torch.cross_entropy_loss(logitsBG.index_select(0, rowsK), targetsK);
        }

        private int grade(Example example) {
            LabelState state = example.labels().getOrDefault(finding, LabelState.BLANK);
            String severity = example.facts().getOrDefault("severity:" + finding, "");
            return switch (state) {
                case NEGATIVE -> 0;
                case POSITIVE -> severity.isEmpty() ? UNKNOWN : 1 + tertile(Double.parseDouble(severity));
                case UNCERTAIN, BLANK -> UNKNOWN;
            };
        }

        private static int tertile(double severity) {
            return (int) Math.clamp(3 * severity, 0, 2);
        }
    }

    /** Its step. Shapes: B studies, G grades. */
    record Graded(RankedGrades method, DualEncoder model, Linear imageGrade, Linear textGrade) implements Method.Step {
        @Override
        public void losses(Batch batch, Losses losses) {
            method.add(this, batch, losses);
        }

        /** The grade that each image is expected to have: the mean over the probabilities of all. */
        float[] expected(Batch batch) {
            try (var _ = Scope.open()) {
                Tensor sharesBG =
                        imageGrade.forward(model.images(batch.images()).imgBD()).softmax(1);
                Tensor gradesG = Tensors.range(GRADES).to(sharesBG.device(), sharesBG.scalar_type());
                return Tensors.floats(sharesBG.mul(gradesG).sum(1));
            }
        }
    }

    /** A study whose grade is known. */
    private record Known(int row, int grade, double expected) {}

    private static final Measure ORDERED = new Measure.Own(
            "share of the studies of another grade that an image's expected grade puts on the right side of its own, test patients whose grade is known",
            0.5,
            JointCxr::ordered);

    private static List<Measure.Row> ordered(Trained trained) throws IOException {
        Graded step = (Graded) trained.step();
        List<Known> known = new ArrayList<>();
        trained.show(Split.TEST, batch -> {
            float[] expected = step.expected(batch);
            for (int i = 0; i < expected.length; i++) {
                Example example = batch.examples().get(i);
                int grade = step.method().grade(example);
                if (grade != UNKNOWN) {
                    known.add(new Known(example.row(), grade, expected[i]));
                }
            }
        });
        return known.stream()
                .map(one -> new Measure.Row(one.row(), "grade " + one.grade(), right(one, known)))
                .toList();
    }

    private static double right(Known one, List<Known> all) {
        return all.stream()
                .filter(other -> other.grade() != one.grade())
                .mapToDouble(other -> other.grade() < one.grade()
                        ? Shares.less(other.expected(), one.expected())
                        : Shares.less(one.expected(), other.expected()))
                .average()
                .orElse(0.5);
    }

    @Override
    public Measure learns() {
        return ORDERED;
    }

    @Override
    public List<Behaviour> behaviours() {
        return List.of(
                Behaviour.of(
                        "grades",
                        "images are put in the order of the severity of their oedema",
                        ORDERED,
                        "method.supervised=0"),
                Behaviour.of(
                        "joint",
                        "a report is found by its image more surely where both are ranked above impostors beside learning the grade",
                        Measure.Known.RETRIEVAL,
                        "method.ranking=0"));
    }

    @Override
    public RecipeCard card() {
        return new RecipeCard(
                "joint_cxr",
                "Joint Modeling of Chest Radiographs and Radiology Reports for Pulmonary Edema Assessment",
                "Chauhan, Liao, Wells et al.",
                "MICCAI",
                2020,
                "arXiv:2008.09884",
                RecipeCard.Claim.PARITY,
                "vesalius train joint_cxr --data DATA --out RUN --plan small");
    }

    @Override
    public SequencedMap<String, Plan> plans() {
        RankedGrades method = new RankedGrades("oedema", 1, 1, 0.5);
        ModelSpec model = new ModelSpec(
                new ImageEncoder.ResNet(18),
                new TextEncoder.Bert(12, 768, 12, 3072, 0.1, TextEncoder.Pool.CLS),
                768,
                Projection.affine(),
                Projection.none(),
                Pooling.GLOBAL,
                new Readout.Cosine(),
                Transform.grey(512),
                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 31090, 320));
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put(
                "resnet18",
                Plan.published(
                                "resnet18",
                                DataPlan.of(DataPlan.TextRule.WHOLE, Small.SECTIONS),
                                model,
                                method,
                                Optim.adamW(2e-5).withWeightDecay(0.1),
                                Schedule.cosine(1000), // published: a tenth of the steps, then linear
                                Budget.epochs(4, 300))
                        .withAugment(Augment.NONE.affine(20, 0.1, 0)));
        plans.put("small", Small.plan(method));
        return plans;
    }
}
