package org.vesalius.search;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.Term;
import org.apache.lucene.queryparser.simple.SimpleQueryParser;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.vesalius.io.InputException;

/** How a question becomes documents: by vector, by words, or both lists fused, each within the filters. */
record StudyQueries(IndexSearcher searcher, Analyzer analyzer, int comparedUpTo) {
    private static final int FUSION_DEPTH = 100;

    /** Cormack, Clarke and Büttcher, SIGIR 2009: the constant of reciprocal rank fusion. */
    private static final double FUSION_CONSTANT = 60;

    /** The best {@code top}, best first. */
    List<ScoreDoc> run(IndexedStudy.Query query, int top) throws IOException {
        Query filter = filter(query);
        int deep = Math.max(top, FUSION_DEPTH);
        return switch (query.mode()) {
            case VECTOR -> byVector(query, filter, top);
            case WORDS -> byWords(query, filter, top);
            case HYBRID -> fuse(List.of(byVector(query, filter, deep), byWords(query, filter, deep)), top);
        };
    }

    private List<ScoreDoc> byVector(IndexedStudy.Query query, Query filter, int top) throws IOException {
        return NearestVectors.of(searcher, query.embedding(), filter, top, comparedUpTo);
    }

    private List<ScoreDoc> byWords(IndexedStudy.Query query, Query filter, int top) throws IOException {
        if (IndexSearcher.getMaxClauseCount() < query.words().split("\\s+").length) {
            throw InputException.of(
                    "words",
                    "at most " + IndexSearcher.getMaxClauseCount(),
                    "more",
                    "search with fewer, or by meaning (vector)");
        }
        Query words = new SimpleQueryParser(
                        analyzer,
                        Map.of("text", 1f),
                        SimpleQueryParser.PHRASE_OPERATOR | SimpleQueryParser.WHITESPACE_OPERATOR)
                .parse(query.words());
        Query both = new BooleanQuery.Builder()
                .add(words, BooleanClause.Occur.MUST)
                .add(filter, BooleanClause.Occur.FILTER)
                .build();
        return List.of(searcher.search(both, top).scoreDocs);
    }

    /** Reciprocal rank fusion: a study's score is the sum of 1 / (60 + rank) over the lists that hold it. */
    private static List<ScoreDoc> fuse(List<List<ScoreDoc>> lists, int top) {
        Map<Integer, Double> scores = new HashMap<>();
        for (List<ScoreDoc> list : lists) {
            for (int rank = 0; rank < list.size(); rank++) {
                scores.merge(list.get(rank).doc, 1 / (FUSION_CONSTANT + rank + 1), Double::sum);
            }
        }
        return scores.entrySet().stream()
                .sorted(Map.Entry.<Integer, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(top)
                .map(entry -> new ScoreDoc(entry.getKey(), entry.getValue().floatValue()))
                .toList();
    }

    private static Query filter(IndexedStudy.Query query) {
        if (query.labels().isEmpty() && query.facts().isEmpty()) {
            return MatchAllDocsQuery.INSTANCE;
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        query.labels().forEach(label -> all.add(new TermQuery(new Term("label", label)), BooleanClause.Occur.FILTER));
        query.facts()
                .forEach((name, value) ->
                        all.add(new TermQuery(new Term(StudyIndex.FACT + name, value)), BooleanClause.Occur.FILTER));
        return all.build();
    }
}
