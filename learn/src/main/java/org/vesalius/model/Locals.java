package org.vesalius.model;

/** By which heads patches and tokens come into the joint space. */
public enum Locals {
    /** By those of the whole image and the whole text, so that all share one space. */
    SHARED,
    /** By heads of their own, of the same form (GLoRIA, LoVT, MGCA): patches and tokens share a space apart from that of images and texts. */
    OWN
}
