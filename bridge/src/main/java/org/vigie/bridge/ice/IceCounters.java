package org.vigie.bridge.ice;

/**
 * What an {@link IceLite} has seen, in STUN messages.
 *
 * @param valid requests and indications with valid integrity
 * @param malformed could not be decoded, or FINGERPRINT did not match
 * @param unauthenticated USERNAME or MESSAGE-INTEGRITY missing or wrong
 * @param unexpected responses and methods other than Binding
 * @param unknownAttribute refused with 420
 * @param roleConflict refused with 487
 * @param evicted Paths forgotten because of too many
 */
public record IceCounters(
    long valid,
    long malformed,
    long unauthenticated,
    long unexpected,
    long unknownAttribute,
    long roleConflict,
    long evicted) {}
