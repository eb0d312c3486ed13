package org.vesalius.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.io.Digests;
import org.vesalius.io.Json;

/** The log proves what was done without saying to whom, and no change of it or of a file goes unnoticed. */
class AuditLogTest {
    @TempDir
    Path dir;

    private Path out;
    private String publicKey = "";

    @BeforeEach
    void aRun() throws IOException {
        Invented.film(1).write(Invented.in(dir).resolve("Okonkwell/1.dcm"));
        Invented.film(2).write(Invented.in(dir).resolve("Okonkwell/2.dcm"));
        publicKey = Invented.clean(dir, Policy.defaults()).publicKey();
        out = dir.resolve("out");
    }

    private List<String> faults() throws IOException {
        return AuditLog.verify(out).faults();
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(out.resolve(AuditLog.LINES));
    }

    private void write(List<String> lines) throws IOException {
        Files.writeString(out.resolve(AuditLog.LINES), String.join("\n", lines) + "\n");
    }

    @Test
    void theLogOfARunHoldsAndNamesNobody() throws IOException {
        AuditLog.Verdict verdict = AuditLog.verify(out);
        assertThat(verdict.faults()).isEmpty();
        assertThat(verdict.files()).isEqualTo(2);
        assertThat(verdict.publicKey()).isEqualTo(publicKey);
        assertThat(String.join("", lines()))
                .doesNotContain("Okonkwell", "PAT770042", "ACC0099881", Invented.STUDY)
                .doesNotContain(Digests.sha256(dir.resolve("in/Okonkwell/1.dcm")));
    }

    @Test
    void aChangedAMissingAndAForeignFileAreNoticed() throws IOException {
        Path file = Invented.results(dir, ".dcm").getFirst();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertThat(faults()).singleElement().asString().contains("was changed");
        Files.delete(file);
        assertThat(faults()).singleElement().asString().contains("not there");
        Files.writeString(out.resolve("more.txt"), "x");
        assertThat(faults()).hasSize(2);
    }

    @Test
    void aChangedADroppedAndAMovedLineAreNoticed() throws IOException {
        List<String> lines = lines();
        write(lines.stream()
                .map(line -> line.replace("\"residual\":0", "\"residual\":3"))
                .toList());
        assertThat(faults()).isNotEmpty();
        write(lines.subList(0, lines.size() - 1));
        assertThat(faults()).contains("the log is not the one that was signed");
        write(List.of(lines.get(1), lines.get(0), lines.get(2), lines.get(3)));
        assertThat(faults()).isNotEmpty();
        write(lines);
        assertThat(faults()).isEmpty();
    }

    @Test
    void aLogSignedAnewHoldsInItselfButShowsAnotherKey() throws IOException {
        AuditLog forged = new AuditLog();
        forged.add("begin", java.util.Map.of("files", 0));
        for (Path file : Invented.results(dir, ".dcm")) {
            String name = out.relativize(file).toString();
            forged.add("file", java.util.Map.of("name", name, "sha256", Digests.sha256(file)));
        }
        forged.write(out, RunKey.fresh().pair());
        assertThat(faults()).isEmpty();
        assertThat(AuditLog.verify(out).publicKey()).isNotEqualTo(publicKey);
    }

    @Test
    void aSignatureOfAnotherLogIsRefused() throws IOException {
        Path seal = out.resolve(AuditLog.SIGNATURE);
        AuditLog.Seal good = Json.read(seal, AuditLog.Seal.class, "seal");
        Json.write(seal, new AuditLog.Seal("Ed25519", good.publicKey(), good.lines(), good.head(), "AAAA"));
        assertThat(faults()).singleElement().asString().contains("signature");
    }
}
