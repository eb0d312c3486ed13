package org.vesalius.cli;

/** What a finished command tells the shell. */
public final class ExitCode {
    /** Done. */
    public static final int OK = 0;

    /** The command ran and its answer is no: a check failed, two results must not be compared, a number drifted. */
    public static final int NO = 1;

    /** The command line itself is wrong. */
    public static final int USAGE = 2;

    /** A file, an option's value or a plan cannot be used. */
    public static final int BAD_INPUT = 3;

    /** The machine said no: disk full, folder read-only, engine missing. */
    public static final int MACHINE = 4;

    /** A fault of ours; the message says where to report it. */
    public static final int FAULT = 70;

    /** Stopped by Ctrl-C, with everything saved. */
    public static final int INTERRUPTED = 130;

    /** The list that every command's help shows. */
    static final String LIST =
            "Exit codes: 0 done, 1 the answer is no, 2 wrong usage, 3 unusable input, 4 the machine refused (disk, permission, engine), 70 a fault of ours, 130 stopped by Ctrl-C.";

    private ExitCode() {}
}
