package org.vesalius.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.vesalius.io.FrontMatter;

/** What a set is in the form that dataset hubs read: the fields of the YAML head of its card, in their words. */
public final class HubCard {
    private static final Pattern CREATIVE_COMMONS = Pattern.compile("cc (by(?:-nc)?(?:-sa|-nd)?) ([34]\\.0)");
    private static final Map<String, String> TASKS = Map.ofEntries(
            Map.entry("classification", "image-classification"),
            Map.entry("linear-probe", "image-classification"),
            Map.entry("zero-shot", "zero-shot-image-classification"),
            Map.entry("retrieval", "text-retrieval"),
            Map.entry("grounding", "object-detection"),
            Map.entry("detection", "object-detection"),
            Map.entry("segmentation", "image-segmentation"),
            Map.entry("segmentation from text", "image-segmentation"),
            Map.entry("report generation", "image-to-text"),
            Map.entry("question answering", "visual-question-answering"),
            Map.entry("vqa", "visual-question-answering"));
    private static final int[] SIZES = {1_000, 10_000, 100_000, 1_000_000, 10_000_000};
    private static final String[] SIZE_NAMES = {"n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "n>10M"};

    private HubCard() {}

    /** The head of a set of so many studies; 0 when nobody knows. */
    public static SequencedMap<String, Object> fields(DatasetCard card, int studies) {
        SequencedMap<String, Object> fields = new LinkedHashMap<>();
        String license = license(card.licence());
        fields.put("license", license);
        if (license.equals("other")) {
            fields.put("license_name", card.id() + "-licence");
        }
        fields.put("pretty_name", card.title());
        fields.put("language", List.of("en"));
        fields.put("tags", tags(card));
        var tasks = new TreeSet<String>();
        card.tasks().forEach(task -> tasks.add(TASKS.getOrDefault(task.toLowerCase(Locale.ROOT), "")));
        tasks.remove("");
        fields.put("task_categories", List.copyOf(tasks));
        if (studies > 0) {
            fields.put("size_categories", List.of(size(studies)));
        }
        return fields;
    }

    private static List<String> tags(DatasetCard card) {
        List<String> tags = new ArrayList<>(List.of("medical", card.id()));
        if (!card.redistributable()) {
            tags.add("may-not-be-passed-on");
        }
        return tags;
    }

    /** The hub's word for a licence that is named alone, else {@code other}: one with conditions of its own is told in the text. */
    static String license(String licence) {
        String lower = licence.strip().toLowerCase(Locale.ROOT);
        var cc = CREATIVE_COMMONS.matcher(lower);
        if (cc.matches()) {
            return "cc-" + cc.group(1) + "-" + cc.group(2);
        }
        return switch (lower) {
            case "apache-2.0" -> "apache-2.0";
            case "mit" -> "mit";
            case "cc0", "cc0 1.0" -> "cc0-1.0";
            default -> "other";
        };
    }

    private static String size(int studies) {
        int at = 0;
        while (at < SIZES.length && studies >= SIZES[at]) {
            at++;
        }
        return SIZE_NAMES[at];
    }

    /** The whole card of a layout that nobody has prepared yet: the head, then its chapter of the page of all readers. */
    public static String markdown(Dataset dataset) {
        DatasetCard card = dataset.card();
        int studies = card.counts().getOrDefault("studies", card.counts().getOrDefault("images", 0));
        return FrontMatter.of(fields(card, studies)) + DatasetPage.chapter(dataset);
    }
}
