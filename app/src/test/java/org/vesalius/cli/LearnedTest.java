package org.vesalius.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vesalius.io.Progress;
import org.vesalius.recipe.Behaved;
import org.vesalius.recipe.Behaviour;
import org.vesalius.recipe.Learned;
import org.vesalius.recipe.Recipe;
import org.vesalius.recipe.RecipeCard;
import org.vesalius.recipe.Recipes;
import org.vesalius.recipe.SourceHash;

/** What a recipe claims to have learnt is on record, and two records of short trainings, other ones each day, hold when they are run again. */
class LearnedTest {
    /** Seconds on record beyond which a training is not run again here: the whole build has ten minutes. */
    private static final double LONGEST = 60;

    private static final Path ROOT = SourceHash.root(Path.of("")).orElseThrow();

    static Stream<String> claims() {
        return Recipes.all().stream()
                .map(Recipe::card)
                .filter(card -> card.claim() != RecipeCard.Claim.RUNS)
                .map(RecipeCard::id);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("claims")
    void aRecipeThatClaimsToLearnHasARecordThatReachesItsMargin(String id) throws IOException {
        Learned record = Learned.read(ROOT, id).orElseThrow(() -> new AssertionError("run: vesalius selftest " + id));
        assertThat(record.id()).isEqualTo(id);
        assertThat(record.margin().low()).as("low end of the margin").isGreaterThanOrEqualTo(record.required());
        if (record.stale(SourceHash.of(Recipes.byId(id), ROOT))) {
            System.out.println(
                    "warning: docs/learned/" + id + ".json is older than the sources; run: vesalius selftest --stale");
        }
    }

    @Test
    void twoRecordsHoldWhenTheyAreRunAgain() throws IOException {
        List<String> ids = new ArrayList<>();
        for (String id : claims().toList()) {
            if (Learned.read(ROOT, id).orElseThrow().seconds() <= LONGEST) {
                ids.add(id);
            }
        }
        assumeTrue(!ids.isEmpty(), "no recipe claims to learn yet");
        int today = Math.floorMod(LocalDate.now(ZoneOffset.UTC).toEpochDay() * 2, ids.size());
        Selftest selftest = new Selftest(ROOT.resolve("target").resolve("selftest"), ROOT, Progress.SILENT);
        for (int i = 0; i < Math.min(2, ids.size()); i++) {
            String id = ids.get((today + i) % ids.size());
            Learned again = selftest.run(
                    Recipes.byId(id), Learned.read(ROOT, id).orElseThrow().seed());
            assertThat(again.holds()).as("%s: margin %s", id, again.margin()).isTrue();
        }
    }

    static Stream<Arguments> behaviours() {
        return Recipes.all().stream()
                .flatMap(recipe -> recipe.behaviours().stream()
                        .map(one -> Arguments.of(recipe.card().id(), one.name(), one)));
    }

    @ParameterizedTest(name = "{0} {1}", allowZeroInvocations = true)
    @MethodSource("behaviours")
    void whatMakesARecipeThatMethodIsOnRecordAsItIsClaimed(String id, String name, Behaviour behaviour)
            throws IOException {
        Behaved record = Behaved.read(ROOT, id, name)
                .orElseThrow(() -> new AssertionError("run: vesalius selftest " + id + " --behaviour"));
        assertThat(record.claim()).isEqualTo(behaviour.claim());
        assertThat(record.off()).isEqualTo(behaviour.off());
        assertThat(record.required()).isEqualTo(behaviour.margin());
        assertThat(record.holds())
                .as("difference %s, p %s; where it does not hold the recipe says why", record.difference(), record.p())
                .isEqualTo(behaviour.unmet().isEmpty());
        if (record.stale(SourceHash.of(Recipes.byId(id), ROOT))) {
            System.out.println("warning: docs/learned/behaviour/" + id + "-" + name
                    + ".json is older than the sources; run: vesalius selftest --behaviour --stale");
        }
    }
}
