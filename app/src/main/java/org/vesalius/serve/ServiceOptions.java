package org.vesalius.serve;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the service runs.
 *
 * @param host address to listen at
 * @param port 0 for any that is free
 * @param tokens file of tokens; without it one token is made at the start and printed
 * @param limits of what one request may ask for
 * @param patience how long a request waits for the model
 */
public record ServiceOptions(
        String host, int port, @Nullable Path tokens, Limits limits, Duration patience) {
    /** Loopback only, a token made at the start. */
    public static ServiceOptions defaults() {
        return new ServiceOptions("127.0.0.1", 8080, null, Limits.defaults(), Duration.ofSeconds(20));
    }

    /** The same at another address. */
    public ServiceOptions at(String otherHost, int otherPort) {
        return new ServiceOptions(otherHost, otherPort, tokens, limits, patience);
    }

    /** The same with the tokens of a file. */
    public ServiceOptions withTokens(@Nullable Path file) {
        return new ServiceOptions(host, port, file, limits, patience);
    }

    /** The same with other limits. */
    public ServiceOptions withLimits(Limits others) {
        return new ServiceOptions(host, port, tokens, others, patience);
    }

    /** Whether only this machine reaches it. */
    public boolean isLoopback() {
        return host.equals("127.0.0.1") || host.equals("localhost") || host.equals("::1");
    }

    /**
     * What one request may ask for.
     *
     * @param uploadBytes of a body
     * @param pixels of one picture, after decompression
     * @param textCharacters of a query or a report
     * @param results of one page of a search
     * @param queued questions to the model that may wait
     * @param batch questions that the model answers together
     */
    public record Limits(long uploadBytes, long pixels, int textCharacters, int results, int queued, int batch) {
        /** Room for the largest films that are made today (4,320 x 5,232 pixels of 16 bits). */
        public static Limits defaults() {
            return new Limits(96L << 20, 40_000_000, 20_000, 200, 128, 16);
        }
    }
}
