package org.vesalius.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.image.Transform;
import org.vesalius.infer.Inference;
import org.vesalius.io.Json;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.tokenize.TokenizerTrainer;
import tools.jackson.databind.JsonNode;

/** A service with a small untrained model and the client that speaks to it. */
final class Served implements AutoCloseable {
    private static final String BOUNDARY = "vesalius-test-boundary";

    final Service service;
    private final HttpClient client = HttpClient.newHttpClient();

    Served(Path index) throws IOException {
        this(index, ServiceOptions.defaults());
    }

    Served(Path index, ServiceOptions options) throws IOException {
        service = Service.start(model(), index, options.at("127.0.0.1", 0));
    }

    static Inference model() {
        Tokenizer tokens = TokenizerTrainer.wordPiece(List.of("a small left effusion", "the lungs are clear"), 80);
        ModelSpec spec = new ModelSpec(
                new ImageEncoder.SmallCnn(List.of(8, 8), List.of(4, 2), 0, true),
                new TextEncoder.Bert(1, 16, 2, 32, 0, TextEncoder.Pool.CLS),
                8,
                Projection.affine(),
                Projection.affine(),
                Pooling.MEAN_PATCHES,
                new Readout.PositiveNegative(10),
                Transform.grey(32),
                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, tokens.vocabularySize(), 12));
        return Inference.untrained(spec, tokens, 1);
    }

    /** Blobs that only {@code seed} decides. */
    static byte[] film(long seed) {
        var random = new java.util.SplittableRandom(seed);
        float[] samples = new float[48 * 40];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = random.nextInt(256);
        }
        return ImageFiles.png(Image.grey(48, 40, 255, samples));
    }

    HttpRequest.Builder request(String path) {
        URI base = service.address();
        HttpRequest.Builder builder = HttpRequest.newBuilder(base.resolve(path));
        service.token().ifPresent(token -> builder.header("Authorization", "Bearer " + token));
        return builder;
    }

    HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<byte[]> get(String path) {
        return send(request(path).GET().build());
    }

    HttpResponse<byte[]> post(String path, Object body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.line(body)))
                .build());
    }

    HttpResponse<byte[]> postBytes(String path, byte[] body) {
        return send(request(path)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    HttpResponse<byte[]> delete(String path) {
        return send(request(path).DELETE().build());
    }

    /** Adds a study of one film. */
    HttpResponse<byte[]> put(String key, Map<String, String> fields, byte[] film) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        fields.forEach((name, value) -> body.writeBytes(
                ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
                        .getBytes(StandardCharsets.UTF_8)));
        if (film.length > 0) {
            body.writeBytes(
                    ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"film\"; filename=\"film\"\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(film);
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send(request("/api/v1/studies/" + key)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .PUT(BodyPublishers.ofByteArray(body.toByteArray()))
                .build());
    }

    static JsonNode json(HttpResponse<byte[]> response) {
        return Json.tree(new String(response.body(), StandardCharsets.UTF_8), "answer");
    }

    @Override
    public void close() throws IOException {
        client.close();
        service.close();
    }
}
