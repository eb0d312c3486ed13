package org.vesalius.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;

/**
 * The embedded index of studies: vectors, words, filters and deletions in one Lucene directory.
 *
 * <p>On disk it is a Lucene index, one document a study. Fields: {@code key}, {@code patient} (indexed, stored), {@code row} (stored), {@code text} (English analyzer, stored), {@code label} (indexed and
 * stored, repeated), {@code fact.<name>} (indexed and stored), {@code image} (float vector of unit length, dot product). The commit's user data carry {@code vesalius.format} = {@value #FORMAT},
 * {@code vesalius.model} (SHA-256 of the weights that made the vectors) and {@code vesalius.dimension}. An index of another format is refused, and so are vectors of another model.
 */
public final class StudyIndex implements AutoCloseable {
    /** Version of the layout above. */
    static final String FACT = "fact.";

    public static final String FORMAT = "1";

    /** Up to here every vector is compared with the query. */
    private static final int EXACT_LIMIT = 200_000;

    private final FSDirectory directory;
    private final IndexWriter writer;
    private final Analyzer analyzer;
    private final Path path;
    private final String model;
    private final int dimension;
    private final SearcherManager searchers;
    private final int exactLimit;

    private StudyIndex(
            Path path,
            FSDirectory directory,
            IndexWriter writer,
            Analyzer analyzer,
            String model,
            int dimension,
            int exactLimit)
            throws IOException {
        this.path = path;
        this.directory = directory;
        this.writer = writer;
        this.analyzer = analyzer;
        this.model = model;
        this.dimension = dimension;
        this.searchers = new SearcherManager(writer, null);
        this.exactLimit = exactLimit;
    }

    /** A new index in an empty or missing folder, for vectors of {@code dimension} numbers made by the weights with digest {@code model}. */
    public static StudyIndex create(Path folder, String model, int dimension) throws IOException {
        return create(folder, model, dimension, EXACT_LIMIT);
    }

