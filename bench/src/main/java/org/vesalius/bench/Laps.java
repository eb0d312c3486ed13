package org.vesalius.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What steps took, in milliseconds: on the clock, and of all processor cores together, which says the same on a machine that others use too. */
final class Laps {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final List<Double> clock = new ArrayList<>();
    private final List<Double> processor = new ArrayList<>();
    private long clockBefore = System.nanoTime();
    private long processorBefore = SYSTEM.getProcessCpuTime();

    /** A step is over. */
    void lap() {
        long clockNow = System.nanoTime();
        long processorNow = SYSTEM.getProcessCpuTime();
        add((clockNow - clockBefore) / 1e6, (processorNow - processorBefore) / 1e6);
        clockBefore = clockNow;
        processorBefore = processorNow;
    }

    /** A step whose time somebody else took. */
    void add(double onClock, double ofProcessor) {
        clock.add(onClock);
        processor.add(ofProcessor);
    }

    /** Also those of another turn, without its first {@code warm}. */
    void add(Laps turn, int warm) {
        clock.addAll(turn.clock.subList(warm, turn.clock.size()));
        processor.addAll(turn.processor.subList(warm, turn.processor.size()));
    }

    boolean isEmpty() {
        return clock.isEmpty();
    }

    double clock() {
        return median(clock);
    }

    /** The mean: a step's share of what other threads do for it falls now on one, now on another. */
    double processor() {
        return processor.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
