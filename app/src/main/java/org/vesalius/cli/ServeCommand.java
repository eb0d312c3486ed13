package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.vesalius.infer.Inference;
import org.vesalius.io.InputException;
import org.vesalius.serve.Service;
import org.vesalius.serve.ServiceOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the service. */
@Command(
        name = "serve",
        description = {
            "Serve search, reading and drafting over HTTP, for this machine only unless --host says otherwise.",
            "Without --tokens a token is made and printed; it ends with the service."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius serve --model RUN --index INDEX",
            "  vesalius serve --model RUN --index NEW-FOLDER --port 0      an empty index, any free port",
            "  vesalius serve --model RUN --index INDEX --host 0.0.0.0 --tokens tokens.json --tls-cert chain.pem --tls-key key.pem",
            "",
            ExitCode.LIST
        })
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Option(names = "--model", required = true, paramLabel = "RUN", description = "Folder of a trained model.")
    private Path model;

    @Option(
            names = "--index",
            required = true,
            paramLabel = "INDEX",
            description = "Folder made by 'vesalius index'; a new one where it is not there.")
    private Path index;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description = "Address to listen at (default: ${DEFAULT-VALUE}, which only this machine reaches).")
    private String host;

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "N",
            description = "Port, 0 for any that is free (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--tokens", paramLabel = "FILE", description = "Who may come in, and as what.")
    private @Nullable Path tokens;

    @Option(
            names = "--oidc-keys",
            paramLabel = "JWKS",
            description =
                    "Public keys of an OpenID provider, whose signed tokens are taken; with --oidc-issuer and --oidc-audience.")
    private @Nullable Path keys;

    @Option(names = "--oidc-issuer", paramLabel = "URL", description = "Issuer that its tokens must name.")
    private @Nullable String issuer;

    @Option(names = "--oidc-audience", paramLabel = "NAME", description = "Audience that its tokens must name.")
    private @Nullable String audience;

    @Option(names = "--tls-cert", paramLabel = "PEM", description = "Certificate chain, for HTTPS; with --tls-key.")
    private @Nullable Path chain;

    @Option(names = "--tls-key", paramLabel = "PEM", description = "Its private key (PKCS #8, no password).")
    private @Nullable Path key;

    @SuppressWarnings("NullAway.Init")
    ServeCommand() {}

    /** Where it listens, under {@code --json}. */
    record Serving(String address, @Nullable String token) {}

    @Override
    public Integer call() throws IOException {
        ServiceOptions options = ServiceOptions.defaults()
                .at(host, port)
                .withTokens(tokens)
                .withProvider(provider())
                .withCertificate(certificate());
        if (tokens == null && keys == null && !options.isLoopback()) {
            throw InputException.of(
                    "--tokens",
                    "a file, where other machines reach the service",
                    "none",
                    "make one with 'vesalius token', or leave --host out");
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Service service = Service.start(Inference.load(model), index, options);
        Thread hook = new Thread(() -> stop(service, stopped));
        Runtime.getRuntime().addShutdownHook(hook);
        String token = service.token().orElse(null);
        output.result(
                new Serving(service.address().toString(), token),
                "Serving at %s%s%nStop with Ctrl-C."
                        .formatted(service.address(), token == null ? "" : "#token=" + token));
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK;
    }

    private ServiceOptions.@Nullable Provider provider() {
        if (keys == null && issuer == null && audience == null) {
            return null;
        }
        if (keys == null || issuer == null || audience == null) {
            throw InputException.of(
                    "--oidc-keys, --oidc-issuer, --oidc-audience", "all three", "some", "give those that are missing");
        }
        return new ServiceOptions.Provider(keys, issuer, audience);
    }

    private ServiceOptions.@Nullable Certificate certificate() {
        if (chain == null && key == null) {
            return null;
        }
        if (chain == null || key == null) {
            throw InputException.of("--tls-cert, --tls-key", "both", "one", "give the other too");
        }
        return new ServiceOptions.Certificate(chain, key);
    }

    private static void stop(Service service, CountDownLatch stopped) {
        try {
            service.close();
        } catch (IOException e) {
            System.err.println("vesalius: the service stopped with an error: "
                    + e.getClass().getSimpleName());
        } finally {
            stopped.countDown();
        }
    }
}