    /** The same, comparing every vector up to {@code exactLimit} studies only. */
    static StudyIndex create(Path folder, String model, int dimension, int exactLimit) throws IOException {
        if (Files.isDirectory(folder)) {
            try (var files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw InputException.of(
                            "index folder",
                            "an empty or new folder",
                            "one with files in it",
                            "name another folder, or delete this one first");
                }
            }
        }
        Files.createDirectories(folder);
        return openWriter(folder, IndexWriterConfig.OpenMode.CREATE, model, dimension, exactLimit);
    }

    /** An index that is there. */
    public static StudyIndex open(Path folder) throws IOException {
        Map<String, String> facts = facts(folder);
        String format = facts.getOrDefault("vesalius.format", "none");
        if (!format.equals(FORMAT)) {
            throw InputException.of(
                    "index",
                    "format " + FORMAT,
                    "format " + format,
                    "build it again with this version: vesalius index RUN --data DIR --out INDEX");
        }
        return openWriter(
                folder,
                IndexWriterConfig.OpenMode.APPEND,
                facts.getOrDefault("vesalius.model", ""),
                Integer.parseInt(facts.getOrDefault("vesalius.dimension", "0")),
                EXACT_LIMIT);
    }

    private static Map<String, String> facts(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw InputException.of("index", "a folder made by 'vesalius index'", "no such folder", "check the path");
        }
        try (FSDirectory directory = FSDirectory.open(folder);
                DirectoryReader reader = DirectoryReader.open(directory)) {
            return reader.getIndexCommit().getUserData();
        } catch (IndexNotFoundException e) {
            throw new InputException(
                    "index: expected a folder made by 'vesalius index', got one without an index; check the path", e);
        } catch (IndexFormatTooOldException | IndexFormatTooNewException e) {
            throw new InputException(
                    "index: written by another version of the index library; build it again: vesalius index RUN --data DIR --out INDEX",
                    e);
        }
    }

    private static StudyIndex openWriter(
            Path folder, IndexWriterConfig.OpenMode mode, String model, int dimension, int exactLimit)
            throws IOException {
        Analyzer analyzer = new EnglishAnalyzer();
        FSDirectory directory = FSDirectory.open(folder);
        try {
            // 0: a deletion rewrites every segment that holds a deleted study, however few
            IndexWriterConfig config = new IndexWriterConfig(analyzer)
                    .setOpenMode(mode)
                    .setCommitOnClose(false)
                    .setMergePolicy(new TieredMergePolicy().setForceMergeDeletesPctAllowed(0));
            IndexWriter writer = new IndexWriter(directory, config);
            writer.setLiveCommitData(new TreeMap<>(Map.of(
                            "vesalius.format",
                            FORMAT,
                            "vesalius.model",
                            model,
                            "vesalius.dimension",
                            Integer.toString(dimension)))
                    .entrySet());
            return new StudyIndex(folder, directory, writer, analyzer, model, dimension, exactLimit);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** Digest of the weights that made the vectors. */
    public String model() {
        return model;
    }

    /** Numbers in a vector. */
    public int dimension() {
        return dimension;
    }

    /** The folder on disk. */
    public Path path() {
        return path;
    }

    /** Whether it can be written to: not after {@link #close}, and not after the disk has failed. */
    public boolean isOpen() {
        return writer.isOpen();
    }

    /** Studies that are in it now. */
    public int size() throws IOException {
        return with(searcher -> searcher.getIndexReader().numDocs());
    }

    /** Adds a study, or replaces the one with its key. {@code vector} has unit length; a study without an image has none and is found by its words alone. */
    public void put(IndexedStudy study, float @Nullable [] vector) throws IOException {
        Document document = new Document();
        document.add(new StringField("key", study.key(), Field.Store.YES));
        document.add(new StringField("patient", study.patient(), Field.Store.YES));
        document.add(new StoredField("row", study.row()));
        document.add(new TextField("text", study.text(), Field.Store.YES));
        study.labels().forEach(label -> document.add(new StringField("label", label, Field.Store.YES)));
        new TreeMap<>(study.facts())
                .forEach((name, value) -> document.add(new StringField(FACT + name, value, Field.Store.YES)));
        if (vector != null) {
            checkVector(vector);
            document.add(new KnnFloatVectorField(NearestVectors.FIELD, vector, VectorSimilarityFunction.DOT_PRODUCT));
        }
        writer.updateDocument(new Term("key", study.key()), document);
    }

    /** Takes every study of a patient out, and out of the files too; returns how many there were. */
    public int deletePatient(String patient) throws IOException {
        return delete(new Term("patient", patient));
    }

    /** Takes one study out, and out of the files too; false where there is none. */
    public boolean delete(String key) throws IOException {
        return delete(new Term("key", key)) > 0;
    }

    /** Takes what was deleted or replaced out of the files; returns how many studies are left. A search that began before may hold the old files until it ends. */
    public int expunge() throws IOException {
        writer.forceMergeDeletes(true);
        commit();
        int left = size(); // the fresh searcher lets go of the old files
        writer.deleteUnusedFiles();
        return left;
    }

    private int delete(Term which) throws IOException {
        int before = size();
        writer.deleteDocuments(which);
        return before - expunge();
    }

    /** Makes what was put or deleted so far permanent. */
    public void commit() throws IOException {
        writer.commit();
    }

    /** The best {@code top} studies for a query. */
    public List<IndexedStudy.Hit> search(IndexedStudy.Query query, int top) throws IOException {
        return search(query, top, exactLimit);
    }

    /** The same by the graph of vectors, also where the index is small enough to compare them all: what its recall is measured on. */
    public List<IndexedStudy.Hit> searchByGraph(IndexedStudy.Query query, int top) throws IOException {
        return search(query, top, 0);
    }

    private List<IndexedStudy.Hit> search(IndexedStudy.Query query, int top, int comparedUpTo) throws IOException {
        if (query.mode() != IndexedStudy.Mode.WORDS) {
            checkVector(query.embedding());
        }
        return with(searcher -> {
            List<ScoreDoc> found = new StudyQueries(searcher, analyzer, comparedUpTo).run(query, top);
            List<IndexedStudy.Hit> hits = new ArrayList<>();
            for (ScoreDoc doc : found) {
                hits.add(new IndexedStudy.Hit(
                        hits.size() + 1,
                        doc.score,
                        stored(searcher.storedFields().document(doc.doc))));
            }
            return hits;
        });
    }

    /** The study of this key. */
    public Optional<IndexedStudy> find(String key) throws IOException {
        return with(searcher -> {
            ScoreDoc[] found = searcher.search(new TermQuery(new Term("key", key)), 1).scoreDocs;
            return found.length == 0
                    ? Optional.empty()
                    : Optional.of(stored(searcher.storedFields().document(found[0].doc)));
        });
    }

    /** The vector of this study; none where it has no image or is not there. */
    public Optional<float[]> vector(String key) throws IOException {
        return with(searcher -> {
            ScoreDoc[] found = searcher.search(new TermQuery(new Term("key", key)), 1).scoreDocs;
            return found.length == 0
                    ? Optional.empty()
                    : Optional.ofNullable(NearestVectors.at(searcher, found[0].doc));
        });
    }

    /** The keys of a patient's studies, sorted. */
    public List<String> keysOf(String patient) throws IOException {
        return with(searcher -> {
            List<String> keys = new ArrayList<>();
            int most = Math.max(1, searcher.getIndexReader().numDocs());
            for (ScoreDoc doc : searcher.search(new TermQuery(new Term("patient", patient)), most).scoreDocs) {
                keys.add(searcher.storedFields().document(doc.doc).get("key"));
            }
            keys.sort(null);
            return keys;
        });
    }

    /** The labels that studies have, for {@link IndexedStudy.Query#within}. */
    public SortedSet<String> labels() throws IOException {
        return with(searcher -> {
            SortedSet<String> labels = new TreeSet<>();
            Terms terms = MultiTerms.getTerms(searcher.getIndexReader(), "label");
            if (terms != null) {
                TermsEnum each = terms.iterator();
                for (BytesRef label = each.next(); label != null; label = each.next()) {
                    labels.add(label.utf8ToString());
                }
            }
            return labels;
        });
    }

    /** The names of the facts that studies have, for {@link IndexedStudy.Query#within}. */
    public SortedSet<String> facts() throws IOException {
        return with(searcher -> {
            SortedSet<String> names = new TreeSet<>();
            FieldInfos.getIndexedFields(searcher.getIndexReader()).stream()
                    .filter(field -> field.startsWith(FACT))
                    .forEach(field -> names.add(field.substring(FACT.length())));
            return names;
        });
    }

    private static IndexedStudy stored(Document document) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (IndexableField field : document.getFields()) {
            if (field.name().startsWith(FACT)) {
                facts.put(field.name().substring(FACT.length()), field.stringValue());
            }
        }
        return new IndexedStudy(
                document.get("key"),
                document.get("patient"),
                document.getField("row").numericValue().intValue(),
                document.get("text"),
                List.of(document.getValues("label")),
                facts);
    }

    /** Something that is read from the index as it is now. */
    private interface Reading<T> {
        T from(IndexSearcher searcher) throws IOException;
    }

    /** Everything that was put or deleted before is seen; any number of threads may read at once. */
    private <T> T with(Reading<T> reading) throws IOException {
        searchers.maybeRefreshBlocking();
        IndexSearcher searcher = searchers.acquire();
        try {
            return reading.from(searcher);
        } finally {
            searchers.release(searcher);
        }
    }

    private void checkVector(float[] vector) {
        if (vector.length != dimension) {
            throw InputException.of(
                    "embedding",
                    "a vector of " + dimension + " numbers",
                    vector.length + " numbers",
                    "use the model that built the index");
        }
    }

    /** Leaves the index as the last {@link #commit} left it. */
    @Override
    public void close() throws IOException {
        searchers.close();
        writer.close();
        directory.close();
        analyzer.close();
    }
}
