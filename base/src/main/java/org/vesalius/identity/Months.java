package org.vesalius.identity;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Names of months in the languages that reports are often written in, folded. */
final class Months {
    private static final Map<String, Integer> NUMBERS = new LinkedHashMap<>();

    static {
        String[] names = {
            "january jan januar janner jaenner janvier janv enero ene gennaio janeiro",
            "february feb februar fevrier fevr febrero febbraio fevereiro",
            "march mar marz maerz mrz mars marzo marco",
            "april apr avril avr abril abr aprile",
            "may mai mayo maggio maio",
            "june jun juni juin junio giugno junho",
            "july jul juli juillet juil julio luglio julho",
            "august aug aout agosto ago",
            "september sept sep septembre septiembre settembre setembro",
            "october oct oktober okt octobre octubre ottobre outubro",
            "november nov novembre noviembre novembro",
            "december dec dezember dez decembre diciembre dic dicembre dezembro"
        };
        for (int i = 0; i < names.length; i++) {
            for (String name : names[i].split(" ")) {
                NUMBERS.putIfAbsent(name, i + 1);
            }
        }
    }

    private Months() {}

    /** All of them as alternatives, longest first. */
    static String alternatives() {
        return NUMBERS.keySet().stream()
                .sorted((a, b) -> Integer.compare(b.length(), a.length()))
                .collect(Collectors.joining("|"));
    }

    /** 1 to 12. */
    static int number(String folded) {
        return NUMBERS.getOrDefault(folded, 0);
    }

    /** The month's English name, short where {@code like} is, and with its capitals. */
    static String name(int month, String like) {
        return cased(english(month, like.length() <= 4), like);
    }

    private static String english(int month, boolean brief) {
        String full = NUMBERS.entrySet().stream()
                .filter(entry -> entry.getValue() == month)
                .findFirst()
                .orElseThrow()
                .getKey();
        return brief ? full.substring(0, 3) : full;
    }

    private static String cased(String name, String like) {
        boolean upper = like.length() > 1 && Character.isUpperCase(like.charAt(1));
        if (upper) {
            return name.toUpperCase(Locale.ROOT);
        }
        return Character.isUpperCase(like.charAt(0)) ? Character.toUpperCase(name.charAt(0)) + name.substring(1) : name;
    }
}
