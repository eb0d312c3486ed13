package org.vesalius.shard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.InputException;

/**
 * Keys that stand for patients and studies: the first 64 bits of HMAC-SHA256 under a salt.
 *
 * <p>For a published set the salt is its id, since its identifiers are public and everybody should get the same keys. For the user's own files it is 256 random bits that are made once and kept in a private
 * folder beside the prepared set, never in it: who has only the prepared set cannot find out whether a known patient is in it.
 */
final class Pseudonyms {
    private static final String SALT = "salt.txt";
    private static final int SALT_BYTES = 32;

    private final SecretKeySpec salt;
    private final @Nullable Path privateDir;

    private Pseudonyms(byte[] salt, @Nullable Path privateDir) {
        this.salt = new SecretKeySpec(salt, "HmacSHA256");
        this.privateDir = privateDir;
    }

    /** The keys of a set; the salt of the user's own data is that of {@code privateDir}, or a new one that {@link #keep} puts there. */
    static Pseudonyms of(DatasetCard card, Path privateDir) throws IOException {
        return card.access() == DatasetCard.Access.OWN
                ? new Pseudonyms(salt(privateDir), privateDir)
                : new Pseudonyms(("vesalius " + card.id()).getBytes(StandardCharsets.UTF_8), null);
    }

    /** Writes a new salt; not done before there is something that needs it. */
    void keep() throws IOException {
        if (privateDir != null && !Files.exists(privateDir.resolve(SALT))) {
            makePrivate(privateDir);
            AtomicFiles.write(privateDir.resolve(SALT), HexFormat.of().formatHex(salt.getEncoded()) + "\n");
        }
    }

    /** Whether identifiers must not leave the private folder. */
    boolean secret() {
        return privateDir != null;
    }

    String patient(String patientId) {
        return "p" + hash("patient", patientId);
    }

    String study(String studyId) {
        return "s" + hash("study", studyId);
    }

    private String hash(String kind, String id) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(salt);
            byte[] digest = mac.doFinal((kind + "\0" + id).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static byte[] salt(Path privateDir) throws IOException {
        Path file = privateDir.resolve(SALT);
        if (!Files.exists(file)) {
            byte[] made = new byte[SALT_BYTES];
            new SecureRandom().nextBytes(made);
            return made;
        }
        try {
            byte[] salt = HexFormat.of().parseHex(Files.readString(file).strip());
            if (salt.length >= SALT_BYTES) {
                return salt;
            }
        } catch (IllegalArgumentException e) {
            // told below, without what the file holds
        }
        throw InputException.of(
                SALT + " in the private folder",
                "at least 64 hexadecimal digits",
                "something else",
                "restore it, or remove it to get new keys");
    }

    /** A folder that only its owner can open, where the file system knows such things. */
    static void makePrivate(Path dir) throws IOException {
        Files.createDirectories(dir);
        if (Files.getFileStore(dir).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
        }
    }
}
