/** The rules by which published code cuts a plain-text report into sections and cleans it, each under its own name, so that its numbers can be reproduced. */
@org.jspecify.annotations.NullMarked
package org.vesalius.report.section;
