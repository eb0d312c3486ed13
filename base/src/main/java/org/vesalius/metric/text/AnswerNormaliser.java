package org.vesalius.metric.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.vesalius.io.InputException;

/** What published programs make of an answer before they compare it. */
public enum AnswerNormaliser {
    /** MEVF (Nguyen et al., MICCAI 2019): the rules of the VQA challenge with the x-ray made one word; the colon is no punctuation to it. */
    MEVF("mevf") {
        @Override
        public String normalise(String answer) {
            return articles(punctuation(answer)).replace(",", "").replace("x ray", "xray");
        }
    },
    /** QCR (Zhan et al., 2020) and PubMedCLIP: lower case and nothing else. */
    QCR("qcr") {
        @Override
        public String normalise(String answer) {
            return answer.toLowerCase(Locale.ROOT);
        }
    },
    /** VQA-Med's exact match: lower case, no punctuation, single blanks. */
    VQA_MED("vqa-med") {
        @Override
        public String normalise(String answer) {
            return String.join(
                    " ",
                    Tokenization.white(
                            MARKS.matcher(answer.toLowerCase(Locale.ROOT)).replaceAll("")));
        }
    };

    private static final String PUNCTUATION = ";/[]\"{}()=+\\_-><@`,?!";
    private static final Pattern MARKS = Pattern.compile("\\p{Punct}");
    private static final Pattern THOUSANDS = Pattern.compile("\\d,\\d");
    private static final Pattern FULL_STOP = Pattern.compile("\\.(?!\\d)");
    private static final List<String> DIGITS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");
    private static final Set<String> ARTICLES = Set.of("a", "an", "the");
    private static final Map<String, String> CONTRACTIONS = contractions(
            "ain't aren't can't could've couldn't couldn't've didn't doesn't don't hadn't hadn't've hasn't haven't he'd "
                    + "he'd've he's how'd how'll how's i'd've i'm i've isn't it'd it'd've it'll let's ma'am mightn't "
                    + "mightn't've might've mustn't must've needn't not've o'clock oughtn't shan't she'd've she's "
                    + "should've shouldn't shouldn't've somebody'd somebody'd've somebody'll somebody's someone'd "
                    + "someone'd've someone'll someone's something'd something'd've something'll that'd that'd've "
                    + "that's there'd there'd've there're there's they'd they'd've they'll they're they've 'twas wasn't "
                    + "we'd've we've weren't what'll what're what's what've when's where'd where's where've who'd "
                    + "who'd've who'll who's who've why'll why're why's won't would've wouldn't wouldn't've y'all "
                    + "y'all'll y'all'd've you'd you'd've you'll you're you've");

    private final String id;

    AnswerNormaliser(String id) {
        this.id = id;
    }

    /** Its name in metrics' names and on the command line. */
    public String id() {
        return id;
    }

    /** The answer as it is compared. */
    public abstract String normalise(String answer);

    /**
     * The one of this name.
     *
     * @throws InputException for another, with the nearest
     */
    public static AnswerNormaliser of(String id) {
        return Arrays.stream(values())
                .filter(rule -> rule.id.equals(id))
                .findFirst()
                .orElseThrow(() -> InputException.unknown(
                        "answer normaliser",
                        id,
                        Arrays.stream(values()).map(AnswerNormaliser::id).toList()));
    }

    /** A mark beside a blank, or any mark of an answer that has thousands, goes; another becomes a blank. */
    private static String punctuation(String answer) {
        boolean thousands = THOUSANDS.matcher(answer).find();
        String out = answer;
        for (int i = 0; i < PUNCTUATION.length(); i++) {
            char mark = PUNCTUATION.charAt(i);
            boolean beside = answer.contains(mark + " ") || answer.contains(" " + mark);
            out = out.replace(String.valueOf(mark), beside || thousands ? "" : " ");
        }
        return FULL_STOP.matcher(out).replaceAll("");
    }

    private static String articles(String answer) {
        return Tokenization.white(answer.toLowerCase(Locale.ROOT)).stream()
                .map(word -> word.equals("none") ? "zero" : word)
                .map(word -> DIGITS.contains(word) ? Integer.toString(DIGITS.indexOf(word)) : word)
                .filter(word -> !ARTICLES.contains(word))
                .map(word -> CONTRACTIONS.getOrDefault(word, word))
                .reduce((before, word) -> before + " " + word)
                .orElse("");
    }

    private static Map<String, String> contractions(String forms) {
        Map<String, String> byPlain = new HashMap<>();
        for (String form : forms.split(" ")) {
            byPlain.put(form.replace("'", ""), form);
        }
        return Map.copyOf(byPlain);
    }
}
