package org.vesalius.volume;

/** How values between voxels are found. */
public enum Interpolation {
    /** The value of the voxel that the place lies in: for masks and label maps. */
    NEAREST,
    /** Trilinear between the centres of the eight voxels around; outside of the outermost centres theirs. */
    LINEAR,
    /** Trilinear, but averaging over as much as a new voxel covers where the new grid is coarser: for shrinking without aliasing. Equal to {@link #LINEAR} where it is finer. */
    SMOOTH
}
