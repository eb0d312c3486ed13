package org.vesalius.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.io.Json;

/** The service over HTTP, as a client sees it. */
final class ServiceTest {
    private static final byte[] NO_FILM = {};

    @TempDir
    private Path dir;

    private Served served;

    @BeforeEach
    void start() throws IOException {
        served = new Served(dir.resolve("index"));
    }

    @AfterEach
    void stop() throws IOException {
        served.close();
    }

    @Test
    void whoHasNoTokenSeesNothingButHealth() {
        HttpRequest.Builder bare =
                HttpRequest.newBuilder(served.service.address().resolve("/health"));
        assertThat(served.send(bare.build()).statusCode()).isEqualTo(200);
        HttpResponse<byte[]> refused =
                served.send(HttpRequest.newBuilder(served.service.address().resolve("/api/v1/about"))
                        .build());
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(Served.json(refused).path("status").asInt()).isEqualTo(401);
    }

    @Test
    void aStudyThatWasAddedIsFoundByItsFilmAndItsWords() {
        assertThat(put("s1", "p1", "Small left pleural effusion.", 1).statusCode())
                .isEqualTo(201);
        assertThat(put("s2", "p2", "The lungs are clear.", 2).statusCode()).isEqualTo(201);

        var byFilm = Served.json(served.postBytes("/api/v1/search/image?size=1", Served.film(2)));
        assertThat(byFilm.at("/results/0/key").asString()).isEqualTo("s2");
        assertThat(byFilm.at("/results/0/score").asDouble()).isGreaterThan(0.999);
        assertThat(byFilm.path("searched").asInt()).isEqualTo(2);

        var byWords = Served.json(served.post("/api/v1/search", Map.of("text", "effusion", "mode", "words")));
        assertThat(byWords.path("results").size()).isEqualTo(1);
        assertThat(byWords.at("/results/0/labels/0").asString()).isEqualTo("Pleural Effusion");

        var seen = Served.json(served.get("/api/v1/studies/s1"));
        assertThat(seen.path("report").asString()).isEqualTo("Small left pleural effusion.");
        assertThat(seen.path("films").asInt()).isEqualTo(1);
        assertThat(served.get("/api/v1/studies/s1/films/0").body()).isEqualTo(Served.film(1));
    }

    @Test
    void aDeletedPatientIsGoneFromIndexAndFiles() throws IOException {
        put("s1", "p1", "Nothing like xylophonic shadowing elsewhere.", 1);
        put("s2", "p2", "Clear.", 2);
        assertThat(Served.json(served.delete("/api/v1/patients/p1"))
                        .path("studies")
                        .asInt())
                .isEqualTo(1);
        assertThat(served.get("/api/v1/studies/s1").statusCode()).isEqualTo(404);
        assertThat(served.delete("/api/v1/patients/p1").statusCode()).isEqualTo(404);
        served.service.close();
        try (var files = Files.walk(dir.resolve("index"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("audit.jsonl"))
                    .toList()) {
                String bytes = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
                assertThat(bytes).doesNotContain("xylophon");
                assertThat(file.toString()).doesNotContain("s1");
            }
        }
        served = new Served(dir.resolve("index"));
        assertThat(served.get("/api/v1/studies/s2").statusCode()).isEqualTo(200);
    }

    @Test
    void theModelAnswersForAFilm() {
        put("s1", "p1", "", 1);
        var scores = Served.json(served.post(
                "/api/v1/studies/s1/classify",
                Map.of("findings", List.of(Map.of("label", "x", "positive", List.of("a"), "negative", List.of("b"))))));
        assertThat(scores.at("/scores/x").asDouble()).isBetween(0.0, 1.0);
        var map = Served.json(served.get("/api/v1/studies/s1/films/0/ground?phrase=effusion"));
        assertThat(map.path("cells").size())
                .isEqualTo(map.path("columns").asInt() * map.path("rows").asInt());
        HttpResponse<byte[]> png = served.send(served.request("/api/v1/studies/s1/films/0/ground?phrase=effusion")
                .header("Accept", "image/png")
                .build());
        assertThat(png.body()).startsWith(0x89, 'P', 'N', 'G');
        var vectors = Served.json(served.post("/api/v1/embed/text", Map.of("texts", List.of("a", "b"))));
        assertThat(vectors.path("vectors").size()).isEqualTo(2);
        assertThat(vectors.path("dimension").asInt()).isEqualTo(8);
    }

    @Test
    void aDraftNamesItsSourcesAndLeavesPriorsOut() {
        put("s1", "p1", "There is a small left effusion. Unchanged since the prior study.", 1);
        put("s2", "p2", "The lungs are clear.", 2);
        put("own", "p3", "The own report is not copied.", 1);
        var draft = Served.json(served.get("/api/v1/studies/own/draft"));
        assertThat(draft.path("status").asString()).startsWith("Draft");
        assertThat(draft.path("sentences")).isNotEmpty();
        for (var sentence : draft.path("sentences")) {
            assertThat(sentence.path("source").asString()).isIn("s1", "s2");
            assertThat(sentence.path("text").asString()).doesNotContain("prior", "own");
        }
    }

    @Test
    void anEmptyIndexCanBeOpenedAgainAndFilmsWithoutAStudyAreCleared() throws IOException {
        served.service.close();
        Path stray = Files.createDirectories(dir.resolve("index/films/stray"));
        Files.write(stray.resolve("0.png"), Served.film(1));
        served = new Served(dir.resolve("index"));
        assertThat(served.get("/api/v1/studies/stray/films/0").statusCode()).isEqualTo(404);
        assertThat(stray).doesNotExist();
    }

