package org.vesalius.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What joins towers, or pictures, or a tower and questions, before vectors are compared. Its parameters lie below {@code fusion}, or within the image tower where that is said. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Fusion.None.class, name = "none"),
    @JsonSubTypes.Type(value = Fusion.TemporalPair.class, name = "temporal-pair"),
    @JsonSubTypes.Type(value = Fusion.DeepPrompts.class, name = "deep-prompts"),
    @JsonSubTypes.Type(value = Fusion.EntityQueries.class, name = "entity-queries")
})
public sealed interface Fusion {
    /** Nothing: two towers whose vectors are compared. */
    record None() implements Fusion {}

    /**
     * An image beside the patient's image before (BioViL-T): each patch is joined by what has changed there. The parameters lie within the image tower.
     *
     * @param size of the difference; a patch is twice as long
     */
    record TemporalPair(int size, int blocks, int heads, double dropout, double dropPath) implements Fusion {
        /** The released size. */
        public static TemporalPair released() {
            return new TemporalPair(256, 3, 8, 0.1, 0.25);
        }
    }

    /**
     * Learned tokens in the first layers of both towers, which are CLIP's (MaPLe).
     *
     * @param tokens in a layer; a text has so many fewer
     * @param depth layers that have them
     * @param words that the first layer's begin at, of which the first {@code tokens} tokens count
     */
    record DeepPrompts(int tokens, int depth, String words) implements Fusion {}

    /**
     * Questions, one an entity, that look at the patches of an image and are answered with yes or no (MedKLIP). A question is the text of an entity through text tower and head; patches come through the image head.
     *
     * @param feedForward the width inside the decoder's feed-forward part
     * @param wording what of an entity is read
     * @param entities that training asks for; at use any text may be asked
     */
    record EntityQueries(int layers, int heads, int feedForward, double dropout, Wording wording, List<Entity> entities)
            implements Fusion {
        /** What of an entity is read. */
        public enum Wording {
            /** Its explanation. */
            TEXT,
            /** Its name alone. */
            NAME
        }

        public EntityQueries {
            entities = List.copyOf(entities);
        }

        /** The questions, in the order of the entities. */
        public List<String> questions() {
            return entities.stream()
                    .map(entity -> wording == Wording.TEXT ? entity.text() : entity.name())
                    .toList();
        }
    }

    /**
     * Something that an image can show.
     *
     * @param name as labels spell it
     * @param text what it is, in the words that the text tower reads
     */
    record Entity(String name, String text) {}
}
