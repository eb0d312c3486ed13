package org.vesalius.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/** Reference: ONNX Runtime on the very same file. */
final class BgeSmallTest {
    // token ids of different lengths, first and last the special tokens of BERT's uncased vocabulary
    private static final List<int[]> TEXTS = List.of(
            new int[] {101, 2053, 2895, 2030, 22520, 1012, 102},
            new int[] {101, 2235, 2187, 20228, 5657, 7941, 1041, 4246, 14499, 2007, 12598, 12731, 8153, 2389, 12983, 102
            },
            new int[] {101, 102});

    @Test
    void equalsOnnxRuntimeOnTheSameFile() throws InterruptedException {
        float[][][] expected = onALargeStack(BgeSmallTest::oracle);
        try (Params params = Params.create(0);
                var _ = Scope.open();
                var _ = Gradients.off()) {
            Bert bert = BgeSmall.load(params);
            params.training(false);
            TextFeatures features = bert.encode(TokenBatch.of(TEXTS, 0));
            float[] got = Tensors.floats(features.tokensBTD());
            int longest = expected[0].length;
            for (int b = 0; b < TEXTS.size(); b++) {
                for (int t = 0; t < TEXTS.get(b).length; t++) {
                    for (int d = 0; d < bert.size(); d++) {
                        assertThat(got[(b * longest + t) * bert.size() + d])
                                .isCloseTo(expected[b][t][d], within(1e-4f));
                    }
                }
            }
            assertThat(Tensors.rows(features.globalBD())[1][5]).isCloseTo(expected[1][0][5], within(1e-4f));
            assertThat(params.count()).isEqualTo(33_212_160);
        }
    }

    /** ONNX Runtime 1.29 matches the process's command line by a recursive regular expression: a long class path there overflows a usual stack. */
    private static float[][][] onALargeStack(Callable<float[][][]> work) throws InterruptedException {
        FutureTask<float[][][]> task = new FutureTask<>(work);
        Thread thread = new Thread(null, task, "onnxruntime", 1L << 30);
        thread.start();
        thread.join();
        return task.resultNow();
    }

    private static float[][][] oracle() throws IOException, OrtException {
        byte[] model;
        try (InputStream stream = BgeSmall.class.getResourceAsStream("/bge-small-en-v1.5.onnx")) {
            assertThat(stream).isNotNull();
            model = stream.readAllBytes();
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model);
                var _ = Scope.open()) {
            TokenBatch batch = TokenBatch.of(TEXTS, 0);
            try (OnnxTensor ids = OnnxTensor.createTensor(environment, rows(batch.idsBT()));
                    OnnxTensor mask = OnnxTensor.createTensor(environment, rows(batch.maskBT()));
                    OnnxTensor types = OnnxTensor.createTensor(
                            environment, rows(batch.maskBT().sub(batch.maskBT())));
                    OrtSession.Result result =
                            session.run(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
                return (float[][][]) result.get(0).getValue();
            }
        }
    }

    private static long[][] rows(Tensor tensor) {
        long[] all = Tensors.longs(tensor);
        int width = Math.toIntExact(tensor.size(1));
        long[][] rows = new long[Math.toIntExact(tensor.size(0))][width];
        for (int i = 0; i < all.length; i++) {
            rows[i / width][i % width] = all[i];
        }
        return rows;
    }

    @Test
    void aFileThatIsNoModelIsNamed() {
        assertThatThrownBy(() -> OnnxWeights.read("not a model".getBytes(StandardCharsets.US_ASCII)))
                .hasMessageStartingWith("onnx model: expected a protobuf message");
        assertThatThrownBy(() -> OnnxWeights.read(new byte[0])).hasMessageContaining("expected a graph");
    }
}
