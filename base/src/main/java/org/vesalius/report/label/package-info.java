/** Labels from report text by rules: which phrase, which rule, where. */
@org.jspecify.annotations.NullMarked
package org.vesalius.report.label;
