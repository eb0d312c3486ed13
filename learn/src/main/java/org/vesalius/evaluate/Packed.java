package org.vesalius.evaluate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.vesalius.io.InputException;

/** A vector in one cell of a table, bit by bit: Base64 of little-endian float32. */
final class Packed {
    private Packed() {}

    static String of(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : vector) {
            bytes.putFloat(value);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    static float[] vector(String cell) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(cell)).order(ByteOrder.LITTLE_ENDIAN);
            float[] vector = new float[bytes.remaining() / Float.BYTES];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = bytes.getFloat();
            }
            return vector;
        } catch (IllegalArgumentException e) {
            throw new InputException("per-sample table: a vector is not Base64; evaluate again", e);
        }
    }
}
