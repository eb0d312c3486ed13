package org.vesalius.text;

import org.bytedeco.pytorch.Tensor;

/**
 * What a text tower reads. Shapes: B texts, T tokens (as in the batch, padding included), D the tower's size.
 *
 * @param globalBD one vector a text
 * @param tokensBTD one vector a token
 */
public record TextFeatures(Tensor globalBD, Tensor tokensBTD) {}
