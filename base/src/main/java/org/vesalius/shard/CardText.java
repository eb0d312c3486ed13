package org.vesalius.shard;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.dataset.HubCard;
import org.vesalius.dataset.Split;
import org.vesalius.io.FrontMatter;

/** The data card of a prepared set: Markdown for people, with the YAML head that dataset hubs read. */
final class CardText {
    private CardText() {}

    static String of(Manifest manifest, boolean secretIds) {
        DatasetCard card = manifest.card();
        int studies =
                manifest.counts().values().stream().mapToInt(Counts::studies).sum();
        StringBuilder text = new StringBuilder(FrontMatter.of(HubCard.fields(card, studies)));
        text.append("# ").append(card.title()).append(", prepared\n\n");
        text.append("Reader `%s`, version %d. %s.\n\n".formatted(card.id(), card.version(), card.modality()));
        text.append("- Citation: ").append(card.citation()).append('\n');
        text.append("- Licence of the data: ").append(card.licence()).append('\n');
        text.append("- May be passed on: ")
                .append(card.redistributable() ? "yes, under that licence" : "no")
                .append('\n');
        text.append("- Digest: `").append(manifest.digest()).append("`\n");
        text.append("- Split: ").append(manifest.splitRule()).append("; seed ").append(manifest.seed());
        text.append("; digest `").append(manifest.splitDigest()).append("`\n");
        text.append(
                "- Pictures: PNG, longest side at most %d pixels (%s, antialiased), bit depth kept; boxes stay in pixels of the originals\n"
                        .formatted(
                                manifest.storage().maxSide(), manifest.storage().filter()));
        if (manifest.storage().volumeSide() > 0) {
            text.append(
                    "- Volumes: gzipped NIfTI-2, longest side at most %d voxels (averaged), whole numbers exact, the affine in RAS millimetres as sform\n"
                            .formatted(manifest.storage().volumeSide()));
        }
        text.append("- Patients and studies: ").append(pseudonyms(secretIds)).append("\n\n");
        text.append("**For research only; nothing made of it is a medical device.** Good for: ")
                .append(String.join(", ", card.tasks()))
                .append("\n\n");
        counts(manifest, text);
        leftOut(manifest, text);
        if (!card.traps().isEmpty()) {
            text.append("\n## What is odd about the source\n\n");
            card.traps().forEach(trap -> text.append("- ").append(trap).append('\n'));
        }
        text.append("\n## Reading it\n\n");
        text.append(
                "`./vesalius train … --data THIS_FOLDER`. The shards are WebDataset: members `<key>.json`, `<key>.txt`, `<key>.0.png`, `<key>.0.mask0.png`, `<key>.volume0.nii.gz`, ….\n");
        return text.toString();
    }

    private static String pseudonyms(boolean secretIds) {
        return secretIds
                ? "keys are HMAC-SHA256 of the identifiers under a random salt, which lies in the private folder beside this one and not in it; texts and pictures are as they were given"
                : "patient keys are HMAC-SHA256 of the published identifiers under a fixed salt, the same for everybody";
    }

    private static void counts(Manifest manifest, StringBuilder text) {
        text.append(
                "| split | studies | patients | images | with text | boxes | questions |\n|---|--:|--:|--:|--:|--:|--:|\n");
        for (Map.Entry<Split, Counts> part : manifest.counts().entrySet()) {
            Counts c = part.getValue();
            text.append("| %s | %d | %d | %d | %d | %d | %d |\n"
                    .formatted(
                            part.getKey().lower(),
                            c.studies(),
                            c.patients(),
                            c.images(),
                            c.texts(),
                            c.boxes(),
                            c.questions()));
        }
        int volumes =
                manifest.counts().values().stream().mapToInt(Counts::volumes).sum();
        if (volumes > 0) {
            text.append("\nVolumes: %d\n".formatted(volumes));
        }
        Map<String, Integer> masks = new TreeMap<>();
        manifest.counts().values().forEach(c -> c.masks().forEach((label, n) -> masks.merge(label, n, Integer::sum)));
        if (!masks.isEmpty()) {
            text.append("\nMasks, of the size of the stored pictures and volumes: ")
                    .append(masks.entrySet().stream()
                            .map(of -> of.getKey() + " " + of.getValue())
                            .collect(Collectors.joining(", ")))
                    .append("\n");
        }
    }

    private static void leftOut(Manifest manifest, StringBuilder text) {
        text.append("\n## Left out, and in it twice\n\n");
        if (manifest.problems().isEmpty()) {
            text.append("- Nothing was left out.\n");
        }
        manifest.problems().forEach((kind, n) -> text.append("- %s: %d (`problems.jsonl`)\n".formatted(kind, n)));
        Manifest.Duplicates twice = manifest.duplicates();
        text.append("- Equal texts: %d groups of %d studies, %d of the groups across splits\n"
                .formatted(twice.texts(), twice.studiesInTexts(), twice.textsAcrossSplits()));
        text.append(
                "- Pictures that look the same: %d groups of %d pictures, %d of the groups across splits (`duplicates.jsonl`)\n"
                        .formatted(twice.images(), twice.picturesInImages(), twice.imagesAcrossSplits()));
    }
}
