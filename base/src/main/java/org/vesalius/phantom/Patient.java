package org.vesalius.phantom;

import java.util.List;

/**
 * One synthetic person.
 *
 * @param size all lengths against a middling adult, about 0.9 … 1.1
 * @param form a seed of everything else about the anatomy
 * @param genotype {@value Genotype#SNPS} single-nucleotide variants, 0, 1 or 2 copies of the minor allele
 */
public record Patient(
        String id, Sex sex, int age, double size, double girth, double heart, long form, List<Integer> genotype) {
    /** As the record says. */
    public enum Sex {
        F,
        M
    }

    /** List of the genotype is copied. */
    public Patient {
        genotype = List.copyOf(genotype);
    }
}