    @Test
    void aReplacedReportLeavesTheFiles() throws IOException {
        put("s1", "p1", "A xylophonic shadow.", 1);
        put("s1", "p1", "Clear.", 2);
        served.service.close();
        try (var files = Files.walk(dir.resolve("index/lucene"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain("xylophon");
            }
        }
        served = new Served(dir.resolve("index"));
        assertThat(served.get("/api/v1/studies/s1/films/0").body()).isEqualTo(Served.film(2));
    }

    @Test
    void whatIsNoQuestionIsNoFaultOfOurs() {
        assertThat(served.post("/api/v1/search", "null").statusCode()).isEqualTo(400);
        HttpRequest nothing = served.request("/api/v1/embed/text")
                .POST(HttpRequest.BodyPublishers.ofString("null"))
                .build();
        assertThat(served.send(nothing).statusCode()).isEqualTo(400);
        HttpRequest hole = served.request("/api/v1/embed/text")
                .POST(HttpRequest.BodyPublishers.ofString("{\"texts\": [null]}"))
                .build();
        assertThat(served.send(hole).statusCode()).isEqualTo(400);
        assertThat(served.post("/api/v1/search", Map.of("text", "word ".repeat(2000), "mode", "words"))
                        .statusCode())
                .isEqualTo(400);
        HttpRequest head = HttpRequest.newBuilder(served.service.address().resolve("/metrics"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(served.send(head).statusCode()).isEqualTo(404);
    }

    @Test
    void aPatientsStudiesAreListed() {
        put("a", "p1", "Clear.", 1);
        put("b", "p1", "Effusion.", 2);
        var studies = Served.json(served.get("/api/v1/patients/p1/studies")).path("studies");
        assertThat(studies.size()).isEqualTo(2);
        assertThat(studies.at("/1/key").asString()).isEqualTo("b");
    }

    @Test
    void thePageComesWithTheProgramme() {
        for (String file : List.of("/", "/page.css", "/page.js", "/viewer.js")) {
            assertThat(served.get(file).statusCode()).isEqualTo(200);
        }
        assertThat(served.get("/").headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/html");
    }

    @Test
    void badInputIsAProblemThatSaysWhatToDo() {
        assertThat(served.postBytes("/api/v1/search/image", new byte[] {1, 2, 3})
                        .statusCode())
                .isEqualTo(415);
        assertThat(served.postBytes(
                                "/api/v1/search/image", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n'})
                        .statusCode())
                .isEqualTo(400);
        assertThat(served.post("/api/v1/search", Map.of("text", " ")).statusCode())
                .isEqualTo(400);
        HttpResponse<byte[]> unknown = served.post("/api/v1/search", Map.of("text", "x", "mode", "vektor"));
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(Served.json(unknown).path("detail").asString()).contains("vector");
        assertThat(put("..%2F..%2Fetc", "p", "x", 1).statusCode()).isIn(400, 404);
        assertThat(put("s1", "../p", "x", 1).statusCode()).isEqualTo(400);
        assertThat(served.put("s1", Map.of("patient", "p"), NO_FILM).statusCode())
                .isEqualTo(400);
        assertThat(served.get("/api/v1/nothing").statusCode()).isEqualTo(404);
        assertThat(served.get("/api/v1/studies/s1/films/x").statusCode()).isEqualTo(404);
    }

    @Test
    void otherHostsAndOtherSitesAreRefused() {
        HttpRequest other = served.request("/api/v1/search")
                .header("Origin", "http://elsewhere.example")
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\": \"x\"}"))
                .build();
        assertThat(served.send(other).statusCode()).isEqualTo(403);
        HttpResponse<byte[]> health = served.get("/health");
        assertThat(health.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("script-src 'self'");
    }

    @Test
    void rolesAreKept() throws IOException {
        Path tokens = dir.resolve("tokens.json");
        String reader = Access.newToken();
        Json.write(
                tokens,
                new Access.TokenFile(
                        List.of(new Access.Token("desk", Role.READ, org.vesalius.io.Digests.sha256(reader)))));
        try (Served guarded =
                new Served(dir.resolve("other"), ServiceOptions.defaults().withTokens(tokens))) {
            HttpRequest.Builder seeing = HttpRequest.newBuilder(
                            guarded.service.address().resolve("/api/v1/about"))
                    .header("Authorization", "Bearer " + reader);
            assertThat(guarded.send(seeing.build()).statusCode()).isEqualTo(200);
            HttpRequest deleting = HttpRequest.newBuilder(
                            guarded.service.address().resolve("/api/v1/studies/x"))
                    .header("Authorization", "Bearer " + reader)
                    .DELETE()
                    .build();
            assertThat(guarded.send(deleting).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void theAuditTrailSaysWhoSawWhatAndNoText() throws IOException {
        put("s1", "p1", "Cardiomegaly.", 1);
        served.get("/api/v1/studies/s1");
        served.post("/api/v1/search", Map.of("text", "cardiomegaly"));
        String trail = Files.readString(dir.resolve("index").resolve("audit.jsonl"));
        assertThat(trail.lines()).hasSize(3);
        assertThat(trail).contains("\"saw\"", "\"s1\"", "\"first\"").doesNotContainIgnoringCase("cardiomegaly");
    }

    private HttpResponse<byte[]> put(String key, String patient, String report, long seed) {
        return served.put(key, Map.of("patient", patient, "report", report), Served.film(seed));
    }
}
