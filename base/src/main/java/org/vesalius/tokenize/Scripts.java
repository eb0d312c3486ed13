package org.vesalius.tokenize;

/**
 * Classes of characters as Hugging Face's tokenizers see them. Their tables for BERT stand at Unicode 8; marks, punctuation and format characters that came later (of scripts like Newa or Vedic
 * Sanskrit) count as letters there and by their class here.
 */
final class Scripts {
    private Scripts() {}

    /** Unicode's White_Space; of the control characters only tab and the two line ends, since the others are removed before. */
    static boolean space(int point) {
        return switch (point) {
            case '\t', '\n', '\r', ' ', 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
            default -> point >= 0x2000 && point <= 0x200A;
        };
    }

    /** Unicode's category C without what no version has assigned, and without the spaces above. */
    static boolean control(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE -> !space(point);
            default -> false;
        };
    }

    /** ASCII's punctuation, {@code $+<=>^`|~} included, and Unicode's category P. */
    static boolean punctuation(int point) {
        if (point < 0x80) {
            return point > ' ' && point < 0x7F && !Character.isLetterOrDigit(point);
        }
        return switch (Character.getType(point)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    /** The blocks of CJK ideographs, not kana or hangul; from U+2B920 where BERT's own code has U+2B820: the ids of Hugging Face count. */
    static boolean chinese(int point) {
        return point >= 0x3400
                && (point <= 0x4DBF
                        || (point >= 0x4E00 && point <= 0x9FFF)
                        || (point >= 0xF900 && point <= 0xFAFF)
                        || (point >= 0x20000 && point <= 0x2A6DF)
                        || (point >= 0x2A700 && point <= 0x2B73F)
                        || (point >= 0x2B740 && point <= 0x2B81F)
                        || (point >= 0x2B920 && point <= 0x2CEAF)
                        || (point >= 0x2F800 && point <= 0x2FA1F));
    }

    /** One character's full lower-case mapping, without regard to its neighbours. */
    static void appendLower(StringBuilder out, int point) {
        if (point == 0x130) {
            out.append("i\u0307");
        } else {
            out.appendCodePoint(Character.toLowerCase(point));
        }
    }
}
