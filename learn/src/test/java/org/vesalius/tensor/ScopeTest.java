package org.vesalius.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

final class ScopeTest {
    @Test
    void closingFreesWhatWasMadeInside() {
        Tensor made;
        try (var _ = Scope.open()) {
            made = Tensors.ones(3);
            assertThat(made.numel()).isEqualTo(3);
        }
        assertThat(made.isNull()).isTrue();
        assertThatThrownBy(made::numel).isInstanceOf(NullPointerException.class);
    }

    @Test
    void aReturnedTensorLivesUntilTheOuterScopeEnds() {
        Tensor[] step = new Tensor[1];
        Tensor sum;
        try (var _ = Scope.open()) {
            sum = Scope.returning(() -> {
                step[0] = Tensors.ones(4);
                return step[0].add(new Scalar(1));
            });
            assertThat(Tensors.floats(sum)).containsExactly(2, 2, 2, 2);
            assertThat(step[0].isNull()).isTrue();
        }
        assertThat(sum.isNull()).isTrue();
    }

    @Test
    void returningWhatBelongsOutsideKeepsItAliveOutside() {
        try (var _ = Scope.open()) {
            Tensor x = Tensors.ones(2);
            Tensor same = Scope.returning(() -> x);
            assertThat(Tensors.floats(same)).containsExactly(1, 1);
            assertThat(Tensors.floats(x)).containsExactly(1, 1);
        }
    }

    @Test
    void withoutAnOuterScopeTheCallerOwnsTheResult() {
        Tensor x = Scope.returning(() -> Tensors.ones(2));
        assertThat(Tensors.floats(x)).containsExactly(1, 1);
        x.close();
        assertThat(x.isNull()).isTrue();
    }

    @Test
    void severalResultsAreHandedOn() {
        try (var _ = Scope.open()) {
            List<Tensor> pair = Scope.returningAll(() -> List.of(Tensors.ones(1), Tensors.zeros(1)));
            assertThat(pair).allSatisfy(x -> assertThat(x.isNull()).isFalse());
        }
    }

    @Test
    void anOwnedTensorOutlivesEveryScopeUntilItIsClosed() {
        Tensor kept;
        try (var _ = Scope.open()) {
            kept = Scope.owned(() -> Tensors.full(7, 2));
        }
        assertThat(Tensors.floats(kept)).containsExactly(7, 7);
        kept.close();
        assertThat(kept.isNull()).isTrue();
    }

    @Test
    void aFailureInsideStillFreesAndRestoresTheOuterScope() {
        try (var _ = Scope.open()) {
            assertThatThrownBy(() -> Scope.returning(() -> {
                        throw new IllegalStateException("inside");
                    }))
                    .hasMessage("inside");
            Tensor after = Tensors.ones(1);
            assertThat(after.isNull()).isFalse();
        }
    }
}
