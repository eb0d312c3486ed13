package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.View;
import org.vesalius.io.InputException;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;

/** Which group of people or pictures a study belongs to. An empty name is "not known", which is no group. */
final class Subgroups {
    /** What groups are made by. */
    enum By {
        SEX,
        AGE,
        VIEW,
        SITE;

        String lower() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Pattern YEARS = Pattern.compile("0*(\\d{1,3})(?:\\.\\d+)?\\s*[Yy]?");
    private static final int OLDEST = 120;

    private final List<By> wanted;
    private final int[] bounds;

    private Subgroups(List<By> wanted, int[] bounds) {
        this.wanted = wanted;
        this.bounds = bounds;
    }

    /**
     * From names with commas between them and the years in which a new age band begins.
     *
     * @throws InputException for an unknown name or bounds that do not rise
     */
    static Subgroups of(String names, String ages) {
        List<By> wanted = new ArrayList<>();
        List<String> known = Arrays.stream(By.values()).map(By::lower).toList();
        for (String name : names.split(",")) {
            if (!known.contains(name.strip())) {
                throw InputException.unknown("--set groups", name.strip(), known);
            }
            wanted.add(By.valueOf(name.strip().toUpperCase(Locale.ROOT)));
        }
        int[] bounds =
                Arrays.stream(ages.split(",")).mapToInt(Integer::parseInt).toArray();
        for (int i = 1; i < bounds.length; i++) {
            if (bounds[i] <= bounds[i - 1]) {
                throw InputException.of(
                        "--set ages", "years that rise", ages, "give them in their order, such as 18,40");
            }
        }
        return new Subgroups(List.copyOf(wanted), bounds);
    }

    List<By> wanted() {
        return wanted;
    }

    /** The groups of every study of a split, by its row in the set; no picture is read. */
    Map<String, Map<By, String>> of(PreparedData data, Split split) throws IOException {
        Map<String, Map<By, String>> groups = new HashMap<>();
        for (Entry entry : data.entries(split)) {
            Study study = data.study(entry);
            Map<By, String> own = new HashMap<>();
            wanted.forEach(by -> own.put(by, group(by, study)));
            groups.put(Integer.toString(entry.row()), Map.copyOf(own));
        }
        return groups;
    }

    String group(By by, Study study) {
        return switch (by) {
            case SEX -> sex(study.meta().getOrDefault("sex", ""));
            case AGE -> band(study.meta().getOrDefault("age", ""));
            case VIEW -> {
                int picture = StudySet.picture(study);
                View view =
                        picture < 0 ? View.UNKNOWN : study.images().get(picture).view();
                yield view == View.UNKNOWN ? "" : view.name();
            }
            case SITE -> study.meta().getOrDefault("site", "").strip();
        };
    }

    private static String sex(String said) {
        return switch (said.strip().toLowerCase(Locale.ROOT)) {
            case "f", "female", "woman" -> "F";
            case "m", "male", "man" -> "M";
            default -> "";
        };
    }

    /** {@code under 18}, {@code 18-39}, {@code 80+}; what is no age of a person is not known (NIH has one of 411 years). */
    private String band(String said) {
        Matcher years = YEARS.matcher(said.strip());
        if (!years.matches() || Integer.parseInt(years.group(1)) > OLDEST) {
            return "";
        }
        int age = Integer.parseInt(years.group(1));
        if (age < bounds[0]) {
            return "under " + bounds[0];
        }
        int band = 0;
        while (band + 1 < bounds.length && age >= bounds[band + 1]) {
            band++;
        }
        return band + 1 == bounds.length ? bounds[band] + "+" : bounds[band] + "-" + (bounds[band + 1] - 1);
    }
}
