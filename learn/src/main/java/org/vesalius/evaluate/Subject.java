package org.vesalius.evaluate;

/**
 * Which model a number belongs to.
 *
 * @param name for people, such as a recipe's id or {@code random weights}
 * @param digest SHA-256 of its weights and specification
 */
public record Subject(String name, String digest) {}
