package org.vesalius.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dicom.DicomWriter;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;
import org.vesalius.io.InputException;

/** What keeps others out, and what keeps one caller from taking all; the threats are listed in docs/security.md. */
final class SecurityTest {
    private static final String ISSUER = "https://login.example";

    @TempDir
    private Path dir;

    @Test
    void aProvidersTokenLetsInAsItsClaimSays() throws IOException, JOSEException {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("1").generate();
        Path keys = Files.writeString(dir.resolve("jwks.json"), new JWKSet(key.toPublicJWK()).toString());
        ServiceOptions options =
                ServiceOptions.defaults().withProvider(new ServiceOptions.Provider(keys, ISSUER, "vesalius"));
        try (Served served = new Served(dir.resolve("index"), options)) {
            assertThat(as(served, signed(key, claims("read").build()))).isEqualTo(200);
            assertThat(as(
                            served,
                            signed(key, claims("read").issuer("https://other").build())))
                    .isEqualTo(401);
            assertThat(as(served, signed(key, claims("read").audience("other").build())))
                    .isEqualTo(401);
            assertThat(as(
                            served,
                            signed(
                                    key,
                                    claims("read")
                                            .expirationTime(
                                                    Date.from(Instant.now().minusSeconds(3600)))
                                            .build())))
                    .isEqualTo(401);
            assertThat(as(served, signed(key, claims("king").build()))).isEqualTo(401);
            ECKey other = new ECKeyGenerator(Curve.P_256).keyID("1").generate();
            assertThat(as(served, signed(other, claims("read").build()))).isEqualTo(401);
            assertThat(as(served, new PlainJWT(claims("read").build()).serialize()))
                    .isEqualTo(401);
        }
    }

