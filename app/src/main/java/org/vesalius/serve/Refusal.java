package org.vesalius.serve;

/** A request that is not answered, as the client is told (RFC 9457). Its text never holds an identifier, a path or report text. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String title;
    private final int retryAfter;

    private Refusal(int status, String title, String detail, int retryAfter) {
        super(detail);
        this.status = status;
        this.title = title;
        this.retryAfter = retryAfter;
    }

    /** 400: what, expected, got, remedy are in {@code detail}. */
    static Refusal unusable(String detail) {
        return new Refusal(400, "The request cannot be used", detail, 0);
    }

    static Refusal unauthorised() {
        return new Refusal(
                401, "Who are you?", "send the header 'Authorization: Bearer TOKEN', or log in on the page", 0);
    }

    static Refusal forbidden(Role needed) {
        return new Refusal(403, "Not allowed", "this needs the role " + needed.lower() + "; ask who gave the token", 0);
    }

    /** 403: for a reason that is not the role. */
    static Refusal forbidden(String detail) {
        return new Refusal(403, "Not allowed", detail, 0);
    }

    static Refusal missing(String what) {
        return new Refusal(404, "Not there", what + " is not there", 0);
    }

    static Refusal tooLarge(String detail) {
        return new Refusal(413, "Too large", detail, 0);
    }

    /** 415. */
    static Refusal unsupported(String detail) {
        return new Refusal(415, "Not a kind that is read", detail, 0);
    }

    /** 429, with the header Retry-After. */
    static Refusal busy(int seconds) {
        return new Refusal(
                429, "Too much at once", "more requests than can be answered; try again in " + seconds + " s", seconds);
    }

    /** 503, with the header Retry-After. */
    static Refusal late(int seconds) {
        return new Refusal(
                503, "It took too long", "no answer within the time limit; try again in " + seconds + " s", seconds);
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** Seconds, or 0 for none. */
    int retryAfter() {
        return retryAfter;
    }
}
