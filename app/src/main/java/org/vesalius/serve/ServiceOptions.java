package org.vesalius.serve;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the service runs.
 *
 * @param host address to listen at
 * @param port 0 for any that is free
 * @param tokens file of tokens; without it and without a provider one token is made at the start and printed
 * @param provider whose signed tokens are taken
 * @param certificate for TLS; without it the service speaks plain HTTP
 * @param limits of what one request may ask for
 * @param patience how long a request waits for the model
 */
public record ServiceOptions(
        String host,
        int port,
        @Nullable Path tokens,
        @Nullable Provider provider,
        @Nullable Certificate certificate,
        Limits limits,
        Duration patience) {
    /** Loopback only, a token made at the start. */
    public static ServiceOptions defaults() {
        return new ServiceOptions("127.0.0.1", 8080, null, null, null, Limits.defaults(), Duration.ofSeconds(20));
    }

    /** The same at another address. */
    public ServiceOptions at(String otherHost, int otherPort) {
        return new ServiceOptions(otherHost, otherPort, tokens, provider, certificate, limits, patience);
    }

    /** The same with the tokens of a file. */
    public ServiceOptions withTokens(@Nullable Path file) {
        return new ServiceOptions(host, port, file, provider, certificate, limits, patience);
    }

    /** The same with a provider's tokens. */
    public ServiceOptions withProvider(@Nullable Provider of) {
        return new ServiceOptions(host, port, tokens, of, certificate, limits, patience);
    }

    /** The same over TLS. */
    public ServiceOptions withCertificate(@Nullable Certificate of) {
        return new ServiceOptions(host, port, tokens, provider, of, limits, patience);
    }

    /** The same with other limits. */
    public ServiceOptions withLimits(Limits others) {
        return new ServiceOptions(host, port, tokens, provider, certificate, others, patience);
    }

    /** Whether only this machine reaches it. */
    public boolean isLoopback() {
        return host.equals("127.0.0.1") || host.equals("localhost") || host.equals("::1");
    }

    /**
     * An OpenID provider.
     *
     * @param keys its public keys (JWKS)
     * @param issuer as its tokens call it
     * @param audience as its tokens call this service
     */
    public record Provider(Path keys, String issuer, String audience) {}

    /** PEM files of a certificate chain and its key. */
    public record Certificate(Path chain, Path key) {}

    /**
     * What one request, and one caller, may ask for.
     *
     * @param uploadBytes of a body
     * @param pixels of one picture, after decompression
     * @param textCharacters of a query or a report
     * @param results of one search, over all pages
     * @param queued questions to the model that may wait
     * @param batch questions that the model answers together
     * @param perMinute requests of one caller
     */
    public record Limits(
            long uploadBytes, long pixels, int textCharacters, int results, int queued, int batch, int perMinute) {
        /** Room for the largest films that are made today (4,320 x 5,232 pixels of 16 bits). */
        public static Limits defaults() {
            return new Limits(96L << 20, 40_000_000, 20_000, 200, 128, 16, 3000);
        }
    }
}
