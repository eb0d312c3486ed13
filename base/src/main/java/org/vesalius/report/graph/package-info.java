/** Reports as graphs of entities and relations, in RadGraph's format. */
@org.jspecify.annotations.NullMarked
package org.vesalius.report.graph;
