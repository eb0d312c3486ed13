package org.vesalius.serve;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.javalin.security.RouteRole;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.vesalius.infer.Inference;
import org.vesalius.io.InputException;
import org.vesalius.search.IndexFolder;

/**
 * The running service. A request passes, in this order: the host it names (against DNS rebinding), the token it carries (against the route's {@link Role}), for requests that change something the origin it
 * comes from, then its route. {@link #close} answers what is running and then stops.
 */
public final class Service implements AutoCloseable {
    private static final String POLICY =
            "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    /** They tell each start and stop in twenty lines, and failures that are ours to tell; kept here, since loggers are forgotten when nobody holds them. */
    private static final List<Logger> TALKATIVE =
            List.of(Logger.getLogger("io.javalin"), Logger.getLogger("org.eclipse.jetty"));

    /** For requests that are being answered when the service stops. */
    private static final int STOP_MILLIS = 30_000;

    /** A token and the braces around it. */
    private static final int LOGIN_BYTES = 8192;

    /** Attempts a minute and address. */
    private static final int LOGINS = 20;

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final ServiceOptions options;
    private final Access access;
    private final ModelQueue model;
    private final StudyStore store;
    private final AuditTrail audit;
    private final Metrics metrics = new Metrics();
    private final RateLimit rates;
    private final RateLimit logins = new RateLimit(LOGINS);
    private final SslContextFactory.@Nullable Server tls;
    private final Path incoming;
    private final Javalin server;

    private Service(
            ServiceOptions options, Access access, ModelQueue model, StudyStore store, AuditTrail audit, Path incoming)
            throws IOException {
        this.options = options;
        this.access = access;
        this.model = model;
        this.store = store;
        this.audit = audit;
        this.incoming = incoming;
        this.rates = new RateLimit(options.limits().perMinute());
        this.tls = options.certificate() == null ? null : Tls.of(options.certificate());
        this.server = Javalin.create(this::configure);
    }

    /** Starts with a model, which it owns from now on, and the index folder of that model's vectors (a new one where it is not there). */
    public static Service start(Inference inference, Path index, ServiceOptions options) throws IOException {
        TALKATIVE.forEach(logger -> logger.setLevel(Level.OFF)); // what fails is thrown or answered
        Access access = Access.of(options);
        int dimension = inference.embedTexts(List.of("chest"))[0].length;
        Files.createDirectories(index);
        StudyStore store = StudyStore.open(index, inference.digest(), dimension);
        AuditTrail audit = new AuditTrail(index, Clock.systemUTC());
        Service service =
                new Service(options, access, new ModelQueue(inference, options), store, audit, incoming(index));
        try {
            service.listen();
        } catch (JavalinException e) {
            service.close();
            throw new InputException(
                    "port %d at %s: expected one that is free and may be listened at, got none; name another with --port"
                            .formatted(options.port(), options.host()),
                    e);
        }
        return service;
    }

    /** Where uploads lie while they are read: beside the index, not among the machine's temporary files, and empty at the start. */
    private static Path incoming(Path index) throws IOException {
        Path folder = index.resolve("incoming");
        IndexFolder.discard(folder);
        return Files.createDirectories(folder).toAbsolutePath();
    }

    private void listen() {
        if (tls == null) {
            server.start(options.host(), options.port());
        } else {
            server.start(); // at the connector of configure
        }
    }

    /** Where it listens. */
    public URI address() {
        String scheme = tls == null ? "http" : "https";
        String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
        return URI.create("%s://%s:%d/".formatted(scheme, host, server.port()));
    }

    /** The token that was made for this run, where no file of tokens was given. */
    public Optional<String> token() {
        return access.made();
    }

    /** A route by method and pattern. */
    record Route(String method, String path) {}

