package org.vesalius.train;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vesalius.checkpoint.Code;
import org.vesalius.checkpoint.Libraries;
import org.vesalius.checkpoint.Machine;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.shard.Manifest;
import org.vesalius.shard.PreparedData;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Run manifests of trainings. */
final class Manifests {
    private static final String TEXTS = "texts";

    private Manifests() {}

    /** Of a run that begins; {@code plan} has the vocabulary's real size. */
    static RunManifest started(Job job, Plan plan, long parameters, int studies, SortedMap<String, String> notes)
            throws IOException {
        Manifest data = job.data().manifest();
        return new RunManifest(
                RunManifest.FORMAT,
                job.origin().recipe(),
                job.origin().plan(),
                job.origin().settings(),
                source(job),
                tree(plan),
                Json.mapper().valueToTree(plan.model()),
                Code.here(),
                new RunManifest.Data(data.name(), data.digest(), data.splitDigest(), studies),
                plan.seed(),
                parameters,
                Machine.here(job.device()),
                Libraries.here(),
                null,
                notes);
    }

    private static RunManifest.@Nullable Source source(Job job) throws IOException {
        var file = job.origin().source();
        return file == null
                ? null
                : new RunManifest.Source(job.origin().className(), Digests.sha256(Files.readAllBytes(file)));
    }

    /** The plan as JSON; a method is a record, or any class whose name has to do. */
    static JsonNode tree(Plan plan) {
        ObjectNode tree = Json.mapper().createObjectNode();
        Settings.components(plan).forEach((name, value) -> {
            if (!name.equals("method")) {
                tree.set(name, Json.mapper().valueToTree(value));
            }
        });
        ObjectNode method = Json.mapper().createObjectNode();
        method.put("type", plan.method().getClass().getSimpleName());
        if (plan.method() instanceof Record constants) {
            Settings.components(constants)
                    .forEach((name, value) -> method.set(name, Json.mapper().valueToTree(value)));
        }
        tree.set("method", method);
        return tree;
    }

    private static String texts(PreparedData texts) {
        return texts.manifest().name() + " " + texts.manifest().digest();
    }

    /** Refuses other texts than those that the run was started with. */
    static void requireSameTexts(RunManifest run, @Nullable PreparedData texts) {
        String was = run.notes().getOrDefault(TEXTS, "");
        String is = texts == null ? "" : texts(texts);
        if (!was.equals(is)) {
            throw InputException.of(
                    "--texts",
                    was.isEmpty()
                            ? "none, as when the run was started"
                            : "the set that the run was started with, " + was,
                    is.isEmpty() ? "none" : is,
                    "give the same");
        }
    }

    /** Refuses a plan that is not the one the run was started with. */
    static void requireSamePlan(RunManifest run, Plan plan) {
        List<String> unlike = new ArrayList<>();
        differ("", run.plan(), tree(plan.withModel(modelOf(run, plan))), unlike);
        if (!unlike.isEmpty()) {
            throw new InputException("the recipe gives another plan than the run was started with: "
                    + String.join("; ", unlike) + "; resume with the version that started it, or train a new run");
        }
    }

    /** The plan's model with the vocabulary size that the run's tokenizer turned out to have. */
    private static org.vesalius.model.ModelSpec modelOf(RunManifest run, Plan plan) {
        var was = Json.parse(run.model().toString(), org.vesalius.model.ModelSpec.class, "model of the run's manifest");
        return plan.model().withTokenizer(was.tokenizer());
    }

    private static void differ(String path, JsonNode was, JsonNode is, List<String> unlike) {
        if (was.isObject() && is.isObject()) {
            var names = new java.util.TreeSet<String>();
            names.addAll(was.propertyNames());
            names.addAll(is.propertyNames());
            names.forEach(
                    name -> differ(path.isEmpty() ? name : path + "." + name, was.path(name), is.path(name), unlike));
        } else if (!was.toString().equals(is.toString())) {
            unlike.add(path + " was " + was + " and is " + is);
        }
    }

    /** What may change the bits of a run that goes on here. */
    static List<String> differences(RunManifest run, Job job) {
        List<String> found = new ArrayList<>(run.differences(Machine.here(job.device()), Libraries.here()));
        String digest = job.data().manifest().digest();
        if (!run.data().digest().equals(digest)) {
            found.add("other data than the run was started on");
        }
        return found;
    }

    static SortedMap<String, String> notes(int leftOut, Plan plan, @Nullable PreparedData texts) {
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("studiesLeftOut", Integer.toString(leftOut));
        if (texts != null) {
            notes.put(TEXTS, texts(texts));
        }
        if (!plan.notes().isEmpty()) {
            notes.put("plan", plan.notes());
        }
        return notes;
    }
}
