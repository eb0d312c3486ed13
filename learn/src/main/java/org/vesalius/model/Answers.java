package org.vesalius.model;

import org.bytedeco.pytorch.Tensor;

/**
 * What questions found in images. Shapes: B images, Q questions, N patches, D joint size.
 *
 * @param outBQD each question's vector after it has looked
 * @param logitsBQ2 of no and of yes
 * @param mapBQN where each looked, the mean over layers and heads: rows sum to one
 */
public record Answers(Tensor outBQD, Tensor logitsBQ2, Tensor mapBQN) {}
