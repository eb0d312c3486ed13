package org.vesalius.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every benchmark runs, and what is compared does the same work. */
class BenchesTest {
    @Test
    void bothTokenizersGiveAsManyIds() {
        var bench = new TokenizerBench();
        var peers = new TokenizerBench.Peers();
        var ours = new TokenizerBench.Counted();
        var theirs = new TokenizerBench.Counted();
        bench.wordPiece(peers, ours);
        bench.wordPiecePeer(peers, theirs);
        assertThat(ours.tokens).isPositive().isEqualTo(theirs.tokens);
        bench.byteBpe(peers, ours);
        bench.byteBpePeer(peers, theirs);
        assertThat(ours.tokens).isEqualTo(theirs.tokens);
    }

    @Test
    void bothAreaAveragesGiveTheSamePicture() {
        var bench = new ResizeBench();
        float[] ours = bench.box().samples();
        var theirs = bench.boxPeer().getRaster();
        double difference = 0;
        for (int i = 0; i < ours.length; i++) {
            difference += Math.abs(ours[i] - theirs.getSample(i / 3 % 224, i / 3 / 224, i % 3));
        }
        // of noise; the JDK weighs cut pixels by their share, Pillow's BOX takes whole ones
        assertThat(difference / ours.length).isLessThan(3);
        assertThat(bench.bicubic().width()).isEqualTo(bench.bicubicPeer().getWidth());
    }

    @Test
    void bothReadersSeeEveryPixel() throws IOException {
        var bench = new FilesBench();
        var disk = new FilesBench.OnDisk();
        try {
            assertThat(bench.shard(disk)).isPositive().isEqualTo(bench.shardPeer(disk));
            assertThat(bench.dicom(disk).samples().length)
                    .isPositive()
                    .isLessThanOrEqualTo(bench.dicomPeer(disk).length);
        } finally {
            disk.remove();
        }
        assertThat(disk.folder).doesNotExist();
    }

    @Test
    void theTablePutsEachBesideItsPeer() {
        assertThat(Benches.table(Map.of("A.x", 3.0, "A.xPeer", 2.0, "A.y", 1.0)))
                .contains("| A.x | 3.0 | 2.0 | 1.50 |")
                .contains("| A.y | 1.0 | - | - |");
    }
}
