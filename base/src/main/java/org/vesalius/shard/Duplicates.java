package org.vesalius.shard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Split;
import org.vesalius.io.Digests;
import org.vesalius.report.Report;

/** Finds equal texts and pictures that look the same. Texts are equal when they differ in case and white space only. */
final class Duplicates {
    private final Map<String, List<Member>> byText = new TreeMap<>();
    private final List<Member> pictures = new ArrayList<>();
    private final List<Look> looks = new ArrayList<>();
    private @Nullable List<List<Member>> alike;
    private int studies;

    /** {@code study} counts the studies that were added. */
    private record Member(String key, int study) {}

    /** One line of {@code duplicates.jsonl}: members by key, pictures as {@code key.number}. */
    record Group(String kind, List<String> members, Set<Split> splits) {}

    /** What the texts of equal meaning have in common, or null where there is no text. */
    static @Nullable String textDigest(Report report) {
        String plain =
                report.text().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
        return plain.isEmpty() ? null : Digests.sha256(plain).substring(0, 32);
    }

    void add(String key, @Nullable String textDigest, List<Look> images) {
        if (textDigest != null) {
            byText.computeIfAbsent(textDigest, _ -> new ArrayList<>()).add(new Member(key, studies));
        }
        for (int i = 0; i < images.size(); i++) {
            if (!images.get(i).blank()) {
                pictures.add(new Member(key + "." + i, studies));
                looks.add(images.get(i));
            }
        }
        studies++;
    }

    /** Studies, counted from 0, that share a picture: each group by its members. */
    List<List<Integer>> sharing() {
        return alike().stream()
                .map(members -> members.stream().map(Member::study).toList())
                .toList();
    }

    /** All groups of two or more: texts, then pictures, each in the order of their first member. */
    List<Group> groups(IntFunction<@Nullable Split> splitOfStudy) {
        List<Group> groups = new ArrayList<>(groups("text", byText.values(), splitOfStudy));
        groups.addAll(groups("image", alike(), splitOfStudy));
        return groups;
    }

    private static List<Group> groups(
            String kind, Collection<List<Member>> found, IntFunction<@Nullable Split> splitOfStudy) {
        return found.stream()
                .filter(members -> members.size() > 1)
                .sorted(Comparator.comparingInt(members -> members.getFirst().study()))
                .map(members ->
                        new Group(kind, members.stream().map(Member::key).toList(), splits(members, splitOfStudy)))
                .toList();
    }

    private static Set<Split> splits(List<Member> members, IntFunction<@Nullable Split> splitOfStudy) {
        Set<Split> splits = new TreeSet<>();
        for (Member member : members) {
            Split split = splitOfStudy.apply(member.study());
            if (split != null) {
                splits.add(split);
            }
        }
        return splits;
    }

    private List<List<Member>> alike() {
        List<List<Member>> found = alike;
        if (found == null) {
            found = findAlike();
            alike = found;
        }
        return found;
    }

    private List<List<Member>> findAlike() {
        Look[] all = looks.toArray(Look[]::new);
        List<List<Integer>> near = IntStream.range(0, all.length)
                .parallel()
                .mapToObj(i -> IntStream.range(i + 1, all.length)
                        .filter(j -> all[i].alike(all[j]))
                        .boxed()
                        .toList())
                .toList();
        int[] root = IntStream.range(0, all.length).toArray();
        for (int i = 0; i < all.length; i++) {
            for (int j : near.get(i)) {
                int a = root(root, i);
                int b = root(root, j);
                root[Math.max(a, b)] = Math.min(a, b);
            }
        }
        Map<Integer, List<Member>> groups = new TreeMap<>();
        for (int i = 0; i < all.length; i++) {
            groups.computeIfAbsent(root(root, i), _ -> new ArrayList<>()).add(pictures.get(i));
        }
        return List.copyOf(groups.values());
    }

    private static int root(int[] parent, int i) {
        int at = i;
        while (parent[at] != at) {
            at = parent[at];
        }
        return at;
    }

    static Manifest.Duplicates summary(List<Group> groups) {
        List<Group> texts =
                groups.stream().filter(group -> group.kind().equals("text")).toList();
        List<Group> images =
                groups.stream().filter(group -> group.kind().equals("image")).toList();
        return new Manifest.Duplicates(
                texts.size(), members(texts), across(texts), images.size(), members(images), across(images));
    }

    private static int members(List<Group> groups) {
        return groups.stream().mapToInt(group -> group.members().size()).sum();
    }

    private static int across(List<Group> groups) {
        return (int) groups.stream().filter(group -> group.splits().size() > 1).count();
    }
}
