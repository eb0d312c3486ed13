package org.vesalius.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vesalius.RealData;
import org.vesalius.image.Image;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import tools.jackson.databind.JsonNode;

/** Every file of the reference values (pydicom 2.3.1 with gdcm) is decoded to them, or refused with the right reason. */
class RealDicomTest {
    private static final Map<String, String> DAMAGED = Map.of(
            "MR_truncated.dcm", "truncated",
            "rtplan_truncated.dcm", "truncated",
            "no_meta.dcm", "begin like none",
            "badVR.dcm", "(0028,0008) NumberOfFrames: expected numbers",
            // its delimiter stands where the size of the picture was; the reference value is of memory that GDCM never
            // wrote
            "JPEG2000-embedded-sequence-delimiter.dcm", "an impossible size",
            "meta_missing_tsyntax.dcm", "0 x 0",
            "nested_priv_SQ.dcm", "0 x 0");

    /** Lossy files may be close; all others are exact. */
    private enum Outcome {
        EXACT,
        CLOSE,
        NO_PIXELS,
        REFUSED
    }

    private record Row(String name, String syntax, Outcome outcome, String why) {
        String markdown() {
            String result = outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            return "| %s | %s | %s | %s |".formatted(name, syntax, result, why);
        }
    }

    @Test
    void everyReferenceFileIsDecodedOrRefusedAsThePageSays() throws Exception {
        Path folder = RealData.folder("dicom");
        JsonNode golden = Json.tree(Files.readString(RealData.golden("dicom_pixels.json")), "reference values")
                .get("files");
        List<Row> rows = new ArrayList<>();
        for (String name : golden.propertyNames()) {
            rows.add(row(name, Files.readAllBytes(folder.resolve(name)), golden.get(name)));
        }
        rows.forEach(row -> System.out.println(row.markdown()));
        Map<Outcome, Long> counts =
                rows.stream().collect(Collectors.groupingBy(Row::outcome, TreeMap::new, Collectors.counting()));
        assertThat(counts)
                .isEqualTo(Map.of(Outcome.EXACT, 60L, Outcome.CLOSE, 1L, Outcome.NO_PIXELS, 13L, Outcome.REFUSED, 7L));
        Path page = Path.of("..", "docs", "results", "dicom-files.md");
        assertThat(Files.readAllLines(page).stream().filter(line -> line.contains(".dcm |")))
                .as("the table of " + page.getFileName())
                .isEqualTo(rows.stream().map(Row::markdown).toList());
    }

    private static Row row(String name, byte[] bytes, JsonNode want) {
        String syntax =
                syntax(want).isEmpty() ? "" : TransferSyntax.of(syntax(want)).label();
        try {
            Outcome outcome = compare(DicomFile.read(bytes, "file"), name, want);
            return new Row(name, syntax, outcome, outcome == Outcome.CLOSE ? "lossy: rounded differently" : "");
        } catch (InputException e) {
            String message = String.valueOf(e.getMessage());
            if (DAMAGED.containsKey(name)) {
                assertThat(message).contains(DAMAGED.get(name));
                return new Row(name, syntax, Outcome.REFUSED, reason(message));
            }
            assertThat(want.path("pixelData").isBoolean())
                    .as(name + ": " + e.getMessage())
                    .isTrue();
            assertThat(message).as(name).contains("pixel data, got none");
            return new Row(name, syntax, Outcome.NO_PIXELS, "");
        }
    }

    private static String reason(String message) {
        return message.substring(0, message.lastIndexOf(';')).replaceFirst("^file: ", "");
    }

    private static String syntax(JsonNode want) {
        return want.path("transferSyntax").asString("");
    }

