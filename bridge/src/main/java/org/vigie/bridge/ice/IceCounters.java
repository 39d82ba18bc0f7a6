package org.vigie.bridge.ice;

/**
 * What an {@link IceLite} has seen, in STUN messages.
 *
 * @param valid requests with valid integrity
 * @param indications Binding indications, which are accepted and change nothing (RFC 8445, section
 *     11)
 * @param malformed could not be read, or FINGERPRINT did not match
 * @param unauthenticated refused with 400 or 401: USERNAME or MESSAGE-INTEGRITY missing or wrong
 * @param unexpected responses and methods other than Binding
 * @param unknownAttribute refused with 420
 * @param roleConflict refused with 487
 * @param evicted Paths forgotten because of too many
 */
public record IceCounters(
    long valid,
    long indications,
    long malformed,
    long unauthenticated,
    long unexpected,
    long unknownAttribute,
    long roleConflict,
    long evicted) {}
