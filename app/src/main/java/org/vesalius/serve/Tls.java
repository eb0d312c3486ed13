package org.vesalius.serve;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.vesalius.io.InputException;

/** TLS from the PEM files that every certificate authority gives: the chain, and the private key in PKCS #8 without a password. */
final class Tls {
    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
    private static final String ALIAS = "service";

    private Tls() {}

    /** TLS 1.2 and 1.3. */
    static SslContextFactory.Server of(ServiceOptions.Certificate files) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(files.chain())))
                    .toArray(Certificate[]::new);
            store.setKeyEntry(ALIAS, key(files.key()), new char[0], chain);
            SslContextFactory.Server tls = new SslContextFactory.Server();
            tls.setKeyStore(store);
            tls.setKeyStorePassword("");
            tls.setIncludeProtocols("TLSv1.2", "TLSv1.3");
            return tls;
        } catch (GeneralSecurityException e) {
            throw new InputException(
                    "--tls-cert and --tls-key: expected a certificate chain and its private key as PEM, got others; check both files",
                    e);
        }
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw InputException.of(
                    "--tls-key",
                    "a private key in PKCS #8 without a password",
                    "another file",
                    "convert it: openssl pkcs8 -topk8 -nocrypt -in KEY -out KEY.pem");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException _) {
                // of another algorithm
            }
        }
        throw InputException.of("--tls-key", "an RSA, EC or Ed25519 key", "another", "make one of these");
    }
}
