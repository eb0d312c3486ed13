package org.vesalius.serve;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** Numbers for Prometheus: times by route and status (routes by their pattern, so that no key becomes a label), the model's queue, the index, memory and processor. */
final class Metrics implements AutoCloseable {
    private static final String BEGAN = "vesalius.began";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    /** A number that is asked for at every scrape. */
    <T> void gauge(String name, String help, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(help).strongReference(true).register(registry);
    }

    void add(RoutesConfig routes) {
        routes.before(ctx -> ctx.attribute(BEGAN, System.nanoTime()));
        routes.after(this::measured);
        routes.get(
                "/metrics",
                ctx -> ctx.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(registry.scrape()),
                Role.ADMIN);
    }

    private void measured(Context ctx) {
        Long began = ctx.attribute(BEGAN);
        Endpoint matched = ctx.endpoints().matchedHttpEndpoint();
        if (began != null) {
            Timer.builder("vesalius.requests")
                    .description("Requests by route and status")
                    .tag("route", matched == null ? "none" : matched.path)
                    .tag("status", Integer.toString(ctx.statusCode()))
                    .publishPercentiles(0.5, 0.95, 0.99)
                    .register(registry)
                    .record(Duration.ofNanos(System.nanoTime() - began));
        }
    }

    @Override
    public void close() {
        registry.close();
    }
}
