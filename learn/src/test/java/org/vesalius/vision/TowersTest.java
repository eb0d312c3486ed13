package org.vesalius.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vesalius.io.InputException;
import org.vesalius.nn.Activation;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/** What every tower promises, at small sizes; parity with torchvision is in {@link TorchvisionParityTest}. */
class TowersTest {
    record Case(String name, int channels, int size, Function<Params, ImageTower> build) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> towers() {
        return Stream.of(
                new Case(
                        "resnet18",
                        1,
                        64,
                        p -> new ResNet(p, ResNet.Spec.of(ResNet.Depth.R18).channels(1))),
                new Case(
                        "resnet50 tap 3",
                        3,
                        64,
                        p -> new ResNet(p, ResNet.Spec.of(ResNet.Depth.R50).tap(3))),
                new Case(
                        "densenet121",
                        1,
                        64,
                        p -> new DenseNet(
                                p, DenseNet.Spec.of(DenseNet.Depth.D121).channels(1))),
                new Case(
                        "vit",
                        1,
                        32,
                        p -> new Vit(p, Vit.Spec.of(8, 32, 2, 2).imageSize(32).channels(1))),
                new Case(
                        "clip vit",
                        3,
                        32,
                        p -> new ClipVision(p, new ClipVision.Spec(8, 32, 2, 2, 32, 16, Activation.QUICK_GELU))),
                new Case("swin", 1, 64, p -> new Swin(p, new Swin.Spec(16, List.of(2, 2), List.of(2, 4), 4, 1, 0, 0))));
    }

    private static Tensor images(int count, Case tower) {
        return FormulaFill.input(count, tower.channels(), tower.size(), tower.size());
    }

