package org.vesalius.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Split;
import org.vesalius.image.Box;

/** Collects what is known about a visit. */
final class TruthOf {
    private TruthOf() {}

    static Truth visit(
            Visit visit,
            Split split,
            @Nullable String prior,
            List<Narrative.Sentence> sentences,
            Film frontal,
            Film lateral) {
        Patient patient = visit.patient();
        return new Truth(
                Truth.VERSION,
                Truth.NOTICE,
                patient.id(),
                visit.studyId(),
                split,
                prior,
                visit.day(),
                patient.sex().name(),
                patient.age() + visit.day() / 365,
                round(patient.size()),
                round(patient.girth()),
                round(visit.inspiration()),
                round(visit.turn()),
                patient.genotype(),
                visit.observations().stream().map(TruthOf::seen).toList(),
                Labels.truth(visit),
                Labels.reported(sentences),
                sentences.stream()
                        .map(s -> new Truth.Said(s.section(), s.text(), s.findings(), s.says()))
                        .toList(),
                Quiz.of(visit),
                List.of(shot("frontal", frontal, visit), shot("lateral", lateral, visit)));
    }

    private static Truth.Seen seen(Observation o) {
        return new Truth.Seen(
                o.id(),
                o.finding().label(),
                o.side(),
                o.zone(),
                round(o.severity()),
                o.present(),
                o.change(),
                round(o.priorSeverity()),
                Phrases.settled(o),
                o.finding().chexpert());
    }

    private static Truth.Shot shot(String id, Film film, Visit visit) {
        List<Box> boxes = new ArrayList<>();
        Map<String, Double> contrast = new TreeMap<>();
        for (Observation o : visit.present()) {
            Optional<Mask.Bounds> bounds =
                    Optional.ofNullable(film.masks().get(o.id())).flatMap(Mask::bounds);
            bounds.ifPresent(b -> boxes.add(
                    new Box(b.x(), b.y(), b.width(), b.height(), o.finding().label(), Phrases.settled(o), "truth")));
            contrast.put(o.id(), film.contrastToNoise(o.id()));
        }
        return new Truth.Shot(
                id,
                id + ".dcm",
                film.view(),
                film.width(),
                film.height(),
                film.spacing(),
                boxes,
                film.masks(),
                contrast);
    }

    private static double round(double value) {
        return Math.rint(value * 1e4) / 1e4;
    }
}