    private static JWTClaimsSet.Builder claims(String role) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("vesalius")
                .subject("somebody")
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .claim(SignedTokens.ROLE, role);
    }

    private static String signed(ECKey key, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("1").build(), claims);
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    private static int as(Served served, String token) {
        return served.send(HttpRequest.newBuilder(served.service.address().resolve("/api/v1/about"))
                        .header("Authorization", "Bearer " + token)
                        .build())
                .statusCode();
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeBack() throws IOException {
        var few = new ServiceOptions.Limits(1 << 20, 1 << 20, 100, 10, 8, 4, 3);
        try (Served served =
                new Served(dir.resolve("index"), ServiceOptions.defaults().withLimits(few))) {
            for (int i = 0; i < 3; i++) {
                assertThat(served.get("/api/v1/about").statusCode()).isEqualTo(200);
            }
            HttpResponse<byte[]> refused = served.get("/api/v1/about");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void whatIsTooLargeIsRefused() throws IOException {
        var small = new ServiceOptions.Limits(5000, 1000, 20, 10, 8, 4, 100);
        try (Served served =
                new Served(dir.resolve("index"), ServiceOptions.defaults().withLimits(small))) {
            assertThat(served.postBytes("/api/v1/embed/image", new byte[5001]).statusCode())
                    .isEqualTo(413);
            HttpResponse<byte[]> pixels = served.postBytes("/api/v1/embed/image", Served.film(1));
            assertThat(pixels.statusCode()).as("48 x 40 pixels of a small file").isEqualTo(413);
            assertThat(served.post("/api/v1/search", Map.of("text", "a".repeat(21)))
                            .statusCode())
                    .isEqualTo(413);
        }
    }

    @Test
    void aDicomFileThatIsNotMarkedAsCleanStaysOutside() throws IOException {
        try (Served served = new Served(dir.resolve("index"))) {
            HttpResponse<byte[]> refused = served.postBytes("/api/v1/embed/image", dicom("NO"));
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(Served.json(refused).path("detail").asString()).contains("vesalius deidentify");
            assertThat(served.postBytes("/api/v1/embed/image", dicom("YES")).statusCode())
                    .isEqualTo(200);
        }
    }

    private byte[] dicom(String identityRemoved) throws IOException {
        Path file = dir.resolve(identityRemoved + ".dcm");
        short[] pixels = new short[12 * 10];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (short) (30 * i);
        }
        new DicomWriter()
                .put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.DIGITAL_X_RAY)
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.3")
                .put(Tag.PATIENT_IDENTITY_REMOVED, Vr.CS, identityRemoved)
                .put(Tag.MODALITY, Vr.CS, "DX")
                .pixels("MONOCHROME2", 12, 10, 12, false, pixels)
                .write(file);
        return Files.readAllBytes(file);
    }

    @Test
    void guessingTokensIsSlow() throws IOException {
        try (Served served = new Served(dir.resolve("index"))) {
            int last = 0;
            for (int i = 0; i < 21; i++) {
                last = served.post("/login", Map.of("token", "guess" + i)).statusCode();
            }
            assertThat(last).isEqualTo(429);
        }
    }

    @Test
    void thePagesLoginIsACookieThatScriptsAndOtherSitesDoNotGet() throws IOException {
        try (Served served = new Served(dir.resolve("index"))) {
            String token = served.service.token().orElseThrow();
            HttpResponse<byte[]> in = served.post("/login", Map.of("token", token));
            assertThat(in.statusCode()).isEqualTo(204);
            String cookie = in.headers().firstValue("Set-Cookie").orElse("");
            assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
            HttpRequest withCookie = HttpRequest.newBuilder(
                            served.service.address().resolve("/api/v1/about"))
                    .header("Cookie", Access.COOKIE + "=" + token)
                    .build();
            assertThat(served.send(withCookie).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aReportIsNeverMarkup() throws IOException {
        try (Served served = new Served(dir.resolve("index"))) {
            served.put("s1", Map.of("report", "<img src=x onerror=alert(1)> effusion"), new byte[0]);
            HttpResponse<byte[]> seen = served.get("/api/v1/studies/s1");
            assertThat(seen.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
            assertThat(seen.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            String script = new String(served.get("/page.js").body(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(script).doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write");
        }
    }

    @Test
    void metricsAreForAdministratorsAndNameNoKey() throws IOException {
        try (Served served = new Served(dir.resolve("index"))) {
            served.put("secretkey", Map.of("report", "Clear."), new byte[0]);
            served.get("/api/v1/studies/secretkey");
            String metrics = new String(served.get("/metrics").body(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(metrics).contains("vesalius_requests_seconds_count", "/api/v1/studies/{key}", "vesalius_queue");
            assertThat(metrics).doesNotContain("secretkey");
        }
    }

    @Test
    void aTokenFileKeepsNoTokenAndNoNameTwice() throws IOException {
        Path file = dir.resolve("tokens.json");
        String token = Tokens.add(file, "desk", Role.READ);
        assertThat(Files.readString(file)).contains("desk").doesNotContain(token);
        assertThatThrownBy(() -> Tokens.add(file, "desk", Role.ADMIN)).isInstanceOf(InputException.class);
    }

    @Test
    void itSpeaksTlsWithPemFiles() throws Exception {
        Path store = dir.resolve("s.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        run(
                keytool,
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                "secret",
                "-storetype",
                "PKCS12",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1");
        var keys = java.security.KeyStore.getInstance(store.toFile(), "secret".toCharArray());
        var encoder = java.util.Base64.getMimeEncoder(64, new byte[] {'\n'});
        Path chain = Files.writeString(
                dir.resolve("chain.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + encoder.encodeToString(keys.getCertificate("a").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        Path key = Files.writeString(
                dir.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + encoder.encodeToString(
                                keys.getKey("a", "secret".toCharArray()).getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        ServiceOptions options = ServiceOptions.defaults()
                .at("127.0.0.1", 0)
                .withCertificate(new ServiceOptions.Certificate(chain, key));
        var trust =
                javax.net.ssl.TrustManagerFactory.getInstance(javax.net.ssl.TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        var context = javax.net.ssl.SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (Service service = Service.start(Served.model(), dir.resolve("index"), options);
                var client = java.net.http.HttpClient.newBuilder()
                        .sslContext(context)
                        .build()) {
            assertThat(service.address().getScheme()).isEqualTo("https");
            var answer = client.send(
                    HttpRequest.newBuilder(service.address().resolve("/health")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).redirectErrorStream(true).start().waitFor())
                .isZero();
    }
}
