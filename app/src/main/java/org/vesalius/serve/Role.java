package org.vesalius.serve;

import io.javalin.security.RouteRole;
import java.util.Locale;

/** What a caller may do; each role includes those before it. */
public enum Role implements RouteRole {
    /** Whoever reaches the port: the state of health, the page's own files, the login. */
    ANYONE,
    /** Search, and see studies. */
    READ,
    /** Add, replace and delete studies. */
    WRITE,
    /** See the metrics and the audit trail. */
    ADMIN;

    /** As in files and on the command line. */
    public String lower() {
        return name().toLowerCase(Locale.ROOT);
    }
}
