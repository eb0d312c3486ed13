package org.vesalius.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** Versions of the libraries that results depend on. */
public final class Libraries {
    private Libraries() {}

    /** By artifact name, as their jars say; one without a statement is left out. */
    public static SortedMap<String, String> here() {
        SortedMap<String, String> found = new TreeMap<>();
        for (String artifact : new String[] {"pytorch", "openblas", "javacpp"}) {
            try (InputStream in = Libraries.class.getResourceAsStream(
                    "/META-INF/maven/org.bytedeco/" + artifact + "/pom.properties")) {
                if (in != null) {
                    Properties properties = new Properties();
                    properties.load(in);
                    found.put(artifact, properties.getProperty("version", "unknown"));
                }
            } catch (IOException e) {
                found.put(artifact, "unknown");
            }
        }
        return found;
    }
}
