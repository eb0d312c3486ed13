package org.vesalius.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Everything about data sets before training. */
@Command(
        name = "data",
        description = "List, describe, check, prepare and compare data sets.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius data list                                   which layouts can be read",
            "  vesalius data describe nih-cxr14                     licence, files, traps of one of them",
            "  vesalius data check /data/nih                        read everything, tell what is in it",
            "  vesalius data prepare /data/nih --as nih-cxr14 --out prepared/nih"
        },
        subcommands = {
            DataListCommand.class,
            DataDescribeCommand.class,
            DataCheckCommand.class,
            DataPrepareCommand.class,
            DataLeakageCommand.class
        })
public final class DataCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public DataCommand() {}

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
