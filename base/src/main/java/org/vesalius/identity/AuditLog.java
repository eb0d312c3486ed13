package org.vesalius.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import tools.jackson.databind.JsonNode;

/**
 * What a run did, one JSON object a line in {@code audit.jsonl}, each with the SHA-256 of the line before it, and the Ed25519 signature of the last line's digest in {@code audit.sig}. A line names an output file by its
 * surrogate name and digest and its input by a commitment that only the holder of the run's key can test; nothing in it identifies a patient.
 */
public final class AuditLog {
    /** The lines. */
    public static final String LINES = "audit.jsonl";

    /** The signature. */
    public static final String SIGNATURE = "audit.sig";

    private final List<String> lines = new ArrayList<>();
    private String previous = "";

    /** What {@code audit.sig} holds. */
    record Seal(String algorithm, String publicKey, int lines, String head, String signature) {}

    /**
     * The answer of a check.
     *
     * @param publicKey SHA-256 of the key that signed: compare it with the one that the run printed
     * @param faults what does not fit; none when the log and the files are those of the run
     */
    public record Verdict(int lines, int files, String publicKey, List<String> faults) {}

    /** One more line. */
    void add(String kind, Map<String, Object> facts) {
        Map<String, Object> line = new TreeMap<>(facts);
        line.put("kind", kind);
        line.put("line", lines.size() + 1);
        line.put("previous", previous);
        String json = Json.line(line);
        lines.add(json);
        previous = Digests.sha256(json);
    }

    /** Writes and signs; returns the SHA-256 of the public key. */
    String write(Path folder, KeyPair pair) throws IOException {
        AtomicFiles.write(folder.resolve(LINES), String.join("\n", lines) + "\n");
        byte[] publicKey = pair.getPublic().getEncoded();
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(signed(lines.size(), previous));
            Base64.Encoder encoder = Base64.getEncoder();
            Json.write(
                    folder.resolve(SIGNATURE),
                    new Seal(
                            "Ed25519",
                            encoder.encodeToString(publicKey),
                            lines.size(),
                            previous,
                            encoder.encodeToString(signature.sign())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
        return Digests.sha256(publicKey);
    }

    private static byte[] signed(int lines, String head) {
        return ("vesalius audit " + lines + " " + head).getBytes(StandardCharsets.UTF_8);
    }

    /** Checks chain, signature and every file of a folder. */
    public static Verdict verify(Path folder) throws IOException {
        if (!Files.isRegularFile(folder.resolve(LINES)) || !Files.isRegularFile(folder.resolve(SIGNATURE))) {
            throw InputException.of(
                    "DIR",
                    "a folder made by 'vesalius deidentify', with " + LINES + " and " + SIGNATURE,
                    "none of that kind",
                    "check the path");
        }
        List<String> faults = new ArrayList<>();
        List<String> lines = Files.readAllLines(folder.resolve(LINES));
        Seal seal = Json.read(folder.resolve(SIGNATURE), Seal.class, SIGNATURE);
        String head = chain(lines, faults);
        if (seal.lines() != lines.size() || !seal.head().equals(head)) {
            faults.add("the log is not the one that was signed");
        }
        byte[] publicKey = Base64.getDecoder().decode(seal.publicKey());
        if (!isSigned(seal, publicKey)) {
            faults.add("the signature does not fit the key beside it");
        }
        int files = files(folder, lines, faults);
        return new Verdict(lines.size(), files, Digests.sha256(publicKey), faults);
    }

    private static String chain(List<String> lines, List<String> faults) {
        String previous = "";
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = Json.tree(lines.get(i), "line " + (i + 1) + " of the log");
            if (!line.path("previous").asString("").equals(previous)) {
                faults.add("line " + (i + 1) + " does not follow the line before it");
            }
            previous = Digests.sha256(lines.get(i));
        }
        return previous;
    }

    private static boolean isSigned(Seal seal, byte[] publicKey) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(publicKey)));
            signature.update(signed(seal.lines(), seal.head()));
            return signature.verify(Base64.getDecoder().decode(seal.signature()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static int files(Path folder, List<String> lines, List<String> faults) throws IOException {
        Set<String> named = new HashSet<>(Set.of(LINES, SIGNATURE));
        int files = 0;
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = Json.tree(lines.get(i), "line " + (i + 1) + " of the log");
            if (!line.path("kind").asString("").equals("file")) {
                continue;
            }
            files++;
            String name = line.path("name").asString("");
            named.add(name);
            Path file = folder.resolve(name).normalize();
            if (!file.startsWith(folder.normalize()) || !Files.isRegularFile(file)) {
                faults.add("line " + (i + 1) + ": its file is not there");
            } else if (!Digests.sha256(file).equals(line.path("sha256").asString(""))) {
                faults.add("line " + (i + 1) + ": its file was changed");
            }
        }
        try (Stream<Path> all = Files.walk(folder)) {
            long foreign = all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !named.contains(name))
                    .count();
            if (foreign > 0) {
                faults.add(foreign + " files are not in the log");
            }
        }
        return files;
    }
}
