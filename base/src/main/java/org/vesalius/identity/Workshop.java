package org.vesalius.identity;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.vesalius.dicom.DataSet;
import org.vesalius.dicom.DicomFile;
import org.vesalius.dicom.DicomWriter;
import org.vesalius.dicom.Identified;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.volume.NiftiFile;

/** Makes the counterpart of one input file. Safe for many threads at once: a patient's identifiers are all known before. */
final class Workshop {
    private static final List<String> ACCESSION =
            List.of("accession_number", "accession", "accessionnumber", "accession number");
    private static final List<String> STUDY =
            List.of("study_instance_uid", "study_uid", "studyinstanceuid", "study instance uid");
    private static final List<String> TEXT = List.of("report", "report_text", "text");

    private final Policy policy;
    private final Survey survey;
    private final Surrogates surrogates;

    /** What is searched for, made once for a patient: a series of a thousand slices names a thousand identifiers. */
    private final Map<Subject, KnownFinder> finders = new ConcurrentHashMap<>();

    private final Map<Subject, ResidualScan> scans = new ConcurrentHashMap<>();

    Workshop(Policy policy, Survey survey, Surrogates surrogates) {
        this.policy = policy;
        this.survey = survey;
        this.surrogates = surrogates;
    }

    /** @throws InputException when the file cannot be cleaned; the message is for the log */
    Result make(Survey.Item item) throws IOException {
        return switch (item.kind()) {
            case DICOM -> dicom(item);
            case TEXT -> text(item);
            case TABLE -> table(item);
            case NIFTI -> nifti(item);
            case PICTURE -> picture(item);
        };
    }

    private Result dicom(Survey.Item item) throws IOException {
        Subject subject = item.subject();
        if (subject == null) {
            throw new IllegalStateException("a DICOM file has a patient");
        }
        byte[] bytes = Files.readAllBytes(item.path());
        Identified<DicomFile> file = Identified.dicom(bytes, "DICOM file");
        boolean pixels = policy.has(ProfileOption.CLEAN_PIXEL_DATA);
        DicomFile original = file.open();
        boolean head = HeadLike.is(original);
        PixelCleaner.Cleaned cleaned = pixels ? PixelCleaner.clean(original) : new PixelCleaner.Cleaned(original, 0);
        HeaderCleaner header = new HeaderCleaner(policy, subject, scrubber(subject, original.data()));
        DicomWriter writer = header.clean(cleaned.file().data());
        header.mark(writer, pixels, head);
        complete(writer, original, bytes);
        if (cleaned.file().syntax().isEncapsulated()) {
            writer.syntax(cleaned.file().meta().string(Tag.TRANSFER_SYNTAX_UID).orElse(""));
        }
        byte[] out = writer.bytes();
        scan(subject).where(DicomFile.read(out, "result"), out).ifPresent(Workshop::refuse);
        String name = String.join(
                "/",
                surrogates.name("patient", subject.key()),
                surrogates.name("study", item.study()),
                surrogates.name(
                                "image",
                                original.data().string(Tag.SOP_INSTANCE_UID).orElse("") + Digests.sha256(bytes))
                        + ".dcm");
        return new Result(
                name, out, Result.Facts.NONE.withHeader(header.done().counts()).withPixels(cleaned.regions(), head));
    }

    private TextScrubber scrubber(Subject subject, DataSet data) {
        LocalDate date = data.string(Tag.STUDY_DATE)
                .filter(day -> day.length() >= 8)
                .map(Dates::date)
                .orElse(null);
        return scrubber(subject, date);
    }

    private TextScrubber scrubber(Subject subject, @Nullable LocalDate date) {
        KnownFinder finder = finders.computeIfAbsent(subject, whose -> new KnownFinder(whose, policy));
        return new TextScrubber(policy, subject, finder, date);
    }

    private ResidualScan scan(Subject subject) {
        return scans.computeIfAbsent(subject, whose -> new ResidualScan(whose, policy));
    }

    /** What a file must have, where it is missing. */
    private void complete(DicomWriter writer, DicomFile original, byte[] bytes) {
        DataSet data = original.data();
        if (!data.has(Tag.SOP_CLASS_UID)) {
            String sop = original.meta()
                    .string(Tag.MEDIA_STORAGE_SOP_CLASS_UID)
                    .orElseThrow(() -> InputException.of(
                            "DICOM file", "a SOP class", "none", "leave it out: nobody can say what it is"));
            writer.put(Tag.SOP_CLASS_UID, Vr.UI, sop);
        }
        if (!data.has(Tag.SOP_INSTANCE_UID)) {
            writer.put(Tag.SOP_INSTANCE_UID, Vr.UI, surrogates.uid("no instance UID " + Digests.sha256(bytes)));
        }
    }

    private static void refuse(String where) {
        throw InputException.of(
                "result", "nothing that is known of the patient", "an identifier in " + where, "look at it yourself");
    }

