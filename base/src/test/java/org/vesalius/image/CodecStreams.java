package org.vesalius.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The code streams of codec_golden.py: made by DCMTK, GDCM and OpenJPEG, with the samples that these decode. */
record CodecStreams(
        String name, int width, int height, int components, int bits, boolean signed, String stream, String samples) {

    static List<CodecStreams> named(String prefix) {
        List<CodecStreams> found = new ArrayList<>();
        for (String[] f : PillowLines.of("codec_streams.txt")) {
            if (f[0].startsWith(prefix)) {
                found.add(new CodecStreams(
                        f[0],
                        Integer.parseInt(f[1]),
                        Integer.parseInt(f[2]),
                        Integer.parseInt(f[3]),
                        Integer.parseInt(f[4]),
                        f[5].equals("s"),
                        f[6],
                        f[7]));
            }
        }
        return found;
    }

    byte[] bytes() {
        return Base64.getDecoder().decode(stream);
    }

    int[] values() {
        ByteBuffer in = ByteBuffer.wrap(Base64.getDecoder().decode(samples)).order(ByteOrder.LITTLE_ENDIAN);
        int[] values = new int[width * height * components];
        for (int i = 0; i < values.length; i++) {
            values[i] = signed ? in.getShort() : in.getShort() & 0xFFFF;
        }
        return values;
    }

    @Override
    public String toString() {
        return name;
    }
}
