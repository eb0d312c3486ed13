package org.vesalius.identity;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.dicom.DicomWriter;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;
import org.vesalius.image.Image;

/**
 * An invented patient whose identity is put everywhere that it is met: every text representation, nested sequences, private elements, several character sets, pixels, file names, a report.
 *
 * @param charset of the header, as DICOM calls it
 * @param encoding the same, as Java calls it
 */
record Planted(
        String family,
        String given,
        String id,
        String accession,
        String birth,
        String doctor,
        String hospital,
        String charset,
        String encoding) {

    static List<Planted> patients() {
        return List.of(
                new Planted(
                        "Okonkwell",
                        "Annelise",
                        "PAT770042",
                        "ACC0099881",
                        "19300405",
                        "Quarlesby",
                        "Crestwater Regional Center",
                        "",
                        "US-ASCII"),
                new Planted(
                        "Mühlstädter",
                        "Jörgen",
                        "88123455",
                        "XR2018834",
                        "19551231",
                        "Zelenkova",
                        "Sankt Brigitten Krankenhaus",
                        "ISO_IR 100",
                        "ISO-8859-1"),
                new Planted(
                        "Πετρίδης",
                        "Νικόλαος",
                        "GR-4471-9",
                        "GR77120934",
                        "19800229",
                        "Vosbergen",
                        "Brackwater Clinic",
                        "ISO_IR 192",
                        "UTF-8"),
                new Planted(
                        "山田",
                        "太郎",
                        "JP00991723",
                        "JP55120987",
                        "19491111",
                        "Grundvigson",
                        "Northmere Institute",
                        "\\ISO 2022 IR 87",
                        "ISO-2022-JP"),
                new Planted(
                        "Люксембургова",
                        "Дарья",
                        "RU-661204",
                        "RU90011823",
                        "19630817",
                        "Pennywhistle",
                        "Eastholm Memorial Hospital",
                        "ISO_IR 144",
                        "ISO-8859-5"));
    }

    /** What must not be found, by where it was put. */
    Map<String, List<String>> traces() {
        Map<String, List<String>> traces = new TreeMap<>();
        List<String> header = new ArrayList<>(List.of(family, given, id, accession, birth, doctor, hospital));
        for (Vr vr : List.of(Vr.LO, Vr.SH, Vr.LT, Vr.ST, Vr.UT, Vr.UC, Vr.PN)) {
            header.add(secret(vr.name()));
        }
        header.addAll(List.of(uid("1"), uid("2"), "Lindenring 47"));
        traces.put("header", header);
        traces.put("private", List.of(secret("private"), secret("nested")));
        traces.put(
                "report",
                List.of(
                        "Thistlewood",
                        "Marchbanks",
                        "555-0143",
                        "867-5309",
                        "marchbanks@",
                        "pacs.crest",
                        "1420 Old Mill",
                        "2021-03-12",
                        "March 9, 2021",
                        "97-year",
                        "MRN 4711882",
                        "123-45-6789",
                        "Ravensbourne"));
        return traces;
    }

    private String secret(String where) {
        return "Hid" + where.toLowerCase(Locale.ROOT) + id.replaceAll("\\W", "");
    }

    private String uid(String last) {
        return "1.3.6.1.4.1.99999." + Math.abs((long) id.hashCode()) + "." + last;
    }

    void write(Path in, Image film) throws IOException {
        Path folder = in.resolve(id + "_" + given).resolve(accession);
        Files.createDirectories(folder);
        Burned burned = Burned.into(film, "OKONKWELL ANNELISE", 14, 255, id.hashCode() & 255);
        header(1, burned.image()).write(folder.resolve("with " + accession + ".dcm"));
        header(2, film).write(folder.resolve("without.dcm"));
        Files.writeString(folder.resolve(accession + ".txt"), report());
    }

    private DicomWriter header(int instance, Image film) {
        DicomWriter writer = new DicomWriter()
                .put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.DIGITAL_X_RAY)
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, uid("2") + "." + instance)
                .put(Tag.STUDY_INSTANCE_UID, Vr.UI, uid("1"))
                .put(Tag.STUDY_DATE, Vr.DA, "20210312")
                .put(Tag.ACCESSION_NUMBER, Vr.SH, accession)
                .put(Tag.MODALITY, Vr.CS, "DX")
                .put(Tag.INSTANCE_NUMBER, Vr.IS, instance)
                .put(Tag.PATIENT_ID, Vr.LO, id)
                .put(Tag.PATIENT_BIRTH_DATE, Vr.DA, birth)
                .put(Tag.PATIENT_NAME, Vr.PN, even((family + "^" + given).getBytes(Charset.forName(encoding))))
                .put(Tag.REFERRING_PHYSICIAN_NAME, Vr.PN, doctor + "^Beatrix")
                .put(Tag.INSTITUTION_NAME, Vr.LO, hospital)
                .put(Tag.STUDY_DESCRIPTION, Vr.LO, "Chest of " + accession)
                .put(Tag.PATIENT_COMMENTS, Vr.LT, "seen by Dr. " + doctor + ", " + id);
        hidden(writer);
        if (!charset.isEmpty()) {
            writer.put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, charset);
        }
        short[] stored = new short[film.samples().length];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = (short) Math.round(film.samples()[i] * 16);
        }
        return writer.pixels("MONOCHROME2", film.width(), film.height(), 12, false, stored)
                .put(Tag.WINDOW_CENTER, Vr.DS, 2048)
                .put(Tag.WINDOW_WIDTH, Vr.DS, 4096);
    }

    /** Where nobody looks first. */
    private void hidden(DicomWriter writer) {
        String number = secret("SH");
        DicomWriter person = new DicomWriter().put(Tag.of(0x0008, 0x0104), Vr.LO, secret("UC"));
        writer.put(Tag.of(0x0010, 0x1040), Vr.LO, "Lindenring 47")
                .put(Tag.of(0x0010, 0x1000), Vr.LO, secret("LO"))
                .put(Tag.of(0x0040, 0x1001), Vr.SH, number.substring(0, Math.min(16, number.length())))
                .put(Tag.of(0x0010, 0x21B0), Vr.LT, "History of MRN " + secret("LT") + "77")
                .put(Tag.of(0x0008, 0x0081), Vr.ST, secret("ST"))
                .put(Tag.of(0x0040, 0xA353), Vr.ST, secret("ST") + " street")
                .put(Tag.of(0x0040, 0x4037), Vr.PN, secret("PN") + "^Nobody")
                .put(Tag.of(0x0010, 0x2155), Vr.LT, secret("UT"))
                .put(Tag.of(0x0008, 0x1110), new DicomWriter().put(Tag.of(0x0008, 0x1155), Vr.UI, uid("2")))
                .put(
                        Tag.of(0x0040, 0x0275),
                        new DicomWriter()
                                .put(Tag.of(0x0040, 0x0009), Vr.SH, accession)
                                .put(Tag.of(0x0040, 0x1101), person))
                .put(Tag.of(0x0009, 0x0010), Vr.LO, "SECRETMAKER")
                .put(Tag.of(0x0009, 0x1001), Vr.LO, secret("private"))
                .put(Tag.of(0x0009, 0x1002), new DicomWriter().put(Tag.PATIENT_NAME, Vr.PN, secret("nested")));
    }

    private static byte[] even(byte[] bytes) {
        return bytes.length % 2 == 0 ? bytes : Arrays.copyOf(bytes, bytes.length + 1);
    }

    private String report() {
        return """
                EXAM: Chest, 2021-03-12. Accession %s. Patient: %s, %s. DOB %s.
                INDICATION: A 97-year-old woman from Ravensbourne Hospital, MRN 4711882, SSN 123-45-6789. Lives at 1420 Old Mill Road, Springfield.
                COMPARISON: March 9, 2021.
                FINDINGS: The heart is normal in size. %s %s has no pleural effusion.
                Discussed with Dr. Thistlewood at (555) 867-5309, pager 555-0143, mail t.marchbanks@crest.example.org, https://pacs.crest.example/%s
                Electronically signed by: Edith Marchbanks, M.D. Referred by %s.
                """.formatted(accession, family, given, birth, given, family, id, doctor);
    }
}
