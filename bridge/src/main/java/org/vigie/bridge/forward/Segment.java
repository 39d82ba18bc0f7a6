package org.vigie.bridge.forward;

import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.codec.Vp8Descriptor;

/**
 * One stretch of one Layer as a viewer is shown it, from a key frame to the next switch: what turns
 * the camera's numbers into the viewer's. Reused in a ring, because late packets and
 * retransmissions need the stretches before.
 */
final class Segment {
  private static final int PICTURE_ID_BITS = 15;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /**
   * Pictures of the past stand 1/512 as far apart as the camera took them: 11 ticks instead of
   * 3,000 and 20 ms instead of 10 s. So a receiver finds them all due at once and shows each as
   * soon as it is decoded, and what it learns of the stream's time is that of the live pictures
   * behind them.
   */
  private static final int PAST_SHIFT = 9;

  private @Nullable Layer layer;
  private @Nullable PayloadFormat incoming;
  private @Nullable PayloadFormat outgoing;
  private int firstTimestamp;
  private int timestampOffset;
  private boolean replayed;
  private int liveTimestamp;
  private long liveCaptureNanos;
  private boolean numbered;
  private int newestPictureId;
  private long newestOutPictureId;
  private int newestLevelZeroIndex;
  private int levelZeroOffset;

  /** Begins with this packet, under these numbers of the viewer's. */
  void begin(
      IncomingPacket packet,
      PayloadFormat viewerFormat,
      int timestamp,
      long pictureId,
      int levelZeroIndex) {
    layer = packet.layer();
    incoming = packet.format();
    outgoing = viewerFormat;
    firstTimestamp = packet.rtp().timestamp();
    timestampOffset = timestamp - packet.rtp().timestamp();
    replayed = false;
    numbered = packet.pictureId() != Vp8Descriptor.ABSENT;
    newestPictureId = packet.pictureId();
    newestOutPictureId = pictureId;
    newestLevelZeroIndex = levelZeroIndex;
    levelZeroOffset = levelZeroIndex - Math.max(0, packet.levelZeroIndex());
  }

  /** What is older than this picture is of the past, and brought close to it. */
  void beginInThePast(int newestTimestamp, long newestCaptureNanos) {
    replayed = true;
    liveTimestamp = newestTimestamp;
    liveCaptureNanos = newestCaptureNanos;
    timestampOffset += span(firstTimestamp, newestTimestamp) - (newestTimestamp - firstTimestamp);
  }

  /** How far apart the viewer finds these two, of which the second is live. */
  static int span(int past, int live) {
    return Math.max(0, live - past) >> PAST_SHIFT;
  }

  /** Whether a packet continues this stretch: the same source in the same format. */
  boolean carries(IncomingPacket packet) {
    return layer == packet.layer() && packet.format().equals(incoming);
  }

  /** Whether the packet belongs to the picture with which this stretch begins. */
  boolean beginsWithPictureOf(IncomingPacket packet) {
    return carries(packet) && packet.rtp().timestamp() == firstTimestamp;
  }

  boolean isOf(Layer other) {
    return layer == other;
  }

  @Nullable Layer layer() {
    return layer;
  }

  @Nullable PayloadFormat incoming() {
    return incoming;
  }

  /** Lets go of the source. */
  void clear() {
    layer = null;
    incoming = null;
    outgoing = null;
  }

  /** The viewer's numbers for a packet of this stretch. */
  void decide(IncomingPacket packet, long sequence, Decision decision) {
    if (outgoing == null) {
      throw new IllegalStateException("the segment was let go");
    }
    int past = replayed ? Math.max(0, liveTimestamp - packet.rtp().timestamp()) : 0;
    if (past == 0) {
      int timestamp = packet.rtp().timestamp() + timestampOffset;
      decision.forward(outgoing, sequence, timestamp, packet.captureNanos());
    } else {
      int before = past >> PAST_SHIFT;
      long nanos = before * NANOS_PER_SECOND / outgoing.codec().clockRate();
      int timestamp = liveTimestamp + timestampOffset - before;
      decision.forward(outgoing, sequence, timestamp, liveCaptureNanos - nanos);
    }
    if (packet.pictureIdBits() > 0) {
      decision.number((int) pictureId(packet) & 0x7fff, levelZeroIndex(packet));
    } else if (packet.levelZeroIndex() != Vp8Descriptor.ABSENT) {
      decision.number(Vp8Descriptor.ABSENT, levelZeroIndex(packet));
    }
  }

  private long pictureId(IncomingPacket packet) {
    if (!numbered) {
      numbered = true;
      newestPictureId = packet.pictureId();
    }
    int bits = Math.min(PICTURE_ID_BITS, packet.pictureIdBits());
    int unused = Integer.SIZE - bits;
    int step = ((packet.pictureId() - newestPictureId) << unused) >> unused;
    long id = newestOutPictureId + step;
    if (step > 0) {
      newestPictureId = packet.pictureId();
      newestOutPictureId = id;
      newestLevelZeroIndex = levelZeroIndex(packet);
    }
    return id;
  }

  private int levelZeroIndex(IncomingPacket packet) {
    return packet.levelZeroIndex() == Vp8Descriptor.ABSENT
        ? Vp8Descriptor.ABSENT
        : (packet.levelZeroIndex() + levelZeroOffset) & 0xff;
  }

  /** The newest picture id given, from which the next stretch goes on. */
  long newestPictureId() {
    return newestOutPictureId;
  }

  /** The TL0PICIDX of that picture. */
  int newestLevelZeroIndex() {
    return newestLevelZeroIndex;
  }
}
