package org.vesalius.shard;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.vesalius.dataset.TinyPictures;
import org.vesalius.image.Image;
import org.vesalius.image.Resize;

class FingerprintTest {
    @Test
    void aResizedAndDarkenedCopyLooksTheSame() {
        Image image = TinyPictures.of(340, 320, 1);
        Image small = Resize.resize(image, 170, 160, Resize.Filter.BICUBIC);
        float[] darker = small.samples().clone();
        for (int i = 0; i < darker.length; i++) {
            darker[i] = darker[i] * 0.8f;
        }
        Image copy = Image.grey(170, 160, 255, darker);
        assertTrue(Fingerprint.of(image).near(Fingerprint.of(copy)));
        assertTrue(Fingerprint.of(copy).near(Fingerprint.of(image)));
    }

    @Test
    void otherPicturesAndMirrorImagesDoNot() {
        Image image = TinyPictures.of(340, 320, 1);
        assertFalse(Fingerprint.of(image).near(Fingerprint.of(TinyPictures.of(340, 320, 2))));
        assertFalse(Fingerprint.of(image).near(Fingerprint.of(image.flip())));
    }

    @Test
    void anEmptyPictureSaysNothing() {
        assertTrue(Fingerprint.of(Image.grey(30, 30, 255, new float[900])).blank());
        assertFalse(Fingerprint.of(TinyPictures.of(30, 30, 1)).blank());
    }
}
