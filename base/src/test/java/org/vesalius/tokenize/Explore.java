package org.vesalius.tokenize;

import java.util.*;

public final class Explore {
    public static void main(String[] a) throws Exception {
        List<String> vocab = new ArrayList<>(WordPiece.SPECIAL);
        vocab.add("a"); vocab.add("ab"); vocab.add("##b");
        vocab.add("b");
        for (int c = 0x20; c < 0x110000; c++) {
            if (c >= 0xD800 && c < 0xE000) continue;
            if (c >= 0xF0000) continue;
            if (Character.getType(c)==Character.UNASSIGNED) continue;
            String s = Character.toString(c);
            if (c != 'a' && c != 'b') { vocab.add(s);}
            if (c != 'b') vocab.add("##" + s);
        }
        boolean lower = !(a.length > 0 && a[0].equals("cased"));
        WordPiece ours = WordPiece.of(vocab, lower);
        ByteBpe bpe = TokenizerTrainer.byteBpe(List.of(), 514);
        try (HuggingFace theirs = HuggingFace.like(ours); HuggingFace clip = HuggingFace.like(bpe)) {
            System.out.println(Arrays.toString(theirs.encode("a b ab")) + Arrays.toString(ours.encode("a b ab", 99)));
            int bad = 0, badClip = 0; Map<Integer,Integer> byType = new TreeMap<>(), byTypeClip = new TreeMap<>();
            StringBuilder ex = new StringBuilder();
            for (int c = 1; c < 0x110000; c++) {
                if (c >= 0xD800 && c < 0xE000) continue;
                if ((c >= 0x31350 && c < 0xE0000) || c >= 0xE0200) continue;
                String s = "a" + Character.toString(c) + "b";
                if (!Arrays.equals(theirs.encode(s), ours.encode(s, 1000))) {
                    bad++; byType.merge(Character.getType(c), 1, Integer::sum);
                    if (Character.getType(c) != Character.UNASSIGNED && bad < 200000) ex.append(Integer.toHexString(c)).append(':').append(Character.getType(c)).append(' ');
                }
                if (!Arrays.equals(clip.encode(s), bpe.encode(s, 1000))) {
                    badClip++; byTypeClip.merge(Character.getType(c), 1, Integer::sum);
                    if (badClip < 100) System.out.print(Integer.toHexString(c) + ":" + Character.getType(c) + " ");
                }
            }
            System.out.println("\nbad " + bad + " " + byType + "\nclip " + badClip + " " + byTypeClip);
            System.out.println(ex.substring(0, Math.min(6000, ex.length())));
        }
    }
}
