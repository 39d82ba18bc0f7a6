package org.vigie.signaling.sdp;

import java.util.Locale;
import java.util.Optional;

/**
 * Which way media, or a header extension, goes (RFC 8866, section 6.7), as the writer of the line
 * sees it.
 */
public enum Direction implements Attribute {
  SENDRECV,
  SENDONLY,
  RECVONLY,
  INACTIVE;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The direction with this name. */
  public static Optional<Direction> named(String word) {
    for (Direction each : values()) {
      if (each.word.equals(word)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** Whether the writer sends. */
  public boolean sends() {
    return this == SENDRECV || this == SENDONLY;
  }

  /** Whether the writer receives. */
  public boolean receives() {
    return this == SENDRECV || this == RECVONLY;
  }

  @Override
  public String attributeName() {
    return word;
  }

  @Override
  public String attributeValue() {
    return "";
  }
}
