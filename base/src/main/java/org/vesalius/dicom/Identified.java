package org.vesalius.dicom;

/**
 * Something that says who a patient is. Whoever holds it can pass it on; {@code IdentityBoundaryTest} sees to it that only this package and {@code identity} open it, and that only they, the command {@code deidentify} and
 * the intake of a service name it. It does not print what it holds, and nothing of it goes into JSON.
 */
public final class Identified<T> {
    private final T value;

    private Identified(T value) {
        this.value = value;
    }

    /** Wraps what comes from outside. */
    public static <T> Identified<T> of(T value) {
        return new Identified<>(value);
    }

    /** A DICOM file in memory; {@code what} names it in errors. */
    public static Identified<DicomFile> dicom(byte[] file, String what) {
        return of(DicomFile.read(file, what));
    }

    /** For the code that removes the identity. */
    public T open() {
        return value;
    }

    @Override
    public String toString() {
        return "(identified)";
    }
}
