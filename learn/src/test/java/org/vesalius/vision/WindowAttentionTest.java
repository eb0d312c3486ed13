package org.vesalius.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.vesalius.nn.DropPath;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Seed;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

class WindowAttentionTest {
    @Test
    void relativeIndicesOfATwoByTwoWindow() {
        // the table of the paper's figure of offsets: rows (dy+1)·3 + (dx+1)
        assertThat(WindowAttention.relativeIndex(2)).containsExactly(4, 3, 1, 0, 5, 4, 2, 1, 7, 6, 4, 3, 8, 7, 5, 4);
    }

    /** Cells (row·width + column) whose output changes when one input cell changes. */
    private static List<Integer> seenBy(int shift, int side, int cell) {
        try (Params params = Params.create(5);
                var _ = Scope.open();
                var _ = Gradients.off()) {
            WindowAttention attention = new WindowAttention(params, 8, 2, 2, shift);
            Tensor x = FormulaFill.input(1, side, side, 8);
            Tensor before = attention.forward(x);
            Tensor changed = x.clone();
            changed.select(1, cell / side).select(1, cell % side).add_(new Scalar(1));
            float[] moved =
                    Tensors.floats(attention.forward(changed).sub(before).abs().sum(-1));
            List<Integer> cells = new ArrayList<>();
            for (int i = 0; i < moved.length; i++) {
                if (moved[i] > 1e-7) {
                    cells.add(i);
                }
            }
            return cells;
        }
    }

    @Test
    void aWindowSeesItself() {
        assertThat(seenBy(0, 4, 0)).containsExactly(0, 1, 4, 5);
    }

    @Test
    void aShiftedWindowSeesAcrossTheOldBorder() {
        assertThat(seenBy(1, 4, 5)).containsExactly(5, 6, 9, 10);
    }

    @Test
    void cellsThatTheRollBringsTogetherDoNotSeeEachOther() {
        assertThat(seenBy(1, 4, 0)).containsExactly(0);
        assertThat(seenBy(1, 4, 1)).containsExactly(1, 2);
        assertThat(seenBy(1, 4, 4)).containsExactly(4, 8);
    }

    @Test
    void anOddGridIsPaddedAndCutBack() {
        try (Params params = Params.create(5);
                var _ = Scope.open()) {
            WindowAttention attention = new WindowAttention(params, 8, 2, 2, 1);
            assertThat(Shapes.of(attention.forward(FormulaFill.input(2, 5, 3, 8))))
                    .containsExactly(2, 5, 3, 8);
        }
    }

    @Test
    void aDroppedPathIsZeroOrScaledPerSampleAndWholeInEvaluation() {
        try (Params params = Params.create(5);
                var _ = Scope.open()) {
            DropPath path = DropPath.of(params, 0.25);
            Tensor ones = Tensors.ones(400, 3);
            Seed.torch(1);
            float[][] rows = Tensors.rows(path.forward(ones));
            int kept = 0;
            for (float[] row : rows) {
                assertThat(row[0]).isIn(0f, 1 / 0.75f).isEqualTo(row[1]).isEqualTo(row[2]);
                kept += row[0] > 0 ? 1 : 0;
            }
            assertThat(kept).isBetween(270, 330);
            params.training(false);
            assertThat(path.forward(ones)).isSameAs(ones);
        }
    }
}
