package org.vigie.bridge.forward;

import org.vigie.bridge.api.PayloadFormat;

/**
 * A key frame of a Layer and all that has followed it: what a viewer needs to start with. It only
 * counts; the packets are in the Layer's history.
 */
final class KeyFrameGroup {
  /** Says that nothing has to be kept. */
  static final long NO_CHUNK = Long.MAX_VALUE;

  private boolean held;
  private PayloadFormat format = Decision.NO_FORMAT;
  private long first;
  private int firstTimestamp;
  private long firstChunk = NO_CHUNK;
  private long sinceNanos;
  private int pixels;
  private boolean followed;
  private int packets;
  private long bytes;

  /** Begins with this packet, which is in that chunk. */
  void begin(long nowNanos, IncomingPacket packet, long chunk) {
    held = true;
    format = packet.format();
    first = packet.sequence();
    firstTimestamp = packet.rtp().timestamp();
    firstChunk = chunk;
    sinceNanos = nowNanos;
    pixels = packet.pixels();
    followed = false;
    packets = 1;
    bytes = packet.rtp().length();
  }

  /** A packet was stored; one from before the key frame changes nothing. */
  void add(long sequence, int timestamp, int length, long chunk) {
    if (held && sequence > first) {
      packets++;
      bytes += length;
      firstChunk = Math.min(firstChunk, chunk);
      followed |= timestamp - firstTimestamp > 0;
    }
  }

  /** Becomes what the other is. */
  void become(KeyFrameGroup other) {
    held = other.held;
    format = other.format;
    first = other.first;
    firstTimestamp = other.firstTimestamp;
    firstChunk = other.firstChunk;
    sinceNanos = other.sinceNanos;
    pixels = other.pixels;
    followed = other.followed;
    packets = other.packets;
    bytes = other.bytes;
  }

  void clear() {
    held = false;
    firstChunk = NO_CHUNK;
  }

  /** Whether there is one; nothing else has a meaning if not. */
  boolean held() {
    return held;
  }

  /** Whether another picture has followed, so that what began as a key frame was one. */
  boolean followed() {
    return followed;
  }

  /** The oldest chunk of the history with a packet of it, {@link #NO_CHUNK} if not held. */
  long firstChunk() {
    return firstChunk;
  }

  PayloadFormat format() {
    return format;
  }

  /** The sequence number of its first packet. */
  long first() {
    return first;
  }

  int firstTimestamp() {
    return firstTimestamp;
  }

  /** When its first packet was stored. */
  long sinceNanos() {
    return sinceNanos;
  }

  /** Size of its key frame, 0 if unknown. */
  int pixels() {
    return pixels;
  }

  /** Packets of it that are there. */
  int packets() {
    return packets;
  }

  /** Bytes of those. */
  long bytes() {
    return bytes;
  }
}
