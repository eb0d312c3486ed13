package org.vesalius.identity;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.vesalius.io.Digests;

/**
 * What stands for names, numbers and dates: HMAC-SHA256 of the original under the key of the run, so that equal originals get equal surrogates in headers, texts and file names, and nobody without the key can
 * find the original or test a guess.
 */
final class Surrogates {
    private static final String WELL_KNOWN = "1.2.840.10008.";
    private static final int DAYS_IN_WEEK = 7;
    private static final int MIN_WEEKS = 52;
    private static final int WEEKS = 470;

    private static final List<String> FAMILIES = List.of(
            "Alderby",
            "Barrowin",
            "Caldermoor",
            "Dunwick",
            "Elmsford",
            "Farrowby",
            "Garthwin",
            "Hollinby",
            "Ivesmoor",
            "Jarrowen",
            "Kelbrook",
            "Larkmoor",
            "Marwick",
            "Netherby",
            "Oakenfell",
            "Penwick",
            "Quenby",
            "Rushmoor",
            "Selwick",
            "Thornby",
            "Ulverby",
            "Varnmoor",
            "Westerby",
            "Yarwick");
    private static final List<String> GIVENS = List.of(
            "Ardel", "Brynn", "Corin", "Devlin", "Emlyn", "Ferris", "Garen", "Haven", "Indra", "Jorin", "Kerrin",
            "Linden", "Merrin", "Nevin", "Orrin", "Perrin", "Quill", "Rowan", "Sorrel", "Tamsin");
    private static final List<String> PLACES = List.of(
            "Alderfield",
            "Brackenford",
            "Coldbrook",
            "Dovemere",
            "Eastmarsh",
            "Fernhollow",
            "Greywater",
            "Highmoor",
            "Ironvale",
            "Kingsfen",
            "Longmere",
            "Millbeck",
            "Northfen",
            "Otterburn",
            "Pinewater",
            "Redhollow");

    private final SecretKeySpec key;

    Surrogates(byte[] secret) {
        this.key = new SecretKeySpec(secret, "HmacSHA256");
    }

    /** HMAC of a text of some kind. */
    byte[] mac(String kind, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal((kind + "\0" + text).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private String hex(String kind, String text, int digits) {
        return Digests.hex(mac(kind, text)).substring(0, digits);
    }

    private <T> T pick(List<T> from, String kind, String text) {
        return from.get(Math.floorMod(ByteBuffer.wrap(mac(kind, text)).getInt(), from.size()));
    }

    /** {@code 2.25} and 128 bits; identifiers that the standard itself defines stay. */
    String uid(String original) {
        if (original.isEmpty() || original.startsWith(WELL_KNOWN)) {
            return original;
        }
        return "2.25." + new BigInteger(1, Arrays.copyOf(mac("uid", original), 16));
    }

    /** Stands for a patient ID. */
    String patient(String patientKey) {
        return "P" + hex("patient", patientKey, 12).toUpperCase(Locale.ROOT);
    }

    /** Stands for an accession number, of 16 characters as SH allows. */
    String accession(String original) {
        return original.isEmpty() ? "" : "A" + hex("accession", original, 15).toUpperCase(Locale.ROOT);
    }

    /** A name of a file or folder. */
    String name(String kind, String original) {
        return kind.charAt(0) + hex("name " + kind, original, 16);
    }

    /** A commitment to a text that only the holder of the key can test. */
    String commitment(String text) {
        return hex("commitment", text, 64);
    }

    /** Days that are added to every date of a patient: whole weeks, so that weekdays stay, one to ten years back, so that no date lies in the future. */
    int days(String patientKey) {
        int weeks = Math.floorMod(ByteBuffer.wrap(mac("days", patientKey)).getInt(), WEEKS);
        return -DAYS_IN_WEEK * (MIN_WEEKS + weeks);
    }

    String family(String original) {
        return pick(FAMILIES, "family", Folded.of(original));
    }

    String given(String original) {
        return pick(GIVENS, "given", Folded.of(original));
    }

    String place(String original) {
        return pick(PLACES, "place", Folded.of(original));
    }

    /** The same shape with other digits and letters. */
    String shape(String original) {
        byte[] noise = mac("shape", Folded.of(original));
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < original.length(); i++) {
            int random = noise[i % noise.length] & 255;
            char c = original.charAt(i);
            if (Character.isDigit(c)) {
                out.append((char) ('0' + random % 10));
            } else if (Character.isLetter(c)) {
                out.append((char) ((Character.isUpperCase(c) ? 'A' : 'a') + random % 26));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
