package org.vesalius.serve;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Image;
import org.vesalius.io.InputException;
import org.vesalius.report.LabelState;
import org.vesalius.report.Sentences;
import org.vesalius.report.label.RuleLabeler;
import org.vesalius.search.FilmFolder;
import org.vesalius.search.IndexedStudy;

/** Studies that are there: seen, added, replaced, deleted. */
final class StudyRoutes {
    private final ModelQueue model;
    private final StudyStore store;
    private final Films films;
    private final Intake intake;
    private final Drafts drafts;
    private final AuditTrail audit;
    private final ServiceOptions.Limits limits;

    StudyRoutes(
            ModelQueue model,
            StudyStore store,
            Films films,
            Intake intake,
            Drafts drafts,
            AuditTrail audit,
            ServiceOptions.Limits limits) {
        this.model = model;
        this.store = store;
        this.films = films;
        this.intake = intake;
        this.drafts = drafts;
        this.audit = audit;
        this.limits = limits;
    }

    void add(RoutesConfig routes) {
        routes.get("/api/v1/studies/{key}", this::see, Role.READ);
        routes.get("/api/v1/studies/{key}/films/{film}", this::film, Role.READ);
        routes.get("/api/v1/studies/{key}/draft", this::draft, Role.READ);
        routes.get("/api/v1/patients/{patient}/studies", this::ofPatient, Role.READ);
        routes.put("/api/v1/studies/{key}", this::put, Role.WRITE);
        routes.delete("/api/v1/studies/{key}", this::delete, Role.WRITE);
        routes.delete("/api/v1/patients/{patient}", this::deletePatient, Role.WRITE);
    }

    /** A study as it is kept; {@code sentences} are those of the report. */
    record Seen(
            String key,
            String patient,
            String report,
            List<String> sentences,
            List<String> labels,
            Map<String, String> facts,
            int films) {}

    private void see(Context ctx) throws IOException {
        IndexedStudy study = store.find(ctx.pathParam("key")).orElseThrow(() -> Refusal.missing("the study"));
        audit.saw(ctx, study.key());
        Requests.answer(
                ctx,
                new Seen(
                        study.key(),
                        study.patient(),
                        study.text(),
                        Sentences.split(study.text()),
                        study.labels(),
                        study.facts(),
                        store.filmCount(study.key())));
    }

    /** The studies of a patient, without their reports. */
    record OfPatient(String patient, List<Listed> studies) {}

    /** A study in a list. */
    record Listed(String key, List<String> labels, Map<String, String> facts, int films) {}

    private void ofPatient(Context ctx) throws IOException {
        String patient = ctx.pathParam("patient");
        List<Listed> studies = new ArrayList<>();
        for (String key : store.index().keysOf(patient)) {
            IndexedStudy study = store.find(key).orElse(null);
            if (study != null) {
                audit.saw(ctx, key);
                studies.add(new Listed(key, study.labels(), study.facts(), store.filmCount(key)));
            }
        }
        if (studies.isEmpty()) {
            throw Refusal.missing("the patient");
        }
        Requests.answer(ctx, new OfPatient(patient, studies));
    }

    private void draft(Context ctx) throws IOException {
        Drafts.Draft draft = drafts.of(ctx.pathParam("key"));
        audit.saw(ctx, draft.study());
        for (Drafts.Line line : draft.sentences()) {
            audit.saw(ctx, line.source());
        }
        Requests.answer(ctx, draft);
    }

    private void film(Context ctx) throws IOException {
        byte[] png = films.png(ctx.pathParam("key"), Films.number(ctx.pathParam("film")));
        audit.saw(ctx, ctx.pathParam("key"));
        ctx.contentType("image/png").result(png);
    }

    /** Multipart: {@code film} (any number of files), {@code report}, {@code patient}. */
    private void put(Context ctx) throws IOException {
        String key = key(ctx.pathParam("key"), "study's key");
        String patient = key(field(ctx, "patient", key), "patient's key");
        String report = field(ctx, "report", "");
        if (report.length() > limits.textCharacters()) {
            throw Refusal.tooLarge("a report of at most %d characters".formatted(limits.textCharacters()));
        }
        List<Intake.Picture> pictures = new ArrayList<>();
        for (UploadedFile file : ctx.isMultipartFormData() ? ctx.uploadedFiles("film") : List.<UploadedFile>of()) {
            try (var content = file.content()) {
                pictures.add(intake.read(content.readAllBytes()));
            }
        }
        if (pictures.isEmpty() && report.isBlank()) {
            throw InputException.of(
                    "study", "a film or a report", "neither", "send multipart/form-data with 'film' or 'report'");
        }
        put(key, patient, report, pictures);
        audit.wrote(ctx, key);
        ctx.status(201);
        Requests.answer(ctx, store.find(key).map(study -> study.labels()).orElse(List.of()));
    }

    private void put(String key, String patient, String report, List<Intake.Picture> pictures) throws IOException {
        int front = IntStream.range(0, pictures.size())
                .filter(i -> pictures.get(i).mayBeFront())
                .findFirst()
                .orElse(0);
        List<Image> frontFirst =
                new ArrayList<>(pictures.stream().map(Intake.Picture::image).toList());
        Map<String, String> facts = new LinkedHashMap<>();
        float @Nullable [] vector = null;
        if (!pictures.isEmpty()) {
            frontFirst.addFirst(frontFirst.remove(front));
            facts.putAll(pictures.get(front).facts());
            vector = model.embed(frontFirst.getFirst());
        }
        List<String> labels = new RuleLabeler()
                .label(report).entrySet().stream()
                        .filter(label -> label.getValue() == LabelState.POSITIVE)
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
        store.put(new IndexedStudy(key, patient, -1, report, labels, facts), vector, frontFirst);
    }

    private static String field(Context ctx, String name, String otherwise) {
        String value = ctx.formParam(name);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }

    private static String key(String key, String what) {
        if (!FilmFolder.isKey(key)) {
            throw InputException.of(
                    what,
                    "at most 80 letters, digits, dots, dashes and underscores",
                    "another text",
                    "use a pseudonymous key");
        }
        return key;
    }

    private void delete(Context ctx) throws IOException {
        String key = ctx.pathParam("key");
        audit.asked(ctx, "deletion", key);
        if (!store.delete(key)) {
            throw Refusal.missing("the study");
        }
        audit.deleted(ctx, key, 1);
        ctx.status(204);
    }

    /** How many studies are gone. */
    record Deleted(int studies) {}

    private void deletePatient(Context ctx) throws IOException {
        String patient = ctx.pathParam("patient");
        audit.asked(ctx, "deletion", patient);
        int gone = store.deletePatient(patient);
        if (gone == 0) {
            throw Refusal.missing("the patient");
        }
        audit.deleted(ctx, patient, gone);
        Requests.answer(ctx, new Deleted(gone));
    }
}
