package org.vigie.bridge.relay;

import org.vigie.bridge.api.StreamId;

/**
 * On which Loop a Stream is fed. It follows from the id alone, so that a camera that comes back,
 * and every viewer's Loop, find the Stream where it is without asking anybody.
 */
public final class Home {
  /** 2^32 over the golden ratio: spreads ids that differ in their last digit as evenly as any. */
  private static final int SPREAD = 0x9e3779b9;

  private Home() {}

  /** The Loop of this Stream, 0 to {@code loops} - 1. */
  public static int of(StreamId stream, int loops) {
    long spread = Integer.toUnsignedLong(stream.value().hashCode() * SPREAD);
    return (int) ((spread * loops) >>> Integer.SIZE);
  }
}
