package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.Fusion;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.report.LabelState;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.tokenize.TokenizerTrainer;
import org.vesalius.train.Batch;
import org.vesalius.train.Example;

/** What MedKLIP takes from a report, and what it asks an image with it. */
class EntitiesTest {
    private static final List<String> PLACES = List.of("left", "right", "left upper lobe", "right base");

    @Test
    void aSentenceAffirmsDeniesOrDoubtsAnEntityAndNamesItsPlace() {
        assertThat(said("nodule", "There is a 12 mm left upper lobe nodule."))
                .isEqualTo(new Entities.Said(LabelState.POSITIVE, 2));
        assertThat(said("pneumothorax", "No pneumothorax on the left."))
                .isEqualTo(new Entities.Said(LabelState.NEGATIVE, -1));
        assertThat(said("consolidation", "Possible right consolidation."))
                .isEqualTo(new Entities.Said(LabelState.BLANK, -1));
        assertThat(said("oedema", "Perihilar haze, in keeping with mild pulmonary edema."))
                .as("another wording, and CheXpert's reading of what asserts")
                .isEqualTo(new Entities.Said(LabelState.POSITIVE, -1));
        assertThat(said("nodule", "The lungs are clear.")).isEqualTo(new Entities.Said(LabelState.BLANK, -1));
        assertThat(said("clip", "No clipping of the ribs.")).isEqualTo(new Entities.Said(LabelState.BLANK, -1));
    }

    @Test
    void onePlaceThatIsAffirmedOutweighsAnotherThatIsDenied() {
        Entities.Said said = Entities.said(
                List.of("No left pleural effusion.", "Right pleural effusion at the right base."),
                "pleural effusion",
                PLACES);
        assertThat(said).isEqualTo(new Entities.Said(LabelState.POSITIVE, 3));
        Entities.Said turned = Entities.said(
                List.of("Right pleural effusion at the right base.", "No left pleural effusion."),
                "pleural effusion",
                PLACES);
        assertThat(turned).isEqualTo(said);
    }

    @Test
    void theListsAreTheAuthorsEntitiesWithoutRemaindersAndTheirPlaces() {
        assertThat(Entities.PUBLISHED)
                .hasSize(73)
                .allSatisfy(entity -> assertThat(entity.text()).isNotBlank());
        assertThat(Entities.PUBLISHED)
                .extracting(Fusion.Entity::name)
                .doesNotHaveDuplicates()
                .contains("pneumonia");
        assertThat(Entities.PLACES).hasSize(51).doesNotHaveDuplicates();
    }

    @Test
    void onlyWhatAReportSaysIsAnsweredAndHeldOutEntitiesAreNot() {
        List<String> said = List.of("Large left pleural effusion.", "No pneumothorax.");
        Tokenizer tokens = TokenizerTrainer.wordPiece(said, 80);
        Medklip.EntityTriplets all = new Medklip.EntityTriplets(1, 1, 3, PLACES, List.of());
        Medklip.EntityTriplets less =
                new Medklip.EntityTriplets(1, 1, 3, PLACES, List.of("pleural effusion", "pneumothorax"));
        try (var _ = Scope.open();
                Params params = Params.create(3)) {
            params.training(false);
            ModelSpec small = Small.reading();
            ModelSpec spec = new Medklip()
                    .plan("small")
                    .model()
                    .withText(
                            small.text(),
                            small.textHead(),
                            new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, tokens.vocabularySize(), 128));
            DualEncoder model = DualEncoder.build(params, spec, tokens);
            Example example = Example.of(0, said, Map.of());
            Batch batch = new Batch(
                    List.of(new Batch.Pictures(Tensors.zeros(1, 1, 128, 128), Tensors.ones(1))), List.of(example), 7);
            Losses told = new Losses();
            all.begin(params.at("a"), model).losses(batch, told);
            // two answers of an untrained model: near the logarithm of two; one place among three
            assertThat(told.values()).containsOnlyKeys("exist", "position");
            assertThat(told.values().get("exist")).isBetween(0.2, 1.6);
            Losses none = new Losses();
            less.begin(params.at("b"), model).losses(batch, none);
            assertThat(none.values()).containsOnlyKeys("exist");
            assertThat(Math.abs(none.values().getOrDefault("exist", 1.0))).isZero();
        }
    }

    private static Entities.Said said(String entity, String sentence) {
        return Entities.said(List.of(sentence), entity, PLACES);
    }
}
