package org.vigie.bridge.forward;

import org.vigie.bridge.api.MediaKind;

/**
 * The newest key-frame group of a Layer within its bounds, and the one before as long as the newest
 * may turn out to be none: some encoders repeat parameter sets before ordinary pictures.
 */
final class KeyFrameGroups {
  private final long maxAgeNanos;
  private final long maxBytes;
  private final KeyFrameGroup newest = new KeyFrameGroup();
  private final KeyFrameGroup before = new KeyFrameGroup();
  private int pixels;

  KeyFrameGroups(long maxAgeNanos, long maxBytes) {
    this.maxAgeNanos = maxAgeNanos;
    this.maxBytes = maxBytes;
  }

  /** A packet was stored in this chunk; whether a group begins with it. */
  boolean stored(long nowNanos, IncomingPacket packet, long chunk) {
    int timestamp = packet.rtp().timestamp();
    boolean starts = startsGroup(packet);
    pixels = starts ? packet.pixels() : pixels;
    if (starts && maxAgeNanos > 0) {
      before.become(newest);
      addTo(before, packet, chunk);
      newest.begin(nowNanos, packet, chunk);
      return true;
    }
    if (packet.keyFrameDenied() && newest.held() && newest.firstTimestamp() == timestamp) {
      newest.become(before);
      before.clear();
    }
    addTo(newest, packet, chunk);
    addTo(before, packet, chunk);
    if (newest.followed()) {
      before.clear();
    }
    return false;
  }

  private boolean startsGroup(IncomingPacket packet) {
    return packet.keyFrameStart()
        && packet.format().codec().kind() == MediaKind.VIDEO
        && !(newest.held() && packet.sequence() < newest.first());
  }

  private static void addTo(KeyFrameGroup group, IncomingPacket packet, long chunk) {
    if (!group.held()) {
      return;
    }
    if (!packet.format().equals(group.format())) {
      group.clear();
      return;
    }
    group.add(packet.sequence(), packet.rtp().timestamp(), packet.rtp().length(), chunk);
  }

  /** Whether the newest will be kept for so long, if it grows by so many bytes. */
  boolean keep(long nowNanos, long nanos, long moreBytes) {
    return nowNanos + nanos - newest.sinceNanos() <= maxAgeNanos
        && newest.bytes() + moreBytes <= maxBytes;
  }

  /** Gives up those that have become too long. */
  void expire(long nowNanos) {
    expire(nowNanos, newest);
    expire(nowNanos, before);
  }

  private void expire(long nowNanos, KeyFrameGroup group) {
    if (group.held() && (nowNanos - group.sinceNanos() > maxAgeNanos || group.bytes() > maxBytes)) {
      group.clear();
    }
  }

  /** The history gives this chunk up, and with it every group of which it is part. */
  void lose(long chunk) {
    loseFrom(newest, chunk);
    loseFrom(before, chunk);
  }

  private static void loseFrom(KeyFrameGroup group, long chunk) {
    if (group.held() && chunk >= group.firstChunk()) {
      group.clear();
    }
  }

  /** A packet with this number is forgotten before its time. */
  void loseSequence(long sequence) {
    if (newest.held() && sequence >= newest.first()) {
      newest.clear();
    }
    if (before.held() && sequence >= before.first()) {
      before.clear();
    }
  }

  /** Whether a packet with this number is part of a group. */
  boolean needs(long sequence) {
    return (newest.held() && sequence >= newest.first())
        || (before.held() && sequence >= before.first());
  }

  /** The oldest chunk that is needed, {@link KeyFrameGroup#NO_CHUNK} for none. */
  long firstChunk() {
    return Math.min(newest.firstChunk(), before.firstChunk());
  }

  /** Size of the newest key frame, also of one that was given up; 0 if unknown. */
  int pixels() {
    return pixels;
  }

  KeyFrameGroup newest() {
    return newest;
  }

  void clear() {
    pixels = 0;
    newest.clear();
    before.clear();
  }
}