    private static Outcome compare(DicomFile file, String name, JsonNode want) {
        int frames = DicomPixels.frames(file);
        StoredPixels first = DicomPixels.stored(file, 0);
        assertThat(want.has("error")).as(name + " is broken").isFalse();
        int size = first.values().length;
        int[] all = new int[frames * size];
        for (int f = 0; f < frames; f++) {
            System.arraycopy(DicomPixels.stored(file, f).values(), 0, all, f * size, size);
        }
        Image image = DicomPixels.image(file, frames - 1);
        assertThat(image.peak()).isEqualTo(255);
        if (frames == 1 && want.has("modalityLut")) {
            checkModality(file, name, want.get("modalityLut"));
            checkWindow(file, name, image, want.get("voiLut"));
        }
        byte[] bytes = new byte[all.length * 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(all);
        if (Digests.sha256(bytes).equals(want.get("sha256").asString())) {
            return Outcome.EXACT;
        }
        // decoders of lossy files may round differently
        assertThat(syntax(want)).as(name).isIn(TransferSyntax.JPEG_BASELINE.uid(), TransferSyntax.JPEG_2000.uid());
        double sum = 0;
        for (int v : all) {
            sum += v;
        }
        assertThat(sum / all.length).as(name).isCloseTo(want.get("mean").asDouble(), within(0.01));
        for (int i = 0; i < 8; i++) {
            assertThat(all[i]).as(name).isCloseTo(want.get("first").get(i).asInt(), within(1));
            assertThat(all[all.length / 2 + i])
                    .as(name)
                    .isCloseTo(want.get("middle").get(i).asInt(), within(1));
        }
        return Outcome.CLOSE;
    }

    private static void checkModality(DicomFile file, String name, JsonNode want) {
        float[] values = DicomPixels.modality(file, 0);
        double tolerance = 1e-6 * Math.abs(want.get("max").asDouble()) + 1e-4;
        assertThat(mean(values)).as(name).isCloseTo(want.get("mean").asDouble(), within(tolerance));
        assertThat(extreme(values, 1)).as(name).isCloseTo(want.get("max").asDouble(), within(tolerance));
        assertThat(-extreme(values, -1)).as(name).isCloseTo(want.get("min").asDouble(), within(tolerance));
    }

    /** pydicom's window goes to the whole range that the stored bits can have after the rescale. */
    private static void checkWindow(DicomFile file, String name, Image image, JsonNode want) {
        DataSet data = file.data();
        if (!data.has(Tag.WINDOW_CENTER)) {
            return;
        }
        // of the file whose header and code stream disagree, pydicom takes the range from the stream
        boolean signed = data.integer(Tag.PIXEL_REPRESENTATION, 0) == 1 && !name.equals("J2K_pixelrep_mismatch.dcm");
        double span = Math.pow(2, data.integer(Tag.BITS_STORED, 0));
        double slope = data.number(Tag.RESCALE_SLOPE, 1);
        double low = (signed ? -span / 2 : 0) * slope + data.number(Tag.RESCALE_INTERCEPT, 0);
        double expected = (want.get("mean").asDouble() - low) / ((span - 1) * slope) * 255;
        boolean inverted =
                data.string(Tag.PHOTOMETRIC_INTERPRETATION).orElse("").equals("MONOCHROME1");
        assertThat(mean(image.samples())).as(name).isCloseTo(inverted ? 255 - expected : expected, within(0.01));
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float v : values) {
            sum += v;
        }
        return sum / values.length;
    }

    private static double extreme(float[] values, int sign) {
        double most = Double.NEGATIVE_INFINITY;
        for (float v : values) {
            most = Math.max(most, sign * v);
        }
        return most;
    }

    @Test
    void everyFileOfADicomdirIsAnImage() throws Exception {
        Path folder = RealData.folder("dicom").resolve("dicomdirtests");
        int images = 0;
        try (var files = Files.walk(folder)) {
            for (Path path : files.filter(Files::isRegularFile)
                    .filter(p -> p.getFileName().toString().matches("\\d+"))
                    .toList()) {
                assertThat(DicomPixels.image(DicomFile.read(path)).width()).isEqualTo(16);
                images++;
            }
        }
        assertThat(images).isEqualTo(31);
    }
}
