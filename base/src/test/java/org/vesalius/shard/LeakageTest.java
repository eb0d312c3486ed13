package org.vesalius.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyImage;
import org.vesalius.dataset.TinyPictures;
import org.vesalius.dataset.View;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.image.Resize;
import org.vesalius.io.Progress;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

class LeakageTest {
    @TempDir
    Path dir;

    private final List<Leakage.Leak> leaks = new ArrayList<>();

    private static String words(int from, int number) {
        return IntStream.range(from, from + number).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));
    }

    private static Study text(String patient, String study, String text) {
        return Study.of(patient, study).withReport(Report.of(Section.TEXT, text));
    }

    private Study film(String patient, String study, Image picture) throws IOException {
        Path file = dir.resolve(study + ".png");
        ImageFiles.writePng(file, picture);
        return Study.of(patient, study).withImages(List.of(StudyImage.of("0", file, View.PA)));
    }

    private LeakageSide side(DatasetCard.Access access, Study... studies) {
        return new LeakageSide.Raw(dir, new TinySet(access, List.of(studies)), ReadOptions.defaults(), null);
    }

    private Leakage.Found between(LeakageSide a, LeakageSide b) throws IOException {
        return Leakage.between(a, b, true, 2, Progress.SILENT, leaks::add);
    }

    @Test
    void textsAreEqualNearOrOthers() throws IOException {
        LeakageSide a = side(
                DatasetCard.Access.OPEN,
                text("1", "a", words(0, 40)),
                text("2", "b", "Short text."),
                text("3", "c", words(100, 40)));
        LeakageSide b = side(
                DatasetCard.Access.OPEN,
                text("11", "k", words(0, 40).replace(" ", "  ").toUpperCase(Locale.ROOT)),
                text("12", "l", "short text."),
                text("13", "m", words(100, 39) + " end"),
                text("14", "n", words(200, 40)),
                Study.of("15", "o"));
        Leakage.Found found = between(a, b);
        assertEquals(2, found.equalTexts());
        assertEquals(1, found.equalLongTexts());
        assertEquals(1, found.nearTexts());
        assertEquals(new Leakage.Size(5, 5, 4, 3, 0), found.b());
        assertFalse(found.clean());
        Leakage.Leak near = leaks.getLast();
        assertEquals(3, near.rowA());
        assertEquals(3, near.rowB());
        assertTrue(near.similarity() > 0.8 && near.similarity() < 1, near.toString());
    }

    @Test
    void picturesAreFoundAgainWhenTheyAreMadeSmallerAndDarker() throws IOException {
        Image film = TinyPictures.of(340, 320, 1);
        Image small = Resize.resize(film, 170, 160, Resize.Filter.BICUBIC);
        LeakageSide a = side(
                DatasetCard.Access.OPEN,
                film("1", "a", film),
                film("2", "b", Image.grey(40, 40, 255, new float[1600])));
        LeakageSide b = side(
                DatasetCard.Access.OPEN,
                film("11", "k", film),
                film("12", "l", small),
                film("13", "m", TinyPictures.of(340, 320, 2)),
                film("14", "n", Image.grey(40, 40, 255, new float[1600])));
        Leakage.Found found = between(a, b);
        assertEquals(1, found.equalPictures());
        assertEquals(1, found.nearPictures());
        assertEquals(List.of(1, 2), leaks.stream().map(Leakage.Leak::rowB).toList());
    }

    @Test
    void patientsAndStudiesAreSharedByTheKeysOfOneSet() throws IOException {
        Study[] studies = {
            text("1", "a", "A."), text("1", "b", "B."), text("2", "c", "C."), text("row 7", "row 7", "D.")
        };
        Study[] others = {text("1", "x", "X."), text("1", "y", "Y."), text("3", "c", "Z."), text("row 7", "row 7", "W.")
        };
        Leakage.Found found = between(side(DatasetCard.Access.OWN, studies), side(DatasetCard.Access.OWN, others));
        assertTrue(found.keysComparable());
        assertEquals(1, found.patients());
        assertEquals(1, found.studies());
        Leakage.Found mixed = between(side(DatasetCard.Access.OWN, studies), side(DatasetCard.Access.OPEN, others));
        assertFalse(mixed.keysComparable());
        assertEquals(0, mixed.patients() + mixed.studies());
    }

    @Test
    void aPreparedSetIsComparedWithItsSourceAndItsSplitsAreClean() throws IOException {
        List<Study> studies = TinySet.studies(dir);
        TinySet set = new TinySet(DatasetCard.Access.OPEN, studies);
        Path out = dir.resolve("out");
        Preparation.run(set, dir.resolve("in"), out, PrepareOptions.defaults(), Progress.SILENT);
        LeakageSide raw = new LeakageSide.Raw(dir, set, ReadOptions.defaults(), null);
        Leakage.Found all = between(raw, new LeakageSide.Prepared(out, null));
        assertEquals(studies.size(), all.studies());
        assertEquals(TinySet.PATIENTS, all.patients());
        assertEquals(all.b().pictures(), all.equalPictures() + all.nearPictures());
        Leakage.Found splits =
                between(new LeakageSide.Prepared(out, Split.TRAIN), new LeakageSide.Prepared(out, Split.TEST));
        assertTrue(splits.keysComparable());
        assertEquals(0, splits.patients() + splits.studies() + splits.equalPictures());
        assertTrue(splits.b().studies() > 0);
    }
}
