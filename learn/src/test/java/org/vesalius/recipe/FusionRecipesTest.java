package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vesalius.recipe.RecipesTest.parameters;

import org.junit.jupiter.api.Test;

/** The full-size plans of recipes whose sides meet before the loss have the parameters of their published parts. */
class FusionRecipesTest {
    private static final long RESNET_50 = 25_557_032 - (2048 * 1000 + 1000); // torchvision's, without the classifier
    private static final long LAYER_4 = 14_964_736;
    private static final long BERT_BASE = 109_482_240 - 768 * 769; // uncased vocabulary of 30,522, without the pooler
    private static final long BERT_CASED = 108_310_272 - 768 * 769; // of 28,996
    private static final long MLM_HEAD = 109_514_298 - BERT_BASE; // what BertForMaskedLM has beyond the tower

    private static long biovilText() {
        return BERT_BASE + (768 * 128 + 128) + 2 * 128 + (128 * 128 + 128);
    }

    private static long biovilHead(long in) {
        return in * 128 + 2 * 128 + (128 * 128 + 128);
    }

    @Test
    void biovil() {
        long temperatures = 2;
        assertThat(parameters(new Biovil().plan("resnet50")))
                .isEqualTo(RESNET_50 + biovilHead(2048) + biovilText() + MLM_HEAD + temperatures);
    }

    @Test
    void biovilt() {
        long block = 4 * 256 + 4L * 256 * 256 + 256 + 2 * (256 * 256 + 256L);
        long pair = 2048 * 256 + 256 + 2 * 256 + 3 * block + 2 * 256;
        long guide = (128 * 768 + 768) + 2 * 768 + 4L * 768 * 768 + 4 * 768;
        assertThat(parameters(new Biovilt().plan("resnet50")))
                .isEqualTo(RESNET_50 + pair + biovilHead(512) + biovilText() + MLM_HEAD + guide + 2);
    }

    @Test
    void medklip() {
        long positions = (512 - 128) * 768; // 128 are kept
        long heads = (1024 * 1024 + 1024) + (1024 * 256 + 256) + (768 * 256 + 256);
        long attention = 4L * 256 * 256 + 4 * 256;
        long layer = 2 * attention + (2L * 256 * 1024 + 1024 + 256) + 3 * 2 * 256;
        long decoder = 4 * layer + 2 * 256 + (256 * 2 + 2);
        long place = 256 * 768 + 768;
        assertThat(parameters(new Medklip().plan("resnet50")))
                .isEqualTo(RESNET_50 - LAYER_4 + BERT_CASED - positions + heads + decoder + place);
    }

    @Test
    void maple() {
        long clip = 149_620_737; // OpenAI's ViT-B/16, logit scale included
        long prompts = 9 * 2 * 512 + 9L * (512 * 768 + 768);
        assertThat(parameters(new Maple().plan("vit-b-16"))).isEqualTo(clip + prompts);
    }

    @Test
    void prior() {
        long image = RESNET_50 - 2 * 64 * 49; // one channel
        long pool = 4L * 2048 * 2048 + 4 * 2048;
        long heads = 2 * (2048 * 768 + 768) + 2 * (768 * 768 + 768);
        long positions = (512 - 256) * 768;
        long local = 6 * (768 * 768 + 768) + (768 * 384 + 384) + (384 * 768 + 768);
        long attention = 4L * 768 * 768 + 4 * 768;
        long layer = 2 * attention + (2L * 768 * 3072 + 3072 + 768) + 3 * 2 * 768;
        long sentences = 512 * 768 + 16 * 768 + 8 * layer + 2 * 768;
        long painter = (2 * 768 * 768 + 768) + (768 * 1024 + 1024);
        assertThat(parameters(new Prior().plan("stage3")))
                .isEqualTo(image + pool + heads + BERT_CASED - positions + local + sentences + painter + 2);
    }
}
