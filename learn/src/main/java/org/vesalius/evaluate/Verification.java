package org.vesalius.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;

/** Whether a recorded result still holds: first from its own per-sample table, then from model and data. */
public final class Verification {
    private Verification() {}

    /** Something that is not as recorded. */
    public record Drift(String what, String recorded, String now) {
        @Override
        public String toString() {
            return what + ": recorded '" + recorded + "', now '" + now + "'";
        }
    }

    /** Makes every number again from the table beside the result file: a drift here is a changed table or a changed metric. */
    public static List<Drift> fromTable(Path resultFile, double tolerance) throws IOException {
        Result recorded = Result.read(resultFile);
        List<Drift> drifts = new ArrayList<>();
        if (!recorded.protocolDigest().hex().equals(recorded.digest())) {
            drifts.add(new Drift(
                    "digest of the terms",
                    recorded.digest(),
                    recorded.protocolDigest().hex()));
        }
        for (Map.Entry<String, String> term : recorded.terms().entrySet()) {
            if (term.getKey().startsWith(Protocol.Outcome.FILE)) {
                String name = term.getKey().substring(Protocol.Outcome.FILE.length());
                Path beside = Evaluation.besideOf(resultFile, name);
                String now = Files.isRegularFile(beside) ? Digests.sha256(Files.readString(beside)) : "no such file";
                if (!now.equals(term.getValue())) {
                    drifts.add(new Drift("file " + name, "SHA-256 " + term.getValue(), now));
                }
            }
        }
        SampleTable samples;
        try {
            samples = recorded.samples(resultFile);
        } catch (InputException e) {
            drifts.add(new Drift("per-sample table", "SHA-256 " + recorded.samplesSha256(), "another table"));
            return drifts;
        }
        List<Measure> now = Protocols.byId(recorded.protocol())
                .numbers(samples, recorded.options())
                .measures();
        compare(recorded.measures(), now, tolerance, drifts);
        return drifts;
    }

    /** What differs between a recorded result and one that was just made of the same model and data. */
    public static List<Drift> fresh(Result recorded, Result now, double tolerance) {
        List<Drift> drifts = new ArrayList<>();
        recorded.protocolDigest()
                .differences(now.protocolDigest())
                .forEach(d -> drifts.add(new Drift("protocol, " + d.term(), d.first(), d.second())));
        if (!recorded.subject().digest().equals(now.subject().digest())) {
            drifts.add(new Drift(
                    "model", recorded.subject().digest(), now.subject().digest()));
        }
        if (!recorded.data().equals(now.data())) {
            drifts.add(new Drift("data", recorded.data(), now.data()));
        }
        if (recorded.problems().size() != now.problems().size()) {
            drifts.add(new Drift(
                    "rows left out",
                    Integer.toString(recorded.problems().size()),
                    Integer.toString(now.problems().size())));
        }
        compare(recorded.measures(), now.measures(), tolerance, drifts);
        return drifts;
    }

    /** What the model says of single samples otherwise than recorded: the first such cell of each column, with how many more. */
    public static List<Drift> tables(Optional<SampleTable> recorded, SampleTable now, double tolerance) {
        if (recorded.isEmpty()) {
            return List.of();
        }
        SampleTable before = recorded.get();
        if (!before.columns().equals(now.columns()) || before.size() != now.size()) {
            return List.of(new Drift("per-sample outputs", shape(before), shape(now)));
        }
        List<Drift> drifts = new ArrayList<>();
        for (String column : before.columns()) {
            List<String> old = before.texts(column);
            List<String> fresh = now.texts(column);
            int[] other = IntStream.range(0, old.size())
                    .filter(row -> !same(old.get(row), fresh.get(row), tolerance))
                    .toArray();
            if (other.length > 0) {
                String what = "per-sample outputs, column %s, line %d and %d more"
                        .formatted(column, other[0] + 2, other.length - 1);
                drifts.add(new Drift(what, old.get(other[0]), fresh.get(other[0])));
            }
        }
        return drifts;
    }

    private static String shape(SampleTable table) {
        return table.size() + " rows of " + String.join(", ", table.columns());
    }

    private static boolean same(String before, String now, double tolerance) {
        if (before.equals(now)) {
            return true;
        }
        try {
            return close(Double.parseDouble(before), Double.parseDouble(now), tolerance);
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private static void compare(List<Measure> recorded, List<Measure> now, double tolerance, List<Drift> drifts) {
        Map<String, Measure> byId = new LinkedHashMap<>();
        now.forEach(measure -> byId.put(measure.id(), measure));
        for (Measure before : recorded) {
            Measure after = byId.remove(before.id());
            if (after == null) {
                drifts.add(new Drift(before.id(), text(before), "nothing"));
            } else if (!close(before.value(), after.value(), tolerance)
                    || !close(before.interval().low(), after.interval().low(), tolerance)
                    || !close(before.interval().high(), after.interval().high(), tolerance)) {
                drifts.add(new Drift(before.id(), text(before), text(after)));
            }
        }
        byId.forEach((id, measure) -> drifts.add(new Drift(id, "nothing", text(measure))));
    }

    private static boolean close(double a, double b, double tolerance) {
        return Double.isNaN(a) ? Double.isNaN(b) : Math.abs(a - b) <= tolerance;
    }

    private static String text(Measure measure) {
        return "%.6f [%.6f, %.6f]"
                .formatted(
                        measure.value(),
                        measure.interval().low(),
                        measure.interval().high());
    }
}
