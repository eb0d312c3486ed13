package org.vesalius.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vesalius.dataset.Split;

class PopulationTest {
    private static final Phantom PHANTOM = new Phantom(17);

    private static List<Visit> visits(Split split, int studies) {
        return PHANTOM.visits(split, studies).stream().flatMap(List::stream).toList();
    }

    @Test
    void eachFindingIsInATenthToAFifthOfStudies() {
        List<Visit> visits = visits(Split.TRAIN, 4000);
        for (Finding finding : Finding.values()) {
            double share = visits.stream().filter(v -> v.has(finding)).count() / 4000.0;
            assertTrue(share >= 0.10 && share <= 0.21, finding + ": " + share);
        }
        double normal = visits.stream().filter(v -> v.present().isEmpty()).count() / 4000.0;
        assertEquals(0.25, normal, 0.05);
        double several = visits.stream().filter(v -> v.present().size() > 1).count() / 4000.0;
        assertTrue(several > 0.4, "several findings: " + several);
    }

    @Test
    void aTestSplitOfThreeHundredHasTwentyOfEach() {
        for (long seed : new long[] {1, 17, 18, 19}) {
            List<Visit> visits = new Phantom(seed)
                    .visits(Split.TEST, 300).stream().flatMap(List::stream).toList();
            assertEquals(300, visits.size());
            for (Finding finding : Finding.values()) {
                long positives = visits.stream().filter(v -> v.has(finding)).count();
                assertTrue(positives >= 20, "seed " + seed + ", " + finding + ": " + positives);
            }
        }
    }

    @Test
    void patientsAreNeverShared() {
        Set<String> ids = new HashSet<>();
        for (Split split : Split.values()) {
            PHANTOM.visits(split, 50)
                    .forEach(v -> assertTrue(ids.add(v.getFirst().patient().id())));
        }
    }

    @Test
    void followUpsShowEveryChange() {
        Set<Change> seen = EnumSet.noneOf(Change.class);
        for (List<Visit> patient : PHANTOM.visits(Split.TRAIN, 600)) {
            for (int i = 1; i < patient.size(); i++) {
                assertTrue(patient.get(i).day() > patient.get(i - 1).day());
                patient.get(i).observations().forEach(o -> seen.add(o.change()));
            }
        }
        assertEquals(EnumSet.range(Change.NEW, Change.UNCHANGED), seen);
    }

    @Test
    void betterIsLessAndWorseIsMore() {
        for (Visit visit : visits(Split.TRAIN, 600)) {
            for (Observation o : visit.observations()) {
                switch (o.change()) {
                    case BETTER -> assertTrue(o.severity() < o.priorSeverity());
                    case WORSE -> assertTrue(o.severity() > o.priorSeverity());
                    case UNCHANGED -> assertEquals(o.priorSeverity(), o.severity());
                    case FIRST, NEW -> assertEquals(-1, o.priorSeverity());
                    case RESOLVED -> assertTrue(!visit.has(o.finding()));
                }
            }
        }
    }

    @Test
    void severityIsUniform() {
        double[] severities = visits(Split.TRAIN, 2000).stream()
                .filter(v -> v.index() == 0)
                .flatMap(v -> v.present().stream())
                .mapToDouble(Observation::severity)
                .sorted()
                .toArray();
        for (int i = 0; i < severities.length; i++) {
            assertEquals((i + 0.5) / severities.length, severities[i], 0.04);
        }
    }

    @Test
    void variantsShiftTheOdds() {
        int carriers = 0;
        int ill = 0;
        int others = 0;
        int othersIll = 0;
        for (Visit visit : visits(Split.TRAIN, 4000)) {
            int copies = 0;
            for (int snp : List.of(3, 4, 5)) {
                copies += visit.patient().genotype().get(snp);
            }
            int sick = visit.has(Finding.EMPHYSEMA) ? 1 : 0;
            if (copies >= 3) {
                carriers++;
                ill += sick;
            } else if (copies <= 1) {
                others++;
                othersIll += sick;
            }
        }
        assertTrue((double) ill / carriers > 1.6 * othersIll / others);
    }
}
