package org.vesalius.bench;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.vesalius.tokenize.ByteBpe;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.tokenize.TokenizerTrainer;
import org.vesalius.tokenize.WordPiece;

/** Tokens a second of one thread, over made-up report sentences. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class TokenizerBench {
    private static final int SENTENCES = 2000;
    private static final int LONGEST = 512;
    private static final int VOCABULARY = 2000;
    private static final String[] WORDS =
            ("the heart is normal in size there are small bilateral pleural effusions with "
                            + "adjacent atelectasis no pneumothorax endotracheal tube 4.5 cm above carina mildly increased "
                            + "interstitial markings, compatible edema cardiomediastinal silhouette unchanged since prior")
                    .split(" ");

    /** The texts and both kinds of tokenizer, trained on them. */
    @State(Scope.Thread)
    public static class Corpus {
        final List<String> texts = texts();
        final WordPiece wordPiece = TokenizerTrainer.wordPiece(texts, VOCABULARY);
        final ByteBpe byteBpe = TokenizerTrainer.byteBpe(texts, VOCABULARY);
    }

    /** The same two by Hugging Face's own library (Rust). */
    @State(Scope.Thread)
    public static class Peers extends Corpus {
        final HuggingFaceTokenizer wordPiecePeer = HuggingFacePeer.like(wordPiece);
        final HuggingFaceTokenizer byteBpePeer = HuggingFacePeer.like(byteBpe);
    }

    /** What JMH reports per second beside the passes. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Counted {
        /** Ids made, begin and end tokens included. */
        public long tokens;
    }

    /** BERT's kind. */
    @Benchmark
    public void wordPiece(Corpus corpus, Counted counted) {
        counted.tokens += pass(corpus.wordPiece, corpus.texts);
    }

    /** CLIP's kind. */
    @Benchmark
    public void byteBpe(Corpus corpus, Counted counted) {
        counted.tokens += pass(corpus.byteBpe, corpus.texts);
    }

    /** BERT's kind, Hugging Face. */
    @Benchmark
    public void wordPiecePeer(Peers peers, Counted counted) {
        counted.tokens += pass(peers.wordPiecePeer, peers.texts);
    }

    /** CLIP's kind, Hugging Face. */
    @Benchmark
    public void byteBpePeer(Peers peers, Counted counted) {
        counted.tokens += pass(peers.byteBpePeer, peers.texts);
    }

    private static long pass(HuggingFaceTokenizer tokenizer, List<String> texts) {
        long tokens = 0;
        for (String text : texts) {
            tokens += tokenizer.encode(text, true, false).getIds().length;
        }
        return tokens;
    }

    private static long pass(Tokenizer tokenizer, List<String> texts) {
        long tokens = 0;
        for (String text : texts) {
            tokens += tokenizer.encode(text, LONGEST).length;
        }
        return tokens;
    }

    private static List<String> texts() {
        var random = new Random(7);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < SENTENCES; i++) {
            var text = new StringBuilder();
            for (int w = 8 + random.nextInt(40); w > 0; w--) {
                text.append(WORDS[random.nextInt(WORDS.length)]).append(w % 9 == 0 ? ". " : " ");
            }
            texts.add(text.toString());
        }
        return texts;
    }
}