    private Result text(Survey.Item item) throws IOException {
        String name = String.valueOf(item.path().getFileName());
        String stem = name.substring(0, name.lastIndexOf('.'));
        Survey.StudyOf study = survey.study(stem)
                .or(() -> survey.studyIn(item.path().getParent()))
                .orElseThrow(() -> InputException.of(
                        "report",
                        "the accession number or study UID of a DICOM file as its name, or files of one study beside it",
                        "neither",
                        "rename it: without headers nobody knows whose names to look for"));
        TextScrubber.Scrubbed scrubbed = scrub(decoded(Files.readAllBytes(item.path())), study);
        String key = study.accession().isEmpty() ? newUid(study.uid()) : surrogates.accession(study.accession());
        String out = String.join(
                "/",
                surrogates.name("patient", study.subject().key()),
                surrogates.name("study", study.uid()),
                key + ".txt");
        byte[] bytes = scrubbed.text().getBytes(StandardCharsets.UTF_8);
        return new Result(out, bytes, Result.Facts.NONE.withText(scrubbed.replaced(), List.of()));
    }

    private String newUid(String uid) {
        return policy.has(ProfileOption.RETAIN_UIDS) ? uid : surrogates.uid(uid);
    }

    private TextScrubber.Scrubbed scrub(String text, Survey.StudyOf study) {
        TextScrubber.Scrubbed scrubbed = scrubber(study.subject(), study.date()).scrub(text);
        if (scan(study.subject()).finds(scrubbed.text())) {
            refuse("the text");
        }
        return scrubbed;
    }

    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    /** Only the columns that join a row with its study, and the report. */
    private Result table(Survey.Item item) throws IOException {
        List<LeftOut> leftOut = new ArrayList<>();
        Tally<Phi> found = new Tally<>(Phi.class);
        StringBuilder out = new StringBuilder("accession_number,study_uid,report\n");
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        String text = decoded(Files.readAllBytes(item.path()));
        try (CSVParser rows = CSVParser.parse(new StringReader(text), format)) {
            String report = column(rows, TEXT)
                    .orElseThrow(() -> InputException.of(
                            "table", "a column 'report', 'report_text' or 'text'", "none", "rename the column"));
            Optional<String> accession = column(rows, ACCESSION);
            Optional<String> study = column(rows, STUDY);
            for (CSVRecord row : rows) {
                Survey.StudyOf whose = whose(row, accession, study);
                if (whose == null) {
                    leftOut.add(new LeftOut(
                            item.number(),
                            Problem.Kind.UNMATCHED,
                            "row " + row.getRecordNumber() + ": no DICOM file of its study"));
                    continue;
                }
                TextScrubber.Scrubbed scrubbed = scrub(row.get(report), whose);
                found.addAll(scrubbed.replaced());
                out.append(surrogates.accession(whose.accession()))
                        .append(',')
                        .append(newUid(whose.uid()))
                        .append(",\"")
                        .append(scrubbed.text().replace("\"", "\"\""))
                        .append("\"\n");
            }
        }
        byte[] bytes = out.toString().getBytes(StandardCharsets.UTF_8);
        String name = surrogates.name("table", Digests.sha256(text)) + ".csv";
        return new Result(name, bytes, Result.Facts.NONE.withText(found.counts(), leftOut));
    }

    private static Optional<String> column(CSVParser rows, List<String> usual) {
        return rows.getHeaderNames().stream()
                .filter(name -> usual.contains(name.strip().toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private Survey.@Nullable StudyOf whose(CSVRecord row, Optional<String> accession, Optional<String> study) {
        return study.filter(row::isSet)
                .flatMap(column -> survey.study(row.get(column)))
                .or(() -> accession.filter(row::isSet).flatMap(column -> survey.study(row.get(column))))
                .orElse(null);
    }

    private Result nifti(Survey.Item item) throws IOException {
        byte[] bytes = Files.readAllBytes(item.path());
        byte[] cleaned = NiftiCleaner.clean(bytes);
        boolean head = HeadLike.mentions(String.valueOf(item.path().getFileName()))
                || HeadLike.is(NiftiFile.read(cleaned, 0, "NIfTI file"));
        String name = folder(item) + surrogates.name("volume", Digests.sha256(bytes)) + ".nii.gz";
        return new Result(name, cleaned, Result.Facts.NONE.withPixels(0, head));
    }

    private Result picture(Survey.Item item) throws IOException {
        byte[] bytes = Files.readAllBytes(item.path());
        Image image = ImageFiles.decode(bytes, "picture");
        List<Region> regions = policy.has(ProfileOption.CLEAN_PIXEL_DATA) ? BurnedInText.find(image) : List.of();
        for (Region region : regions) {
            blank(image, region);
        }
        if (!regions.isEmpty() && !BurnedInText.find(image).isEmpty()) {
            throw InputException.of(
                    "picture", "no text after blanking", "something that still looks like text", "look at it yourself");
        }
        String name = folder(item) + surrogates.name("picture", Digests.sha256(bytes)) + ".png";
        return new Result(name, ImageFiles.png(image), Result.Facts.NONE.withPixels(regions.size(), false));
    }

    private static void blank(Image image, Region region) {
        int channels = image.channels();
        float[] samples = image.samples();
        int corner = (region.y() * image.width() + region.x()) * channels;
        for (int y = region.y(); y < region.bottom(); y++) {
            for (int x = region.x(); x < region.right(); x++) {
                System.arraycopy(samples, corner, samples, (y * image.width() + x) * channels, channels);
            }
        }
    }

    /** With the study whose files lie beside it, else with others of its folder. */
    private String folder(Survey.Item item) {
        return survey.studyIn(item.path().getParent())
                .map(study -> surrogates.name("patient", study.subject().key()) + "/"
                        + surrogates.name("study", study.uid()) + "/")
                .orElseGet(() ->
                        surrogates.name("folder", String.valueOf(item.path().getParent())) + "/");
    }
}
