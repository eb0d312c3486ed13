package org.vesalius.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;

/** The file of those who may come in. */
public final class Tokens {
    private Tokens() {}

    /** Adds a token to a file, which is made where it is missing; the token itself is answered and kept nowhere. */
    public static String add(Path file, String name, Role role) throws IOException {
        List<Access.Token> tokens = new ArrayList<>();
        if (Files.exists(file)) {
            tokens.addAll(Json.read(file, Access.TokenFile.class, "token file").tokens());
        }
        if (tokens.stream().anyMatch(known -> known.name().equals(name))) {
            throw InputException.of(
                    "--name", "a new name", "one that has a token", "name another, or take it out first");
        }
        String token = Access.newToken();
        tokens.add(new Access.Token(name, role, Digests.sha256(token)));
        Json.write(file, new Access.TokenFile(tokens));
        return token;
    }
}
