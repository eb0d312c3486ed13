package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vesalius.report.label.RuleLabeler;

final class WrittenTest {
    private static final RuleLabeler LABELER = new RuleLabeler();

    @Test
    void aReportNamesWhatItAffirmsAndNotWhatItDenies() {
        assertThat(Written.named(LABELER, "moderate left pleural effusion. no pneumothorax."))
                .containsExactly("Pleural Effusion");
        assertThat(Written.named(LABELER, "no acute cardiopulmonary process.")).containsExactly("No Finding");
    }

    @Test
    void namesAgreeAsMuchAsTheyShare() {
        assertThat(Written.f1(Set.of("a"), Set.of("a"))).isEqualTo(1);
        assertThat(Written.f1(Set.of("a", "b"), Set.of("a"))).isEqualTo(2 / 3.0);
        for (Set<String> none : List.of(Set.<String>of(), Set.of("c"))) {
            assertThat(Written.f1(none, Set.of("a", "b"))).isZero();
        }
        assertThat(Written.f1(Set.of(), Set.of())).isEqualTo(1);
    }
}
