package org.vesalius.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.image.Resize;
import org.vesalius.io.InputException;
import org.vesalius.search.FilmFolder;
import org.vesalius.search.IndexFolder;
import org.vesalius.search.IndexedStudy;
import org.vesalius.search.StudyIndex;

/**
 * The studies of the service: the live index and the films. Searches run beside each other and beside one writer; what {@link #put} or a deletion has returned from is on disk.
 */
final class StudyStore implements AutoCloseable {
    /** Longer side of a film that is kept for reading, in pixels. */
    private static final int SHOWN_SIDE = 1024;

    private final StudyIndex index;
    private final FilmFolder films;
    private final ReentrantLock writing = new ReentrantLock();

    private StudyStore(StudyIndex index, FilmFolder films) {
        this.index = index;
        this.films = films;
    }

    /** Opens an index whose vectors this model made; a new one where the folder is not there. */
    static StudyStore open(Path folder, String model, int dimension) throws IOException {
        Path lucene = IndexFolder.lucene(folder);
        StudyIndex index;
        if (lucene.toFile().isDirectory()) {
            index = StudyIndex.open(lucene);
        } else {
            index = StudyIndex.create(lucene, model, dimension);
            index.commit(); // an empty one can be opened again
        }
        if (!index.model().equals(model)) {
            index.close();
            throw InputException.of(
                    "model",
                    "the weights that built this index",
                    "others",
                    "name the right run with --model, or build the index again");
        }
        FilmFolder films = new FilmFolder(IndexFolder.films(folder));
        for (String key : films.keys()) {
            if (index.find(key).isEmpty()) { // a killed process had put them, or was deleting them
                films.delete(key);
            }
        }
        return new StudyStore(index, films);
    }

    /** Adds a study, or replaces the one of its key. Films are kept, greyscale, at most {@value #SHOWN_SIDE} pixels at the longer side. */
    void put(IndexedStudy study, float @Nullable [] vector, List<Image> pictures) throws IOException {
        List<byte[]> shown = new ArrayList<>();
        for (Image picture : pictures) {
            shown.add(ImageFiles.png(small(picture.toGrey().withPeak(255))));
        }
        writing.lock();
        try {
            films.put(study.key(), shown);
            boolean replaced = index.find(study.key()).isPresent();
            index.put(study, vector);
            index.commit();
            if (replaced) {
                index.expunge(); // what a replaced report said leaves the files too
            }
        } finally {
            writing.unlock();
        }
    }

    private static Image small(Image image) {
        int longer = Math.max(image.width(), image.height());
        if (longer <= SHOWN_SIDE) {
            return image;
        }
        double scale = (double) SHOWN_SIDE / longer;
        return Resize.resize(
                image,
                Math.max(1, (int) Math.round(image.width() * scale)),
                Math.max(1, (int) Math.round(image.height() * scale)),
                Resize.Filter.BICUBIC);
    }

    /** A study by its key. */
    Optional<IndexedStudy> find(String key) throws IOException {
        return index.find(key);
    }

    /** The vector of a study's front film. */
    Optional<float[]> vector(String key) throws IOException {
        return index.vector(key);
    }

    List<IndexedStudy.Hit> search(IndexedStudy.Query query, int top) throws IOException {
        return index.search(query, top);
    }

    /** Takes one study out of index and files; false where there is none. */
    boolean delete(String key) throws IOException {
        writing.lock();
        try {
            boolean there = index.delete(key);
            if (FilmFolder.isKey(key)) {
                films.delete(key);
            }
            return there;
        } finally {
            writing.unlock();
        }
    }

    /** Takes all studies of a patient out of index and files; how many there were. */
    int deletePatient(String patient) throws IOException {
        writing.lock();
        try {
            for (String key : index.keysOf(patient)) {
                films.delete(key);
            }
            return index.deletePatient(patient);
        } finally {
            writing.unlock();
        }
    }

    /** Films of a study. */
    int filmCount(String key) throws IOException {
        return FilmFolder.isKey(key) ? films.count(key) : 0;
    }

    /** The file of a film that is there. */
    Optional<Path> film(String key, int number) {
        if (!FilmFolder.isKey(key)) {
            return Optional.empty();
        }
        return Optional.of(films.film(key, number)).filter(file -> file.toFile().isFile());
    }

    StudyIndex index() {
        return index;
    }

    @Override
    public void close() throws IOException {
        writing.lock(); // whoever writes has written
        try {
            index.close();
        } finally {
            writing.unlock();
        }
    }
}
