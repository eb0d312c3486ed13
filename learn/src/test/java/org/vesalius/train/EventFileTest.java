package org.vesalius.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
    @Test
    void theMaskedSumIsTensorFlows() {
        // CRC-32C of "123456789" is e3069283 (RFC 3720, appendix B.4 uses the same polynomial)
        int rotated = Integer.rotateRight(0xe3069283, 15);
        assertThat(EventFile.masked("123456789".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(rotated + 0xa282ead8);
    }

    @Test
    void recordsAreFramedAndHoldTheScalar(@TempDir Path dir) throws IOException {
        try (EventFile events = EventFile.create(dir, 1_700_000_000L)) {
            events.scalar("train/loss", 300, 0.5, 1_700_000_001.5);
        }
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(dir.resolve("events.out.tfevents.1700000000.vesalius")))
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(record(file), StandardCharsets.ISO_8859_1)).contains("brain.Event:2");
        ByteBuffer event = ByteBuffer.wrap(record(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(event.get()).isEqualTo((byte) (1 << 3 | 1));
        assertThat(event.getDouble()).isEqualTo(1_700_000_001.5);
        assertThat(event.get()).isEqualTo((byte) (2 << 3));
        assertThat(event.get()).isEqualTo((byte) ((300 & 0x7f) | 0x80));
        assertThat(event.get()).isEqualTo((byte) (300 >>> 7));
        String rest = StandardCharsets.ISO_8859_1.decode(event).toString();
        assertThat(rest).contains("train/loss");
        assertThat(rest.getBytes(StandardCharsets.ISO_8859_1)).endsWith(0x15, 0, 0, 0, 0x3f); // 0.5f
        assertThat(file.hasRemaining()).isFalse();
    }

    private static byte[] record(ByteBuffer file) {
        byte[] length = new byte[8];
        file.get(file.position(), length);
        int size = (int) file.getLong();
        assertThat(file.getInt()).isEqualTo(EventFile.masked(length));
        byte[] data = new byte[size];
        file.get(data);
        assertThat(file.getInt()).isEqualTo(EventFile.masked(data));
        return data;
    }
}
