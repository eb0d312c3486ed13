package org.vesalius.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

/** {@code openapi.yaml} says what the service does: every route is described and none besides, and every answer has the form that is written there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ContractTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

    private final Map<String, Object> contract = contract();
    private Served served;

    private static Map<String, Object> contract() {
        try (InputStream in = Service.class.getResourceAsStream("openapi.yaml")) {
            return new Yaml().load(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeAll
    void start(@TempDir Path dir) throws IOException {
        served = new Served(dir.resolve("index"));
        served.put("s1", Map.of("patient", "p1", "report", "Small left pleural effusion."), Served.film(1));
        served.put("s2", Map.of("patient", "p2", "report", "The lungs are clear."), Served.film(2));
    }

    @AfterAll
    void stop() throws IOException {
        served.close();
    }

    @Test
    void everyRouteIsDescribedAndNoneBesides() {
        Set<String> described = new TreeSet<>();
        at(contract, "paths")
                .forEach((path, item) -> ((Map<?, ?>) item)
                        .keySet().stream()
                                .filter(METHODS::contains)
                                .forEach(method -> described.add(method + " " + path)));
        Set<String> there = new TreeSet<>();
        served.service
                .routes()
                .forEach(route -> there.add(route.method().toLowerCase(Locale.ROOT) + " " + route.path()));
        assertThat(there).isEqualTo(described);
    }

    @Test
    void everyAnswerHasTheFormThatIsWritten() {
        fits("/health", "get", served.get("/health"));
        fits("/api/v1/about", "get", served.get("/api/v1/about"));
        fits("/api/v1/embed/text", "post", served.post("/api/v1/embed/text", Map.of("texts", List.of("a"))));
        fits("/api/v1/embed/image", "post", served.postBytes("/api/v1/embed/image", Served.film(1)));
        fits("/api/v1/classify", "post", served.postBytes("/api/v1/classify?labels=nodule", Served.film(1)));
        fits("/api/v1/ground", "post", served.postBytes("/api/v1/ground?phrase=nodule", Served.film(1)));
        fits("/api/v1/search", "post", served.post("/api/v1/search", Map.of("text", "effusion")));
        fits("/api/v1/search/image", "post", served.postBytes("/api/v1/search/image", Served.film(1)));
        fits("/api/v1/studies/{key}", "get", served.get("/api/v1/studies/s1"));
        fits(
                "/api/v1/studies/{key}/classify",
                "post",
                served.post("/api/v1/studies/s1/classify", Map.of("findings", List.of())));
        fits(
                "/api/v1/studies/{key}/films/{film}/ground",
                "get",
                served.get("/api/v1/studies/s1/films/0/ground?phrase=x"));
        fits("/api/v1/studies/{key}/similar", "get", served.get("/api/v1/studies/s1/similar"));
        fits("/api/v1/studies/{key}/draft", "get", served.get("/api/v1/studies/s1/draft"));
        fits("/api/v1/patients/{patient}/studies", "get", served.get("/api/v1/patients/p1/studies"));
        HttpResponse<byte[]> problem = served.get("/api/v1/studies/none");
        assertThat(problem.statusCode()).isEqualTo(404);
        fits(at(contract, "components", "schemas", "Problem"), Served.json(problem), "problem");
    }

    private void fits(String path, String method, HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        fits(
                at(contract, "paths", path, method, "responses", "200", "content", "application/json", "schema"),
                Served.json(answer),
                path);
    }

    private void fits(Map<String, Object> schema, JsonNode value, String where) {
        if (schema.get("$ref") instanceof String reference) {
            fits(
                    at(contract, "components", "schemas", reference.substring(reference.lastIndexOf('/') + 1)),
                    value,
                    where);
            return;
        }
        Object type = Objects.requireNonNull(schema.get("type"), where);
        List<?> types = type instanceof List<?> several ? several : List.of(type);
        assertThat(types.stream().anyMatch(one -> is(String.valueOf(one), value)))
                .as("%s is %s", where, type)
                .isTrue();
        if (value.isObject() && schema.get("properties") instanceof Map<?, ?> properties) {
            assertThat(value.propertyNames()).as(where).containsAll(required(schema));
            value.properties().forEach(field -> {
                assertThat(properties.containsKey(field.getKey()))
                        .as("%s: %s", where, field.getKey())
                        .isTrue();
                fits(at(schema, "properties", field.getKey()), field.getValue(), where + "." + field.getKey());
            });
        }
        if (value.isArray() && schema.containsKey("items")) {
            value.forEach(item -> fits(at(schema, "items"), item, where + "[]"));
        }
    }

    private static List<String> required(Map<String, Object> schema) {
        return schema.get("required") instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static boolean is(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "null" -> value.isNull();
            default -> false;
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> at(Map<String, Object> from, String... names) {
        Map<String, Object> at = from;
        for (String name : names) {
            at = (Map<String, Object>) Objects.requireNonNull(at.get(name), name);
        }
        return at;
    }
}
