package org.vesalius.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;

/**
 * The secrets of a run: 256 random bits from which all surrogates come, and the Ed25519 pair that signs the log. Kept in a file, they make the run reversible and later runs consistent with it; otherwise they are gone
 * when the process ends.
 *
 * <p>The file is JSON: {@code version} 1, {@code iterations} of PBKDF2 (0 without passphrase), {@code salt} and {@code box} in Base64; the box is JSON with {@code secret}, {@code signing} (PKCS 8) and {@code verifying}
 * (X.509) in Base64, sealed under the passphrase where there is one. Only its owner may read it.
 */
public final class RunKey {
    private static final int SECRET_BYTES = 32;
    private static final String WHAT = "key file";

    private final byte[] secret;
    private final KeyPair pair;
    private final boolean kept;

    private record Outer(int version, int iterations, String salt, String box) {}

    private record Inner(String secret, String signing, String verifying) {}

    private RunKey(byte[] secret, KeyPair pair, boolean kept) {
        this.secret = secret;
        this.pair = pair;
        this.kept = kept;
    }

    /** A fresh one that is kept nowhere. */
    public static RunKey fresh() {
        return fresh(false);
    }

    private static RunKey fresh(boolean kept) {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        try {
            return new RunKey(secret, KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), kept);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    /** That of a file, which is made where there is none. */
    public static RunKey kept(Path file, char @Nullable [] passphrase) throws IOException {
        if (Files.exists(file)) {
            return read(file, passphrase);
        }
        RunKey key = fresh(true);
        key.write(file, passphrase);
        return key;
    }

    /** That of a file. */
    public static RunKey read(Path file, char @Nullable [] passphrase) throws IOException {
        Outer outer = Json.read(file, Outer.class, WHAT);
        if (outer.iterations() > 0 && passphrase == null) {
            throw InputException.of(WHAT, "the passphrase that it is under", "none", "name the file that holds it");
        }
        byte[] box = Base64.getDecoder().decode(outer.box());
        if (passphrase != null && outer.iterations() > 0) {
            byte[] salt = Base64.getDecoder().decode(outer.salt());
            box = Sealed.open(Sealed.key(passphrase, salt, outer.iterations()), box, WHAT);
        }
        Inner inner = Json.parse(new String(box, StandardCharsets.UTF_8), Inner.class, WHAT);
        try {
            KeyFactory factory = KeyFactory.getInstance("Ed25519");
            Base64.Decoder decoder = Base64.getDecoder();
            KeyPair pair = new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(decoder.decode(inner.verifying()))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(decoder.decode(inner.signing()))));
            return new RunKey(decoder.decode(inner.secret()), pair, true);
        } catch (GeneralSecurityException e) {
            throw new InputException(
                    WHAT + ": expected an Ed25519 pair, got something else; use the file as it was made", e);
        }
    }

    private void write(Path file, char @Nullable [] passphrase) throws IOException {
        Base64.Encoder encoder = Base64.getEncoder();
        byte[] box = Json.line(new Inner(
                        encoder.encodeToString(secret),
                        encoder.encodeToString(pair.getPrivate().getEncoded()),
                        encoder.encodeToString(pair.getPublic().getEncoded())))
                .getBytes(StandardCharsets.UTF_8);
        byte[] salt = new byte[SECRET_BYTES / 2];
        new SecureRandom().nextBytes(salt);
        int iterations = passphrase == null ? 0 : Sealed.ITERATIONS;
        if (passphrase != null) {
            box = Sealed.seal(Sealed.key(passphrase, salt, iterations), box);
        }
        Json.write(file, new Outer(1, iterations, encoder.encodeToString(salt), encoder.encodeToString(box)));
        own(file, "rw-------");
    }

    /** Takes the permissions of all others away, where the file system knows such things. */
    static void own(Path path, String permissions) throws IOException {
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    boolean isKept() {
        return kept;
    }

    Surrogates surrogates() {
        return new Surrogates(secret.clone());
    }

    KeyPair pair() {
        return pair;
    }

    /** What the table of originals is sealed with. */
    byte[] mappingKey() {
        return surrogates().mac("mapping", "");
    }
}
