package org.vesalius.serve;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.search.IndexedStudy;

/** Searches: by words, by a picture, or by a study that is there. */
final class SearchRoutes {
    private final ModelQueue model;
    private final StudyStore store;
    private final Intake intake;
    private final AuditTrail audit;
    private final ServiceOptions.Limits limits;

    SearchRoutes(ModelQueue model, StudyStore store, Intake intake, AuditTrail audit, ServiceOptions.Limits limits) {
        this.model = model;
        this.store = store;
        this.intake = intake;
        this.audit = audit;
        this.limits = limits;
    }

    void add(RoutesConfig routes) {
        routes.post("/api/v1/search", this::words, Role.READ);
        routes.post("/api/v1/search/image", this::picture, Role.READ);
        routes.get("/api/v1/studies/{key}/similar", this::similar, Role.READ);
    }

    /**
     * A search by words.
     *
     * @param mode vector, words or hybrid (default)
     * @param from results that are passed over, for the next page
     * @param size results of a page
     */
    record Wanted(
            @Nullable String text,
            @Nullable String mode,
            @Nullable List<@Nullable String> labels,
            @Nullable Map<String, String> where,
            int from,
            int size) {}

    /** One page of results. */
    record Page(String mode, int searched, int from, List<Found> results) {}

    /** A result; the report is asked for at its own address. */
    record Found(
            int rank,
            double score,
            String key,
            String patient,
            List<String> labels,
            Map<String, String> facts,
            int films) {}

    private void words(Context ctx) throws IOException {
        Wanted wanted = Requests.json(ctx, limits, Wanted.class);
        String text = Requests.text(wanted.text() == null ? "" : wanted.text(), limits, "text");
        IndexedStudy.Mode mode = mode(wanted.mode());
        IndexedStudy.Query query = switch (mode) {
            case WORDS -> IndexedStudy.Query.words(text);
            case VECTOR -> IndexedStudy.Query.vector(model.embed(text));
            case HYBRID -> IndexedStudy.Query.hybrid(model.embed(text), text);
        };
        List<String> labels = Requests.list(wanted.labels(), "labels");
        Map<String, String> where = wanted.where() == null ? Map.of() : wanted.where();
        check("label of this index", labels, store.index().labels());
        check("fact of this index", where.keySet(), store.index().facts());
        page(ctx, query.within(labels, where), wanted.from(), wanted.size() == 0 ? 20 : wanted.size());
    }

    /** A filter that no study can pass is a slip of the keyboard. */
    private static void check(String kind, Iterable<String> names, SortedSet<String> known) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw InputException.unknown(kind, name, known);
            }
        }
    }

    private static IndexedStudy.Mode mode(@Nullable String name) {
        if (name == null) {
            return IndexedStudy.Mode.HYBRID;
        }
        return switch (name) {
            case "vector" -> IndexedStudy.Mode.VECTOR;
            case "words" -> IndexedStudy.Mode.WORDS;
            case "hybrid" -> IndexedStudy.Mode.HYBRID;
            default -> throw InputException.unknown("mode", name, List.of("vector", "words", "hybrid"));
        };
    }

    private void picture(Context ctx) throws IOException {
        float[] vector = model.embed(intake.read(Requests.body(ctx, limits)).image());
        page(ctx, IndexedStudy.Query.vector(vector), number(ctx, "from", 0), number(ctx, "size", 20));
    }

    private void similar(Context ctx) throws IOException {
        String key = ctx.pathParam("key");
        float[] vector = store.vector(key).orElseThrow(() -> Refusal.missing("the study, or its film,"));
        page(ctx, IndexedStudy.Query.vector(vector), number(ctx, "from", 0), number(ctx, "size", 20));
    }

    private static int number(Context ctx, String name, int otherwise) {
        String value = ctx.queryParam(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException _) {
            throw InputException.of(name, "a number", "something else", "correct it");
        }
    }

    private void page(Context ctx, IndexedStudy.Query query, int from, int size) throws IOException {
        if (from < 0 || size < 1 || from + (long) size > limits.results()) {
            throw InputException.of(
                    "page",
                    "from and size within the first " + limits.results() + " results",
                    from + " and " + size,
                    "narrow the search instead");
        }
        List<IndexedStudy.Hit> hits = store.search(query, from + size);
        List<IndexedStudy.Hit> page = hits.subList(Math.min(from, hits.size()), hits.size());
        List<Found> found = new java.util.ArrayList<>();
        for (IndexedStudy.Hit hit : page) {
            IndexedStudy study = hit.study();
            found.add(new Found(
                    hit.rank(),
                    hit.score(),
                    study.key(),
                    study.patient(),
                    study.labels(),
                    study.facts(),
                    store.filmCount(study.key())));
        }
        audit.found(ctx, found.stream().map(Found::key).toList());
        Requests.answer(
                ctx,
                new Page(
                        query.mode().name().toLowerCase(java.util.Locale.ROOT),
                        store.index().size(),
                        from,
                        found));
    }
}
