package org.vesalius.tokenize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The report texts of Open-I, taken from the XML by a plain search so that this test leans on no reader. */
final class OpenIText {
    private static final Pattern TEXT = Pattern.compile("<AbstractText[^>]*>([^<]+)</AbstractText>");

    private OpenIText() {}

    /** A third of the distinct texts (those whose length is a multiple of three): all of them take the reference ten seconds. */
    static List<String> reports(Path archive) throws IOException {
        Set<String> texts = new LinkedHashSet<>();
        try (var tar = new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var found = TEXT.matcher(new String(tar.readAllBytes(), StandardCharsets.UTF_8));
                while (found.find()) {
                    texts.add(found.group(1));
                }
            }
        }
        List<String> kept = new ArrayList<>();
        for (String text : texts) {
            if (text.length() % 3 == 0) {
                kept.add(text);
            }
        }
        return kept;
    }
}
