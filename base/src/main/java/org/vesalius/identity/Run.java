package org.vesalius.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.io.Progress;

/** One run of {@link Deidentification}: surveys, cleans, and writes log and private table. */
final class Run {
    private final Path in;
    private final Path target;
    private final Path part;
    private final Deidentification.Options options;
    private final Progress progress;
    private final BooleanSupplier stop;
    private final Surrogates surrogates;
    private final AuditLog log = new AuditLog();
    private final Map<String, Integer> files = new TreeMap<>();
    private final Tally<Done> elements = new Tally<>(Done.class);
    private final Tally<Phi> texts = new Tally<>(Phi.class);
    private final Tally<Problem.Kind> kinds = new Tally<>(Problem.Kind.class);
    private final List<String> heads = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private int blanked;
    private int withText;

    Run(Path in, Path target, Path part, Deidentification.Options options, Progress progress, BooleanSupplier stop) {
        this.in = in;
        this.target = target;
        this.part = part;
        this.options = options;
        this.progress = progress;
        this.stop = stop;
        this.surrogates = options.key().surrogates();
    }

    Deidentification.Summary run() throws IOException {
        Survey survey = Survey.of(in, surrogates, progress, stop);
        leftOut.addAll(survey.leftOut());
        log.add(
                "begin",
                Map.of(
                        "edition",
                        ProfileTable.EDITION,
                        "options",
                        meanings(),
                        "files",
                        survey.items().size()));
        Mapping mapping = new Mapping();
        work(survey, mapping);
        if (stop.getAsBoolean()) {
            throw new Deidentification.Stopped();
        }
        leftOut.sort(Comparator.comparingInt(LeftOut::number));
        for (LeftOut one : leftOut) {
            kinds.add(one.kind());
            log.add("left-out", Map.of("input", one.number(), "reason", one.reason(), "problem", one.kind()));
        }
        log.add("end", Map.of("files", files, "leftOut", kinds.counts(), "blanked", blanked));
        String publicKey = log.write(part, options.key().pair());
        writePrivate(survey, mapping);
        return new Deidentification.Summary(
                target.toString(),
                ProfileTable.EDITION,
                meanings(),
                survey.subjects().size(),
                files,
                elements.counts(),
                texts.counts(),
                blanked,
                withText,
                heads,
                kinds.counts(),
                leftOut.stream().map(LeftOut::problem).toList(),
                options.key().isKept(),
                publicKey);
    }

    private List<String> meanings() {
        return options.policy().options().stream().map(ProfileOption::meaning).toList();
    }

    /** Files are made by several threads and taken in their order, so that the log does not depend on the threads. */
    private void work(Survey survey, Mapping mapping) throws IOException {
        Workshop workshop = new Workshop(options.policy(), survey, surrogates);
        BlockingQueue<Future<Result>> queue = new ArrayBlockingQueue<>(options.threads() * 2);
        progress.start("de-identifying", survey.items().size());
        try (ExecutorService pool = Executors.newFixedThreadPool(options.threads())) {
            int sent = 0;
            List<Survey.Item> items = survey.items();
            for (int taken = 0; taken < items.size() && !stop.getAsBoolean(); taken++) {
                while (sent < items.size() && queue.remainingCapacity() > 0) {
                    Survey.Item item = items.get(sent++);
                    queue.add(pool.submit(() -> workshop.make(item)));
                }
                take(items.get(taken), queue.remove(), mapping);
                progress.at(taken + 1, "");
            }
            pool.shutdownNow();
        }
        progress.end(leftOut.size() + " left out");
    }

    private void take(Survey.Item item, Future<Result> made, Mapping mapping) throws IOException {
        try {
            Result result = made.get();
            String name = unique(result.name());
            AtomicFiles.write(part.resolve(name), stream -> stream.write(result.bytes()));
            files.merge(item.kind().name().toLowerCase(Locale.ROOT), 1, Integer::sum);
            elements.addAll(result.facts().done());
            texts.addAll(result.facts().text());
            blanked += result.facts().regions();
            withText += result.facts().regions() > 0 ? 1 : 0;
            if (result.facts().head()) {
                heads.add(name);
            }
            leftOut.addAll(result.facts().leftOut());
            logged(item, name, result);
            mapping.file(item, name);
        } catch (ExecutionException e) {
            Exception cause = e.getCause() instanceof Exception inner ? inner : e;
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            leftOut.add(new LeftOut(item.number(), kind(item, cause), Survey.reason(cause)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Deidentification.Stopped();
        }
    }

    private static Problem.Kind kind(Survey.Item item, Exception cause) {
        boolean report = item.kind() == Survey.Kind.TEXT && cause instanceof InputException;
        return report ? Problem.Kind.UNMATCHED : Problem.Kind.BROKEN;
    }

    /** Two reports of a study, or two tables that are equal. */
    private String unique(String name) {
        String free = name;
        int dot = name.lastIndexOf('.');
        for (int i = 2; Files.exists(part.resolve(free)); i++) {
            free = name.substring(0, dot) + "-" + i + name.substring(dot);
        }
        return free;
    }

    private void logged(Survey.Item item, String name, Result result) throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", name);
        facts.put("sha256", Digests.sha256(result.bytes()));
        facts.put("input", surrogates.commitment(Digests.sha256(item.path())));
        facts.put("elements", result.facts().done());
        facts.put("text", result.facts().text());
        facts.put("regions", result.facts().regions());
        facts.put("head", result.facts().head());
        facts.put("residual", 0);
        log.add("file", facts);
    }

    private void writePrivate(Survey survey, Mapping mapping) throws IOException {
        Path folder = Deidentification.privateFolder(target);
        if (leftOut.isEmpty() && !options.key().isKept()) {
            Files.deleteIfExists(folder.resolve(Deidentification.QUARANTINE));
            return;
        }
        Files.createDirectories(folder);
        RunKey.own(folder, "rwx------");
        AtomicFiles.write(folder.resolve(Deidentification.QUARANTINE), quarantine(survey));
        if (options.key().isKept()) {
            byte[] plain = mapping.json(survey, surrogates, options.policy()).getBytes(StandardCharsets.UTF_8);
            byte[] sealed = Sealed.seal(options.key().mappingKey(), plain);
            AtomicFiles.write(folder.resolve(Deidentification.MAPPING), stream -> stream.write(sealed));
        }
    }

    private String quarantine(Survey survey) {
        StringBuilder table = new StringBuilder("number\tfile\treason\n");
        for (LeftOut one : leftOut) {
            table.append(
                    "%d\t%s\t%s%n".formatted(one.number(), in.relativize(survey.file(one.number())), one.reason()));
        }
        return table.toString();
    }
}
