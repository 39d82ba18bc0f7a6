package org.vigie.signaling.session;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that is wrong for now, and what to do about it.
 *
 * @param code stable name, such as {@code no-stun}
 * @param detail what was seen
 * @param remedy what to do
 * @param track {@code audio} or {@code video}, if it is about one
 * @param extension the header extension that it is about, if any
 * @param since when it was noticed, if that is known
 */
public record Fault(
    String code,
    String detail,
    String remedy,
    Optional<String> track,
    Optional<String> extension,
    Optional<Instant> since) {
  /** One of the whole Session. */
  public Fault(String code, String detail, String remedy) {
    this(code, detail, remedy, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
