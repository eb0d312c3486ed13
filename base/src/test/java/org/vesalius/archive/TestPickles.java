package org.vesalius.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Pickles written by hand. */
final class TestPickles {
    private TestPickles() {}

    /**
     * Parts: {@code c:module\nname\n} a global, {@code U:text} a short string, {@code K05} a small number (more hex may follow), one character an opcode, anything else hex.
     */
    static byte[] bytes(String... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String part : parts) {
            if (part.startsWith("c:")) {
                out.write('c');
                out.writeBytes(part.substring(2).getBytes(StandardCharsets.UTF_8));
            } else if (part.startsWith("U:")) {
                out.write('U');
                out.write(part.length() - 2);
                out.writeBytes(part.substring(2).getBytes(StandardCharsets.UTF_8));
            } else if (part.length() == 1) {
                out.write(part.charAt(0));
            } else if (part.charAt(0) == 'K') {
                out.write('K');
                out.writeBytes(HexFormat.of().parseHex(part.substring(1).replace(" ", "")));
            } else {
                out.writeBytes(HexFormat.of().parseHex(part.replace(" ", "")));
            }
        }
        return out.toByteArray();
    }

    /** A zip of deflated entries in a temporary file. */
    static Path zip(Map<String, byte[]> entries) throws IOException {
        Path file = Files.createTempFile("vesalius", ".zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }
}
