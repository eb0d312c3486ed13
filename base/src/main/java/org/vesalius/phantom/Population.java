package org.vesalius.phantom;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Who comes, how often, and with what. Each patient depends on the seed, the split and the patient's number alone. */
final class Population {
    private static final double HEALTHY = 0.22;
    private static final double TWICE = 0.3;
    private static final int MOST_VISITS = 3;

    private final long seed;
    private final long split;
    private final String prefix;
    private final double followed;

    /** {@code followed} is the share of patients who come again. */
    Population(long seed, long split, String prefix, double followed) {
        this.seed = seed;
        this.split = split;
        this.prefix = prefix;
        this.followed = followed;
    }

    /** How many studies the patient of this number has. */
    int visits(int number) {
        Rng rng = Rng.of(seed, split, number, 1);
        return !rng.chance(followed) ? 1 : rng.chance(TWICE) ? MOST_VISITS : 2;
    }

    /** The patient of this number. */
    Patient patient(int number) {
        Rng rng = Rng.of(seed, split, number, 2);
        Patient.Sex sex = rng.chance(0.5) ? Patient.Sex.F : Patient.Sex.M;
        int age = 20 + rng.nextInt(70);
        double size = (sex == Patient.Sex.F ? 0.955 : 1.015) + rng.uniform(-0.05, 0.05);
        double girth = rng.uniform(0.96, 1.12);
        double heart = rng.uniform(0.94, 1.06);
        return new Patient(
                "%s%05d".formatted(prefix, number), sex, age, size, girth, heart, rng.nextLong(), Genotype.draw(rng));
    }

    /** All studies of one patient, at most {@code most}, in time order. */
    List<Visit> visits(int number, int most) {
        Patient patient = patient(number);
        int count = Math.min(most, visits(number));
        List<Visit> visits = new ArrayList<>(count);
        List<Observation> before = List.of();
        int day = 0;
        for (int index = 0; index < count; index++) {
            Rng rng = Rng.of(seed, split, number, 100 + index);
            List<Observation> now = index == 0 ? first(patient, rng) : next(patient, before, rng);
            day += index == 0 ? 0 : 1 + rng.nextInt(rng.chance(0.5) ? 9 : 300);
            boolean tubed = now.stream().anyMatch(o -> o.present() && o.finding() == Finding.ENDOTRACHEAL_TUBE);
            boolean portable = rng.chance(tubed ? 0.7 : 0.18);
            double inspiration = portable ? rng.uniform(-1, 0.6) : rng.uniform(-0.6, 1);
            double turn = rng.uniform(-1, 1) * rng.uniform(0, portable ? 6 : 4);
            visits.add(new Visit(
                    patient,
                    "%s-%d".formatted(patient.id(), index + 1),
                    index,
                    day,
                    portable,
                    inspiration,
                    turn,
                    rng.nextLong(),
                    now));
            before = now;
        }
        return visits;
    }

    private List<Observation> first(Patient patient, Rng rng) {
        List<Observation> found = new ArrayList<>();
        if (rng.chance(HEALTHY)) {
            return found;
        }
        for (Finding finding : draw(patient, found, rng)) {
            found.add(appear(found.size() + 1, finding, Change.FIRST, rng));
        }
        return found;
    }

    /** Findings drawn one after the other, so that the heart can bring water with it. */
    private static List<Finding> draw(Patient patient, List<Observation> have, Rng rng) {
        Map<Finding, Boolean> drawn = new EnumMap<>(Finding.class);
        have.forEach(o -> drawn.put(o.finding(), true));
        List<Finding> fresh = new ArrayList<>();
        for (Finding finding : Finding.values()) {
            double p = finding.prevalence() / (1 - HEALTHY);
            double odds = Math.log(p / (1 - p)) + Genotype.logOdds(finding, patient.genotype());
            odds += finding == Finding.OEDEMA ? drawn.containsKey(Finding.CARDIOMEGALY) ? 0.8 : -0.2 : 0;
            odds += finding == Finding.CENTRAL_LINE ? drawn.containsKey(Finding.PLEURAL_EFFUSION) ? 0.5 : -0.1 : 0;
            if (rng.chance(1 / (1 + Math.exp(-odds))) && !drawn.containsKey(finding)) {
                drawn.put(finding, true);
                fresh.add(finding);
            }
        }
        return fresh;
    }

    private static Observation appear(int id, Finding finding, Change change, Rng rng) {
        Side side = finding.sided() ? rng.chance(0.5) ? Side.LEFT : Side.RIGHT : Side.BOTH;
        Zone zone = switch (finding) {
            case PLEURAL_EFFUSION -> Zone.LOWER;
            case PNEUMOTHORAX -> Zone.UPPER;
            case ATELECTASIS -> rng.chance(0.65) ? Zone.LOWER : Zone.MIDDLE;
            default -> rng.pick(List.of(Zone.values()));
        };
        return new Observation("f" + id, finding, side, zone, rng.nextDouble(), rng.nextLong(), change, -1);
    }

    private static List<Observation> next(Patient patient, List<Observation> before, Rng rng) {
        List<Observation> now = new ArrayList<>();
        for (Observation o : before) {
            if (o.present()) {
                now.add(follow(now.size() + 1, o, rng));
            }
        }
        double appetite = now.isEmpty() ? 0.45 : 0.3;
        for (Finding finding : draw(patient, before, rng)) {
            if (rng.chance(appetite)) {
                now.add(appear(now.size() + 1, finding, Change.NEW, rng));
            }
        }
        return now;
    }

    private static Observation follow(int id, Observation o, Rng rng) {
        Change change = lasting(o.finding())
                ? rng.chance(0.2) && o.severity() < 0.7 && !o.finding().device() ? Change.WORSE : Change.UNCHANGED
                : rng.pick(List.of(Change.RESOLVED, Change.BETTER, Change.WORSE, Change.UNCHANGED));
        change = change == Change.BETTER && o.severity() < 0.3 ? Change.RESOLVED : change;
        change = change == Change.WORSE && (o.severity() > 0.75 || o.finding().device()) ? Change.UNCHANGED : change;
        change = change == Change.BETTER && o.finding().device() ? Change.UNCHANGED : change;
        double severity = switch (change) {
            case BETTER -> o.severity() - rng.uniform(0.25, 0.9) * Math.min(o.severity(), 0.8) - 0.05;
            case WORSE -> o.severity() + rng.uniform(0.2, 1 - o.severity());
            default -> o.severity();
        };
        return new Observation(
                "f" + id,
                o.finding(),
                o.side(),
                o.zone(),
                Math.clamp(severity, 0.0, 1.0),
                o.form(),
                change,
                o.severity());
    }

    private static boolean lasting(Finding finding) {
        return finding == Finding.EMPHYSEMA || finding == Finding.CARDIOMEGALY || finding == Finding.PACEMAKER;
    }
}
