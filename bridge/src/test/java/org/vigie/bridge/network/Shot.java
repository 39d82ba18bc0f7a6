package org.vigie.bridge.network;

/** One packet that a camera made, and what became of it. */
final class Shot {
  static final long NEVER = Long.MAX_VALUE;
  private static final byte[] NOT_SENT = {};

  final Source source;
  final long sequence;
  final int timestamp;
  final int frame;
  final int index;
  final int count;
  final boolean key;
  final byte[] payload;

  /** As it went over the line, protected. */
  byte[] wire = NOT_SENT;

  long sentAt = NEVER;

  /** When the bridge took it. */
  long deliveredAt = NEVER;

  /** When the bridge took a later one without it. */
  long missedAt = NEVER;

  /** When the bridge last asked for it, not counting that it said so twice. */
  long askedAt = NEVER;

  int asked;
  boolean saidTwice;
  long repeatedAt;

  /** A packet of padding only has no frame and no payload. */
  Shot(
      Source source,
      long sequence,
      int timestamp,
      int frame,
      int index,
      int count,
      boolean key,
      byte[] payload) {
    this.source = source;
    this.sequence = sequence;
    this.timestamp = timestamp;
    this.frame = frame;
    this.index = index;
    this.count = count;
    this.key = key;
    this.payload = payload;
  }

  boolean padding() {
    return count == 0;
  }

  boolean starts() {
    return key && index == 0;
  }

  boolean delivered() {
    return deliveredAt != NEVER;
  }

  @Override
  public String toString() {
    return source + " #" + sequence + " frame " + frame + " " + index + "/" + count;
  }
}
