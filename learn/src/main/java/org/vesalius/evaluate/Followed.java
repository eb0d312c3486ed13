package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;

/**
 * A study beside the one before: the latest of the same patient and split with a picture and an earlier day ({@code offset_days}).
 *
 * @param courses of the findings of which the data say it
 */
record Followed(Entry entry, Study study, Entry prior, SortedMap<String, Course> courses) {
    private static final String DAY = "offset_days";

    Followed {
        courses = new TreeMap<>(courses);
    }

    /** All studies of a split that have one before and a finding whose course is known. */
    static List<Followed> of(PreparedData data, Split split) throws IOException {
        Map<String, List<Entry>> byPatient = new HashMap<>();
        Map<Entry, Study> studies = new HashMap<>();
        for (Entry entry : data.entries(split)) {
            Study study = data.study(entry);
            if (StudySet.picture(study) >= 0) {
                studies.put(entry, study);
                byPatient
                        .computeIfAbsent(entry.patientKey(), _ -> new ArrayList<>())
                        .add(entry);
            }
        }
        List<Followed> followed = new ArrayList<>();
        for (Entry entry : data.entries(split)) {
            Study study = studies.get(entry);
            if (study != null) {
                Entry prior = prior(entry, study, byPatient.getOrDefault(entry.patientKey(), List.of()), studies);
                SortedMap<String, Course> courses = courses(study);
                if (prior != null && !courses.isEmpty()) {
                    followed.add(new Followed(entry, study, prior, courses));
                }
            }
        }
        return followed;
    }

    private static @Nullable Entry prior(Entry entry, Study study, List<Entry> ofPatient, Map<Entry, Study> studies) {
        double day = day(study);
        Entry latest = null;
        double latestDay = Double.NEGATIVE_INFINITY;
        for (Entry other : ofPatient) {
            Study earlier = studies.get(other);
            double otherDay = earlier == null || other.equals(entry) ? Double.NaN : day(earlier);
            if (otherDay < day && otherDay > latestDay) {
                latest = other;
                latestDay = otherDay;
            }
        }
        return latest;
    }

    private static double day(Study study) {
        try {
            return Double.parseDouble(study.meta().getOrDefault(DAY, ""));
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    private static SortedMap<String, Course> courses(Study study) {
        SortedMap<String, Course> courses = new TreeMap<>();
        study.meta().forEach((fact, words) -> {
            Optional<Course> course = Course.of(words);
            if (fact.startsWith(Course.FACT) && course.isPresent()) {
                courses.put(fact.substring(Course.FACT.length()), course.get());
            }
        });
        return courses;
    }
}
