package org.vesalius.serve;

import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The page's own files and the description of the interface, which come with the programme. They hold nothing of any patient, so that everybody may load them; what they show needs a token. */
final class PageRoutes {
    private static final Map<String, String> FILES = Map.of(
            "/",
            "index.html",
            "/page.css",
            "page.css",
            "/page.js",
            "page.js",
            "/viewer.js",
            "viewer.js",
            "/openapi.yaml",
            "openapi.yaml");

    private PageRoutes() {}

    static void add(RoutesConfig routes) {
        FILES.forEach((address, name) -> {
            byte[] bytes = read(name);
            routes.get(address, ctx -> ctx.contentType(type(name)).result(bytes), Role.ANYONE);
        });
    }

    private static byte[] read(String name) {
        try (InputStream in = PageRoutes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the page's file " + name + " is missing from the programme");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "yaml" -> "application/yaml; charset=utf-8";
            default -> "text/javascript; charset=utf-8";
        };
    }
}
