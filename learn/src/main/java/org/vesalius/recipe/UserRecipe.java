package org.vesalius.recipe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;

/**
 * A recipe in a Java file of the user's own, compiled in memory against this programme. The file is code of the user's and runs with the user's rights: it is compiled only when a command names it.
 */
public final class UserRecipe {
    private UserRecipe() {}

    /** Whether a recipe argument names a file. */
    public static boolean isFile(String argument) {
        return argument.endsWith(".java");
    }

    /**
     * Compiles and loads the one {@link Recipe} of a file.
     *
     * @throws InputException with the compiler's messages, or when there is no recipe in it
     */
    public static Recipe load(Path file) throws IOException {
        return load(String.valueOf(file.getFileName()), Files.readString(file));
    }

    /** As {@link #load(Path)}, from its text; {@code name} is that of the file. */
    public static Recipe load(String name, String source) throws IOException {
        Map<String, byte[]> classes = compile(name, source);
        Classes loader = new Classes(classes);
        for (String className : classes.keySet()) {
            Class<?> type = loader.find(className);
            if (Recipe.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
                return instance(name, type);
            }
        }
        throw InputException.of(
                "recipe file " + name, "a class that implements org.vesalius.recipe.Recipe", "none", "add one");
    }

    private static Recipe instance(String name, Class<?> type) {
        try {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true); // the class need not be public in a file of one's own
            return (Recipe) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new InputException(
                    "recipe file " + name
                            + ": its class cannot be made: expected a constructor without parameters that works",
                    e);
        }
    }

    private static Map<String, byte[]> compile(String name, String source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw InputException.of(
                    "recipe file " + name, "a JDK, which has a compiler", "a run-time without one", "install a JDK 25");
        }
        DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
        try (StandardJavaFileManager standard =
                        compiler.getStandardFileManager(messages, Locale.ROOT, StandardCharsets.UTF_8);
                InMemory files = new InMemory(standard)) {
            List<String> options =
                    List.of("-proc:none", "-parameters", "-classpath", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(null, files, messages, options, null, List.of(new Source(name, source)))
                    .call();
            if (!compiled) {
                throw new InputException("recipe file " + name + " does not compile:\n  "
                        + String.join("\n  ", errors(messages.getDiagnostics())));
            }
            return files.classes();
        }
    }

    private static List<String> errors(List<? extends Diagnostic<?>> messages) {
        return messages.stream()
                .filter(message -> message.getKind() == Diagnostic.Kind.ERROR)
                .map(message -> "line " + message.getLineNumber() + ": " + message.getMessage(Locale.ROOT))
                .toList();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        private Source(String name, String text) {
            super(URI.create("string:///" + name.replaceAll("[^\\w.]", "_")), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return kind == Kind.SOURCE; // a public class may be called otherwise than its file
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> made = new TreeMap<>();

        private InMemory(JavaFileManager standard) {
            super(standard);
        }

        Map<String, byte[]> classes() {
            Map<String, byte[]> classes = new TreeMap<>();
            made.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
            return classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, @Nullable FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + className.replace('.', '/')), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    made.put(className, bytes);
                    return bytes;
                }
            };
        }
    }

    private static final class Classes extends ClassLoader {
        private final Map<String, byte[]> bytes;

        private Classes(Map<String, byte[]> bytes) {
            super("user-recipe", UserRecipe.class.getClassLoader());
            this.bytes = bytes;
        }

        Class<?> find(String name) {
            try {
                return loadClass(name);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] code = bytes.get(name);
            if (code == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, code, 0, code.length);
        }
    }
}
