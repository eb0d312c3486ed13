package org.vesalius.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConjunctionUtils;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/** The nearest vectors of an index: all are compared where there are few, else the graph is asked. Scores are cosines. */
final class NearestVectors {
    static final String FIELD = "image";

    /** Candidates that the graph search keeps beyond those asked for; more is slower and nearer to exact. */
    private static final int EXTRA_CANDIDATES = 100;

    private static final Comparator<ScoreDoc> WORST_FIRST = Comparator.<ScoreDoc>comparingDouble(doc -> doc.score)
            .thenComparing(doc -> doc.doc, Comparator.reverseOrder());

    private NearestVectors() {}

    /** Exact where the index holds at most {@code exactLimit} studies. */
    static List<ScoreDoc> of(IndexSearcher searcher, float[] vector, Query filter, int top, int exactLimit)
            throws IOException {
        List<ScoreDoc> found = searcher.getIndexReader().maxDoc() <= exactLimit
                ? exact(searcher, vector, filter, top)
                : List.of(searcher.search(new KnnFloatVectorQuery(FIELD, vector, top + EXTRA_CANDIDATES, filter), top)
                        .scoreDocs);
        for (ScoreDoc doc : found) {
            doc.score = 2 * doc.score - 1; // Lucene scores (1 + cosine) / 2
        }
        return found;
    }

    private static List<ScoreDoc> exact(IndexSearcher searcher, float[] vector, Query filter, int top)
            throws IOException {
        Weight weight = searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
        PriorityQueue<ScoreDoc> best = new PriorityQueue<>(top + 1, WORST_FIRST);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            FloatVectorValues values = leaf.reader().getFloatVectorValues(FIELD);
            Scorer passing = weight.scorer(leaf);
            if (values == null || passing == null) {
                continue;
            }
            VectorScorer scorer = values.scorer(vector);
            if (scorer == null) {
                continue;
            }
            Bits live = leaf.reader().getLiveDocs();
            DocIdSetIterator each = ConjunctionUtils.intersectIterators(List.of(passing.iterator(), scorer.iterator()));
            for (int doc = each.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = each.nextDoc()) {
                if (live == null || live.get(doc)) {
                    best.add(new ScoreDoc(leaf.docBase + doc, scorer.score()));
                    if (best.size() > top) {
                        best.poll();
                    }
                }
            }
        }
        List<ScoreDoc> found = new ArrayList<>(best);
        found.sort(WORST_FIRST.reversed());
        return found;
    }

    /** The vector of a document, or null where it has none. */
    static float @Nullable [] at(IndexSearcher searcher, int doc) throws IOException {
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            int inside = doc - leaf.docBase;
            FloatVectorValues values = leaf.reader().getFloatVectorValues(FIELD);
            if (inside >= 0 && inside < leaf.reader().maxDoc() && values != null) {
                var each = values.iterator();
                if (each.advance(inside) == inside) {
                    return values.vectorValue(each.index()).clone();
                }
            }
        }
        return null;
    }
}
