/** WebDataset shards with a manifest: how a prepared data set lies on disk. */
@NullMarked
package org.vesalius.shard;

import org.jspecify.annotations.NullMarked;