    /** All that answer. */
    List<Route> routes() {
        return server.unsafe.internalRouter.allHttpHandlers().stream()
                .map(handler -> handler.endpoint)
                .filter(route -> METHODS.contains(route.method.name()))
                .map(route -> new Route(route.method.name(), route.path))
                .toList();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.concurrency.useVirtualThreads = true;
        config.http.maxRequestSize = options.limits().uploadBytes();
        config.http.generateEtags = false;
        config.http.prefer405over404 = true;
        config.jetty.multipartConfig.maxFileSize(options.limits().uploadBytes(), SizeUnit.BYTES);
        config.jetty.multipartConfig.maxTotalRequestSize(options.limits().uploadBytes(), SizeUnit.BYTES);
        config.jetty.multipartConfig.cacheDirectory(incoming.toString());
        config.jetty.modifyServer(jetty -> {
            jetty.insertHandler(new GracefulHandler());
            jetty.setStopTimeout(STOP_MILLIS);
        });
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendDateHeader(true);
        });
        if (tls != null) {
            config.jetty.addConnector((jetty, http) -> connector(jetty, http, tls));
        }
        RoutesConfig routes = config.routes;
        metrics.add(routes);
        metrics.gauge("vesalius.queue", "Questions that wait for the model", model, ModelQueue::depth);
        routes.before(this::guard);
        routes.beforeMatched(this::admit);
        Problems.handle(routes);
        Intake intake = new Intake(options.limits());
        Films films = new Films(store);
        PageRoutes.add(routes);
        about(routes);
        new ModelRoutes(model, films, intake, audit, options.limits()).add(routes);
        new SearchRoutes(model, store, intake, audit, options.limits()).add(routes);
        new StudyRoutes(model, store, films, intake, new Drafts(model, store, films), audit, options.limits())
                .add(routes);
    }

    private Connector connector(Server jetty, HttpConfiguration http, SslContextFactory.Server secrets) {
        HttpConfiguration secure = new HttpConfiguration(http);
        secure.addCustomizer(new SecureRequestCustomizer(false));
        ServerConnector connector = new ServerConnector(jetty, secrets, new HttpConnectionFactory(secure));
        connector.setHost(options.host());
        connector.setPort(options.port());
        return connector;
    }

    private void guard(Context ctx) {
        ctx.header("Content-Security-Policy", POLICY);
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Referrer-Policy", "no-referrer");
        ctx.header("Cross-Origin-Resource-Policy", "same-origin");
        ctx.header("Cache-Control", "no-store");
        if (options.isLoopback() && !isLocal(ctx.host())) {
            throw Refusal.forbidden("the service listens at loopback; name it 127.0.0.1 or localhost");
        }
        String origin = ctx.header("Origin");
        if (!READING.contains(ctx.method().name()) && origin != null && !sameSite(origin, ctx.host())) {
            throw Refusal.forbidden("requests from other sites' pages are not taken");
        }
    }

    private static boolean isLocal(@Nullable String host) {
        return host != null && host.toLowerCase(Locale.ROOT).matches("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d{1,5})?");
    }

    private static boolean sameSite(String origin, @Nullable String host) {
        return host != null && (origin.equals("http://" + host) || origin.equals("https://" + host));
    }

    private void admit(Context ctx) {
        Role needed = Role.ANYONE;
        if (ctx.routeRoles().isEmpty()) { // a route without a role, and HEAD, which Javalin answers for every GET
            throw Refusal.missing("this");
        }
        for (RouteRole role : ctx.routeRoles()) {
            needed = (Role) role;
        }
        if (needed != Role.ANYONE) {
            Access.Caller caller = caller(ctx, needed);
            rates.count(caller.name());
            AuditTrail.caller(ctx, caller);
        }
    }

    private Access.Caller caller(Context ctx, Role needed) {
        if (access.caller(ctx).isEmpty()) {
            logins.count(ctx.ip()); // guesses are slow at every address
        }
        return access.require(ctx, needed);
    }

    /** Of the service: its state, its model and its index. */
    record About(String model, int studies, List<String> labels, List<String> facts, int waiting) {}

    record Health(String status) {}

    private record Login(String token) {}

    private void about(RoutesConfig routes) {
        routes.get("/health", this::health, Role.ANYONE);
        routes.get(
                "/api/v1/about",
                ctx -> Requests.answer(
                        ctx,
                        new About(
                                model.digest(),
                                store.index().size(),
                                List.copyOf(store.index().labels()),
                                List.copyOf(store.index().facts()),
                                model.depth())),
                Role.READ);
        routes.post("/login", this::login, Role.ANYONE);
        routes.post(
                "/logout",
                ctx -> {
                    ctx.removeCookie(Access.COOKIE, "/");
                    ctx.status(204);
                },
                Role.ANYONE);
    }

    /** 503 where nothing could be answered any more. */
    private void health(Context ctx) {
        boolean well = model.isAlive() && store.index().isOpen();
        ctx.status(well ? 200 : 503);
        Requests.answer(ctx, new Health(well ? "up" : "down"));
    }

    /** Puts the token into a cookie that scripts cannot read and other sites do not send. */
    private void login(Context ctx) throws IOException {
        logins.count(ctx.ip());
        String token = Requests.json(ctx, LOGIN_BYTES, Login.class).token();
        if (token == null || access.caller(token).isEmpty()) {
            throw Refusal.unauthorised();
        }
        ctx.cookie(new Cookie(Access.COOKIE, token, "/", -1, tls != null, true, null, SameSite.STRICT));
        ctx.status(204);
    }

    @Override
    public void close() throws IOException {
        try (metrics;
                audit;
                store;
                model) {
            server.stop();
        }
    }
}
