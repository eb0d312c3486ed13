/** DICOM files: data sets, transfer syntaxes, and the pixel pipeline of PS3.3 (modality LUT, VOI LUT, photometric). */
@NullMarked
package org.vesalius.dicom;

import org.jspecify.annotations.NullMarked;
