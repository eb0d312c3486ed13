package org.vesalius.identity;

/** What in a text says who somebody is. */
public enum Phi {
    /** Names of patients, relatives and staff. */
    NAME,
    /** Initials of known people and of typists. */
    INITIALS,
    /** Days, months and years of events. */
    DATE,
    /** Ages over 89. */
    AGE,
    /** Record, accession, insurance and other numbers. */
    NUMBER,
    /** Telephone, fax and pager numbers. */
    PHONE,
    /** Addresses of mail, network and web. */
    ADDRESS,
    /** Streets, towns, hospitals, rooms. */
    PLACE
}
