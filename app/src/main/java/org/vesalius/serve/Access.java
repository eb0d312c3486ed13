package org.vesalius.serve;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;

/**
 * Who may do what, by bearer tokens of which only the SHA-256 is kept, or by those that a provider has signed ({@link SignedTokens}). A token file is JSON: {@code {"tokens": [{"name": "reading room", "role": "read", "sha256": "…"}]}}. Without one the service
 * makes one token for as long as it runs.
 */
final class Access {
    /** The page's login keeps its token in this cookie. */
    static final String COOKIE = "vesalius";

    private static final String BEARER = "Bearer ";
    private static final int TOKEN_BYTES = 24;

    private final List<Token> tokens;
    private final @Nullable SignedTokens signed;
    private final @Nullable String made;

    private Access(List<Token> tokens, @Nullable SignedTokens signed, @Nullable String made) {
        this.tokens = List.copyOf(tokens);
        this.signed = signed;
        this.made = made;
    }

    /** Somebody who may come in. {@code sha256} is that of the token, in hexadecimal digits. */
    record Token(String name, Role role, String sha256) {}

    /** A token file. */
    record TokenFile(List<Token> tokens) {}

    /** Who asks. */
    record Caller(String name, Role role) {
        /** Whether the caller may do what needs {@code needed}. */
        boolean may(Role needed) {
            return role.compareTo(needed) >= 0;
        }
    }

    static Access of(ServiceOptions options) throws IOException {
        SignedTokens signed = options.provider() == null ? null : SignedTokens.of(options.provider());
        Path file = options.tokens();
        if (file != null) {
            TokenFile read = Json.read(file, TokenFile.class, "token file");
            if (read.tokens() == null || read.tokens().isEmpty()) {
                throw InputException.of(
                        "token file", "at least one token", "none", "make one: vesalius token --file FILE --name NAME");
            }
            return new Access(read.tokens(), signed, null);
        }
        if (signed != null) {
            return new Access(List.of(), signed, null);
        }
        String token = newToken();
        return new Access(List.of(new Token("first", Role.ADMIN, Digests.sha256(token))), null, token);
    }

    /** A new secret of 192 bits. */
    static String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The token that was made for this run, where no file was given. */
    Optional<String> made() {
        return Optional.ofNullable(made);
    }

    /** Whose token this is. */
    Optional<Caller> caller(String token) {
        byte[] got = Digests.sha256(token).getBytes(StandardCharsets.US_ASCII);
        Caller found = null;
        for (Token known : tokens) { // all are compared, so that the time tells nothing
            if (MessageDigest.isEqual(
                    got, known.sha256().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII))) {
                found = new Caller(known.name(), known.role());
            }
        }
        if (found == null && signed != null) {
            return signed.caller(token);
        }
        return Optional.ofNullable(found);
    }

    /** Whose token a request carries. */
    Optional<Caller> caller(Context ctx) {
        return caller(token(ctx));
    }

    /** Lets a request in, or refuses it. */
    Caller require(Context ctx, Role needed) {
        Caller caller = caller(ctx).orElseThrow(Refusal::unauthorised);
        if (!caller.may(needed)) {
            throw Refusal.forbidden(needed);
        }
        return caller;
    }

    private static String token(Context ctx) {
        String header = ctx.header("Authorization");
        if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return header.substring(BEARER.length()).strip();
        }
        String cookie = ctx.cookie(COOKIE);
        return cookie == null ? "" : cookie;
    }
}
