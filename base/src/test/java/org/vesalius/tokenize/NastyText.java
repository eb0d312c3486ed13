package org.vesalius.tokenize;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The shared test corpus: made-up report sentences, and what real text does to tokenizers. The same lines every time. */
final class NastyText {
    private static final String[] SUBJECTS = {
        "The cardiac silhouette", "Heart size", "A small left pleural effusion", "Right apical pneumothorax",
                "The ET tube",
        "Bibasilar atelectasis", "Lungs", "Retrocardiac opacity", "The mediastinal contour", "An 8 mm nodule",
        "PICC line tip", "Interstitial oedema", "The patient's rib fracture", "No focal consolidation"
    };
    private static final String[] VERBS = {
        "is", "are", "has been", "remains", "appears", "isn't", "may be", "cannot be", "was not", "is again"
    };
    private static final String[] STATES = {
        "normal",
        "unchanged",
        "slightly enlarged",
        "clear",
        "within normal limits",
        "4.5 cm above the carina",
        "excluded",
        "seen",
        "mildly increased since 3/14/2021",
        "hyperinflated",
        "at T7-T8",
        "50% larger",
        "s/p CABG x3"
    };
    private static final String[] ENDS = {".", "...", "!", "?", ";", ".  ", " .", ",", "", ":\n", ".\t"};
    private static final String[] NASTY = {
        "",
        " ",
        "\t\n\r ",
        "a",
        "A",
        ".",
        "##",
        "##ing",
        "[CLS",
        "CLS]",
        "[cls]",
        "[UNK][SEP] [MASK]",
        "x[MASK]y",
        "[PAD]",
        "<|startoftext|>",
        "<|endoftext|>",
        "a<|endoftext|>b",
        "</w>",
        "a</w> b",
        "<|",
        "|>",
        "naïve façade Ödem Überblähung œdème Ångström İstanbul ıŞğ",
        "e\u0301 o\u0308\u0323 a\u0323\u0308",
        "ﬁbrosis ﬂuid Ⅳ ½ ² ℃ µm μm Å",
        "Σίσυφος ΣΑΣ ὈΔΥΣΣΕΎΣ",
        "Лёгкие чистые. Нет выпота!",
        "צילום חזה תקין",
        "الصدر طبيعي ٤٢",
        "फेफड़े साफ हैं",
        "ปอดปกติ",
        "胸部X線写真で異常なし。",
        "両側肺野に浸潤影を認めない",
        "가슴 사진 정상",
        "心影增大，右侧胸腔积液。",
        "㐀𠀀𫝀豈",
        "🙂 👩🏽‍⚕️ 🇩🇪 ☠️ ❤",
        "a\u200Bb\u200Dc\uFEFFd\u00ADe",
        "a\u00A0b\u2003c\u3000d\u2028e",
        "\u000B\u000C\u0085x",
        "\u0001\u0007bell",
        "“quoted” ‘single’ «guillemets» – — … • ‰ § ¶",
        "don't can't won't we've I'm she'll he'd it's 'tis ''s 'S",
        "DON'T I'LL",
        "x-ray/CT/MRI; (AP & lateral) [2 views] {sic} <5mm >10 =3 +4 ~5 ^6 `7` |8| \\9 @home #1 $2 %3 *4 _5_",
        "___ XXXX-year-old XXXX",
        "1234567890 3.14159 1,000,000 1e-5 0x7F 12:34:56 2021-03-14T15:09:26Z",
        "T1/T2 L4-L5 C7 FEV1 SpO2 CO₂ H₂O 10⁻³",
        "http://example.org/a?b=c&d=%20 someone@example.org",
        "&lt;b&gt; &amp; &#39; &nbsp;",
        "\uFFFD broken \uFFFD",
        "ǅ ǈ ß ẞ ſ",
        "\u0301abc",
        "a\u0300\u0301\u0302\u0303b",
        "ｆｕｌｌ ｗｉｄｔｈ １２３",
        "𝔣𝔯𝔞𝔨𝔱𝔲𝔯 𝟙𝟚𝟛",
        "----====____....,,,,''''\"\"\"\"",
        "'''s''t'''"
    };

    private NastyText() {}

    static List<String> lines() {
        var lines = new ArrayList<>(List.of(NASTY));
        for (int n : new int[] {99, 100, 101, 250}) {
            lines.add("pneumo".repeat(n).substring(0, n));
            lines.add("ö".repeat(n) + " " + "胸".repeat(n));
            lines.add("𝔣".repeat(n));
            lines.add("9".repeat(n) + "!".repeat(n));
        }
        var random = new Random(14);
        while (lines.size() < 700) {
            var line = new StringBuilder(sentence(random));
            for (int k = random.nextInt(4); k > 0; k--) {
                line.append(random.nextBoolean() ? " " : "").append(sentence(random));
            }
            if (random.nextInt(3) == 0) {
                line.insert(random.nextInt(line.length()), NASTY[random.nextInt(NASTY.length)]);
            }
            lines.add(line.toString());
        }
        return List.copyOf(lines);
    }

    private static String sentence(Random random) {
        String sentence =
                pick(SUBJECTS, random) + " " + pick(VERBS, random) + " " + pick(STATES, random) + pick(ENDS, random);
        return switch (random.nextInt(6)) {
            case 0 -> sentence.toUpperCase(java.util.Locale.ROOT);
            case 1 -> sentence.replace('e', 'é');
            case 2 -> sentence.replace(" ", "  ");
            default -> sentence;
        };
    }

    private static String pick(String[] of, Random random) {
        return of[random.nextInt(of.length)];
    }
}