    @ParameterizedTest
    @MethodSource("towers")
    void sizesAreAsPromisedAndAnImageDoesNotSeeItsNeighbours(Case tower) {
        try (Params params = Params.create(3);
                var _ = Scope.open();
                var _ = Gradients.off()) {
            ImageTower built = tower.build().apply(params);
            params.training(false);
            Tensor two = images(2, tower);
            ImageFeatures both = built.encode(two);
            assertThat(Shapes.of(both.globalBD())).containsExactly(2, built.globalSize());
            assertThat(Shapes.of(both.patchesBNP()))
                    .containsExactly(2, (long) both.gridHeight() * both.gridWidth(), built.patchSize());
            ImageFeatures second = built.encode(two.narrow(0, 1, 1));
            assertThat(second.globalBD().allclose(both.globalBD().narrow(0, 1, 1), 1e-4, 1e-5, false))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("towers")
    void aPyramidGoesFromFineToCoarseAndEndsInThePatchesOfTheLastStage(Case tower) {
        try (Params params = Params.create(3);
                var _ = Scope.open();
                var _ = Gradients.off()) {
            ImageTower built = tower.build().apply(params);
            params.training(false);
            List<Tensor> pyramid = built.pyramid(images(2, tower));
            for (int i = 1; i < pyramid.size(); i++) {
                assertThat(pyramid.get(i).size(2)).isLessThan(pyramid.get(i - 1).size(2));
            }
            ImageFeatures seen = built.encode(images(2, tower));
            Tensor patches = pyramid.stream()
                    .filter(map -> map.size(2) == seen.gridHeight())
                    .findFirst()
                    .orElseThrow()
                    .flatten(2, 3)
                    .transpose(1, 2);
            assertThat(patches.allclose(seen.patchesBNP(), 1e-5, 1e-6, false)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("towers")
    void everyParameterIsReachedByTheGradient(Case tower) {
        try (Params params = Params.create(3);
                var _ = Scope.open()) {
            ImageTower built = tower.build().apply(params);
            ImageFeatures features = built.encode(images(2, tower));
            features.globalBD()
                    .mul(features.globalBD())
                    .sum()
                    .add(features.patchesBNP().mul(features.patchesBNP()).sum())
                    .add(features.globalBD().sum())
                    .backward();
            params.parameters()
                    .forEach((name, tensor) -> assertThat(tensor.grad().defined()
                                    && tensor.grad().isfinite().all().item_bool())
                            .as(name)
                            .isTrue());
        }
    }

    @ParameterizedTest
    @MethodSource("towers")
    void imagesOfAnotherNumberOfChannelsAreRefused(Case tower) {
        try (Params params = Params.create(3);
                var _ = Scope.open()) {
            ImageTower built = tower.build().apply(params);
            assertThatThrownBy(() -> built.encode(Tensors.zeros(1, 2, 64, 64)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("images: expected shape [any, " + tower.channels() + ", any, any]");
        }
    }

    @Test
    void theTapChoosesTheGridAndDilationKeepsIt() {
        try (Params tapped = Params.create(1);
                Params dilated = Params.create(1);
                var _ = Scope.open();
                var _ = Gradients.off()) {
            Tensor image = FormulaFill.input(1, 3, 64, 64);
            ResNet.Spec spec = ResNet.Spec.of(ResNet.Depth.R50);
            ImageFeatures third = new ResNet(tapped, spec.tap(3)).encode(image);
            assertThat(third.gridHeight()).isEqualTo(4);
            assertThat(third.patchesBNP().size(2)).isEqualTo(1024);
            assertThat(third.globalBD().size(1)).isEqualTo(2048);
            ImageFeatures fine = new ResNet(dilated, spec.dilated()).encode(image);
            assertThat(fine.gridHeight()).isEqualTo(4);
            assertThat(fine.patchesBNP().size(2)).isEqualTo(2048);
        }
        assertThatThrownBy(() -> ResNet.Spec.of(ResNet.Depth.R18).tap(5)).hasMessageContaining("expected 1 to 4");
        assertThatThrownBy(() -> ResNet.Depth.of(42)).hasMessageContaining("expected 18, 34, 50, 101 or 152");
    }

    @Test
    void publishedSizesHaveTheirPublishedParameterCounts() {
        // torchvision's documentation less its 1000-class heads: 21,797,672 - 513,000 and 44,549,160 - 2,049,000
        assertCount(21_284_672, p -> new ResNet(p, ResNet.Spec.of(ResNet.Depth.R34)));
        assertCount(42_500_160, p -> new ResNet(p, ResNet.Spec.of(ResNet.Depth.R101)));
        // OpenAI's ViT-B/32, visual
        assertCount(87_849_216, p -> new ClipVision(p, ClipVision.Spec.base32()));
    }

    private static void assertCount(long expected, Function<Params, ImageTower> build) {
        try (Params params = Params.create(1)) {
            var _ = build.apply(params);
            assertThat(params.count()).isEqualTo(expected);
        }
    }

    @Test
    void aTransformerTakesOtherImageSizesByInterpolatedPositions() {
        try (Params params = Params.create(1);
                var _ = Scope.open();
                var _ = Gradients.off()) {
            Vit vit = new Vit(params, Vit.Spec.of(8, 32, 1, 2).imageSize(32));
            ImageFeatures features = vit.encode(FormulaFill.input(1, 3, 48, 64));
            assertThat(features.gridHeight()).isEqualTo(6);
            assertThat(features.gridWidth()).isEqualTo(8);
            assertThatThrownBy(() -> vit.encode(Tensors.zeros(1, 3, 30, 32)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("multiples of 8");
        }
    }

    @Test
    void interpolatedPositionsKeepClassTokenCornersAndConstants() {
        try (var _ = Scope.open()) {
            Tensor positions = Tensors.of(new float[] {9, 1, 2, 3, 4}, 1, 5, 1);
            assertThat(Positions.resize(positions, 2, 2)).isSameAs(positions);
            float[] larger = Tensors.floats(Positions.resize(positions, 3, 3));
            assertThat(larger).hasSize(10);
            assertThat(new float[] {larger[0], larger[1], larger[3], larger[7], larger[9]})
                    .containsExactly(new float[] {9, 1, 2, 3, 4}, offset(1e-5f));
            assertThat(larger[5]).isCloseTo(2.5f, offset(1e-5f));
            assertThatThrownBy(() -> Positions.resize(Tensors.zeros(1, 4, 1), 2, 2))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("square grid");
        }
    }
}
