package org.vesalius.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.vesalius.io.InputException;
import org.vesalius.nn.Activation;
import org.vesalius.nn.Attention;
import org.vesalius.nn.Dropout;
import org.vesalius.nn.Embedding;
import org.vesalius.nn.Init;
import org.vesalius.nn.LayerNorm;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Mlp;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;

/**
 * BERT: Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding", NAACL 2019, arXiv 1810.04805; norms after each block, exact GELU. Keys are Hugging Face's
 * ({@code embeddings.word_embeddings.weight}, {@code encoder.layer.0.attention.self.query.weight}, …) without a leading {@code bert.}. Shapes: B texts, T tokens, D size.
 */
public final class Bert implements TextTower {
    private static final Init NORMAL = new Init.Normal(0.02);

    private static final class Block {
        private final Params params;
        private final BertConfig config;
        private final Linear query;
        private final Linear key;
        private final Linear value;
        private final Linear attended;
        private final LayerNorm attendedNorm;
        private final Mlp mlp;
        private final LayerNorm outputNorm;
        private final Dropout dropout;

        private Block(Params params, BertConfig config) {
            this.params = params;
            this.config = config;
            int size = config.size();
            query = linear(params.at("attention").at("self").at("query"), size, size);
            key = linear(params.at("attention").at("self").at("key"), size, size);
            value = linear(params.at("attention").at("self").at("value"), size, size);
            attended = linear(params.at("attention").at("output").at("dense"), size, size);
            attendedNorm = LayerNorm.of(params.at("attention").at("output").at("LayerNorm"), size, config.epsilon());
            mlp = Mlp.of(
                    linear(params.at("intermediate").at("dense"), size, config.intermediate()),
                    Activation.GELU,
                    linear(params.at("output").at("dense"), config.intermediate(), size));
            outputNorm = LayerNorm.of(params.at("output").at("LayerNorm"), size, config.epsilon());
            dropout = Dropout.of(params, config.dropout());
        }

        private Tensor firstLooks(Tensor xBTD, Tensor mask) {
            try (var _ = Gradients.off()) {
                return Scope.returning(
                        () -> Attention.firstLooks(query.forward(xBTD), key.forward(xBTD), config.heads(), mask));
            }
        }

        private Tensor forward(Tensor xBTD, Tensor mask) {
            return Scope.returning(() -> {
                Tensor mixed = Attention.multiHead(
                        query.forward(xBTD),
                        key.forward(xBTD),
                        value.forward(xBTD),
                        config.heads(),
                        mask,
                        params.training() ? config.dropout() : 0);
                Tensor middle = attendedNorm.forward(
                        dropout.forward(attended.forward(mixed)).add(xBTD));
                return outputNorm.forward(dropout.forward(mlp.forward(middle)).add(middle));
            });
        }
    }

    private final BertConfig config;
    private final Embedding words;
    private final Embedding positions;
    private final Embedding types;
    private final LayerNorm embeddingNorm;
    private final Dropout dropout;
    private final List<Block> blocks = new ArrayList<>();
    private final Optional<Linear> pooler;

    /** A tower on {@code params}, filled with normal values of deviation 0.02. */
    public Bert(Params params, BertConfig config) {
        this.config = config;
        Params embeddings = params.at("embeddings");
        words = Embedding.of(embeddings.at("word_embeddings"), config.vocabulary(), config.size(), NORMAL);
        positions = Embedding.of(embeddings.at("position_embeddings"), config.positions(), config.size(), NORMAL);
        types = Embedding.of(embeddings.at("token_type_embeddings"), config.types(), config.size(), NORMAL);
        embeddingNorm = LayerNorm.of(embeddings.at("LayerNorm"), config.size(), config.epsilon());
        dropout = Dropout.of(params, config.dropout());
        for (int i = 0; i < config.layers(); i++) {
            blocks.add(new Block(params.at("encoder").at("layer").at(i), config));
        }
        pooler = config.pooling() == BertConfig.Pooling.POOLER
                ? Optional.of(linear(params.at("pooler").at("dense"), config.size(), config.size()))
                : Optional.empty();
    }

    @Override
    public TextFeatures encode(TokenBatch tokens) {
        try (var scope = Scope.open()) {
            List<Tensor> layers = layers(tokens);
            return new TextFeatures(
                    scope.release(pool(layers.getLast(), tokens.maskBT())),
                    scope.release(layers.getLast()),
                    scope.release(firstLooks(layers, tokens)));
        }
    }

    /** The embedding's output and then each block's, every one [B, T, D]. */
    public List<Tensor> layers(TokenBatch tokens) {
        long length = tokens.idsBT().size(1);
        if (length > config.positions()) {
            throw InputException.of(
                    "text length", "at most " + config.positions() + " tokens", length + "", "truncate the texts");
        }
        return Scope.returningAll(() -> {
            Tensor mask = Attention.padding(tokens.maskBT());
            List<Tensor> outputs = new ArrayList<>();
            outputs.add(embed(tokens.idsBT()));
            for (Block block : blocks) {
                outputs.add(block.forward(outputs.getLast(), mask));
            }
            return outputs;
        });
    }

    /** How much the first token attends to each in the last block, the mean over heads, without gradient, from what {@link #layers} gave: [B, T]. */
    public Tensor firstLooks(List<Tensor> layers, TokenBatch tokens) {
        return Scope.returning(
                () -> blocks.getLast().firstLooks(layers.get(layers.size() - 2), Attention.padding(tokens.maskBT())));
    }

    private Tensor embed(Tensor idsBT) {
        return Scope.returning(() -> {
            Tensor place = positions
                    .weight()
                    .narrow(0, 0, idsBT.size(1))
                    .add(types.weight().select(0, 0));
            return dropout.forward(embeddingNorm.forward(words.forward(idsBT).add(place)));
        });
    }

    private Tensor pool(Tensor tokensBTD, Tensor maskBT) {
        return Scope.returning(() -> switch (config.pooling()) {
            case CLS -> tokensBTD.select(1, 0);
            case MEAN -> mean(tokensBTD, maskBT);
            case POOLER -> pooler.orElseThrow().forward(tokensBTD.select(1, 0)).tanh();
        });
    }

    private static Tensor mean(Tensor tokensBTD, Tensor maskBT) {
        Tensor weightsBT1 = maskBT.to(ScalarType.Float).unsqueeze(2);
        return tokensBTD.mul(weightsBT1).sum(1).div(weightsBT1.sum(1));
    }

    @Override
    public int size() {
        return config.size();
    }

    private static Linear linear(Params params, int in, int out) {
        return Linear.of(params, in, out, NORMAL, Init.zeros());
    }
}
