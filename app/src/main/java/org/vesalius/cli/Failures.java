package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;

/** What the shell and the user are told of what went wrong. Hospital file names carry names: a file is called what the user called it on the command line, and one that was found is not named. */
final class Failures {
    /** Libraries put paths into their messages. */
    private static final Pattern PATHS = Pattern.compile("(?:/[^\\s/:;,()\"']+){2,}");

    private Failures() {}

    /** The {@link ExitCode}. */
    static int code(Exception e) {
        return switch (e) {
            case InputException _ -> ExitCode.BAD_INPUT;
            case NoSuchFileException _, FileAlreadyExistsException _, NotDirectoryException _ -> ExitCode.BAD_INPUT;
            case FileSystemException fs when reason(fs).contains("not a directory") -> ExitCode.BAD_INPUT;
            case IOException _, ReadOnlyFileSystemException _ -> ExitCode.MACHINE;
            default -> ExitCode.FAULT;
        };
    }

    /** One message: what, expected, got, remedy. */
    static String message(Exception e, List<String> arguments) {
        return switch (e) {
            case InputException input -> String.valueOf(input.getMessage());
            case NoSuchFileException fs -> said(shown(fs, arguments), "to be there", "nothing", "check the path");
            case FileAlreadyExistsException fs ->
                said(shown(fs, arguments), "a new name, or a folder", "a file that is in the way", "choose another");
            case NotDirectoryException fs ->
                said(shown(fs, arguments), "a folder", "a file", "check the path, or choose another");
            case FileSystemException fs
            when reason(fs).contains("not a directory") ->
                said(shown(fs, arguments), "a folder", "a file", "check the path, or choose another");
            case AccessDeniedException fs ->
                said(shown(fs, arguments), "permission", "none", "choose another folder or ask its owner");
            case ReadOnlyFileSystemException _ ->
                said("the disk", "one that can be written to", "a read-only one", "choose another folder");
            case IOException io
            when full(io) ->
                said(
                        "the disk",
                        "room for the result",
                        "a full disk or a limit on the size of files",
                        "make room and run the command again; what was there before is as it was");
            case FileSystemException fs ->
                said(shown(fs, arguments), "to be read or written", reason(fs), "check the disk");
            case IOException io ->
                "reading or writing failed: "
                        + PATHS.matcher(String.valueOf(io.getMessage())).replaceAll("a file");
            default -> "internal fault, please report it with the lines below: " + e;
        };
    }

    private static String said(String what, String expected, String got, String remedy) {
        return what + ": expected " + expected + ", got " + got + "; " + remedy;
    }

    private static boolean full(IOException e) {
        String said = String.valueOf(e instanceof FileSystemException fs ? fs.getReason() : e.getMessage());
        return said.contains("No space left") || said.contains("File too large") || said.contains("quota exceeded");
    }

    private static String reason(FileSystemException e) {
        return String.valueOf(e.getReason()).toLowerCase(Locale.ROOT);
    }

    private static String shown(FileSystemException e, List<String> arguments) {
        Path file = absolute(e.getFile());
        for (String argument : arguments) {
            Path named = absolute(argument);
            if (file != null && file.equals(named)) {
                return argument;
            }
        }
        for (String argument : arguments) {
            Path named = absolute(argument);
            if (file != null && named != null && file.startsWith(named)) {
                return "a file in " + argument;
            }
        }
        return "a file";
    }

    private static @Nullable Path absolute(@Nullable String path) {
        try {
            return path == null ? null : Path.of(path).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
