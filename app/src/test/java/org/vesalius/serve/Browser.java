package org.vesalius.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.vesalius.io.Json;
import tools.jackson.databind.JsonNode;

/** A headless Chromium, spoken to by its DevTools protocol. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Browser(Process process, URI page) {
        this.process = process;
        this.socket =
                client.newWebSocketBuilder().buildAsync(page, new Listener()).join();
    }

    /** Where Chromium lies, if it is installed. */
    static Optional<Path> installed() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Browser start(Path chromium, Path profile) throws Exception {
        Process process = new ProcessBuilder(
                        chromium.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--remote-allow-origins=*",
                        "--window-size=1280,960",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        URI browser = listening(process);
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest ask = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + browser.getPort() + "/json"))
                .build();
        for (int i = 0; i < 100; i++) {
            JsonNode pages = Json.tree(
                    http.send(ask, HttpResponse.BodyHandlers.ofString()).body(), "pages");
            for (JsonNode page : pages) {
                if (page.path("type").asString().equals("page")) {
                    Browser started = new Browser(
                            process,
                            URI.create(page.path("webSocketDebuggerUrl").asString()));
                    started.ask("Page.enable", Map.of());
                    started.ask("Runtime.enable", Map.of());
                    started.ask("Log.enable", Map.of());
                    return started;
                }
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("Chromium opened no page");
    }

    private static URI listening(Process process) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("DevTools listening on ")) {
                Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {})); // it must not wait for a reader
                return URI.create(
                        line.substring("DevTools listening on ".length()).strip());
            }
        }
        throw new IllegalStateException("Chromium did not start");
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                heard(Json.tree(text.toString(), "message"));
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    private void heard(JsonNode message) {
        if (message.has("id")) {
            CompletableFuture<JsonNode> answer =
                    answers.remove(message.path("id").asInt());
            if (answer != null) {
                answer.complete(message);
            }
            return;
        }
        switch (message.path("method").asString()) {
            case "Runtime.exceptionThrown" ->
                complaints.add(message.at("/params/exceptionDetails/exception/description")
                        .asString("exception"));
            case "Log.entryAdded" -> {
                if (message.at("/params/entry/level").asString().equals("error")) {
                    complaints.add(message.at("/params/entry/text").asString() + " "
                            + message.at("/params/entry/url").asString(""));
                }
            }
            default -> {
                // not asked about
            }
        }
    }

    private JsonNode ask(String method, Map<String, Object> parameters) {
        int number = numbers.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(number, answer);
        socket.sendText(Json.line(Map.of("id", number, "method", method, "params", parameters)), true)
                .join();
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join().path("result");
    }

    void open(String address) {
        ask("Page.navigate", Map.of("url", address));
    }

    /** What an expression of JavaScript is, as text. */
    String eval(String expression) {
        JsonNode result = ask(
                "Runtime.evaluate",
                Map.of("expression", "String(" + expression + ")", "awaitPromise", true, "userGesture", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": "
                    + result.at("/exceptionDetails/exception/description").asString());
        }
        return result.at("/result/value").asString("");
    }

    /** Waits until an expression is true. */
    void until(String expression) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!eval(expression).equals("true")) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "never: " + expression + "; the page says: " + eval("document.body.innerText"));
            }
            try {
                Thread.sleep(30);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    void click(String selector) {
        eval("document.querySelector('" + selector + "').click()");
    }

    /** Types into a field, as its own events. */
    void type(String selector, String text) {
        eval("(e => { e.focus(); e.value = '" + text + "'; e.dispatchEvent(new Event('input', {bubbles: true})); })"
                + "(document.querySelector('" + selector + "'))");
    }

    /** What the page's console called an error since the last time. */
    List<String> complaints() {
        List<String> heard = new ArrayList<>(complaints);
        complaints.clear();
        return heard;
    }

    byte[] screenshot() {
        return Base64.getDecoder()
                .decode(ask("Page.captureScreenshot", Map.of("format", "png"))
                        .path("data")
                        .asString());
    }

    @Override
    public void close() {
        socket.abort();
        client.close();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
