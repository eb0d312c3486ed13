package org.vesalius.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
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
    void theStepIsMeasuredBesideTheBareEngine() throws IOException {
        String table = Step.measured(Path.of("step_peer.py"), "clip", "small", new Step.Size(4, 1, 3, 1));
        assertThat(table).contains("clip small, batch 4", "| ours, with loading", "| the bare engine");
        assertThat(table.lines().skip(2)).allMatch(row -> row.endsWith("% |") && !row.contains("NaN"));
    }

    @Test
    void aTurnWithoutItsFirstLapsIsCounted() {
        var turn = new Laps();
        turn.add(900, 900);
        turn.add(10, 20);
        turn.add(30, 40);
        turn.add(20, 60);
        var all = new Laps();
        all.add(turn, 1);
        assertThat(all.clock()).isEqualTo(20);
        assertThat(all.processor()).isEqualTo(40);
    }

    @Test
    void theTablePutsEachBesideItsPeer() {
        assertThat(Benches.table(Map.of("A.x", 3.0, "A.xPeer", 2.0, "A.y", 1.0)))
                .contains("| A.x | 3.0 | 2.0 | 1.50 |")
                .contains("| A.y | 1.0 | - | - |");
    }
}
