package org.vigie.signaling.session;

/**
 * Something that is wrong for now, and what to do about it.
 *
 * @param code stable name, such as {@code no-stun}
 * @param detail what was seen
 * @param remedy what to do
 */
public record Fault(String code, String detail, String remedy) {}
