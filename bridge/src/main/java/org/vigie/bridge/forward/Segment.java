package org.vigie.bridge.forward;

import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.codec.PictureNumbers;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.RtpPacket;

/**
 * One stretch of one Layer as a viewer is shown it, from a key frame to the next switch: what turns
 * the camera's numbers into the viewer's. Reused in a ring, because late packets and
 * retransmissions need the stretches before.
 */
final class Segment {
  private static final int PICTURE_ID_BITS = 15;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private static final int DESCRIPTOR_LENGTH = 3;

  /** However fast the past is told, its pictures are told apart: they stand 1/256 as far apart. */
  private static final int MOST_COMPRESSED = 256;

  /** What is repeated is younger than this; long before timestamps turn over. */
  private static final int FORGET_PAST_SECONDS = 60;

  private @Nullable Layer layer;
  private @Nullable PayloadFormat incoming;
  private @Nullable PayloadFormat outgoing;
  private int firstTimestamp;
  private int timestampOffset;
  private boolean replayed;
  private int outgoingFirst;
  private int liveFrom;
  private int liveTimestamp;
  private long liveCaptureNanos;
  private int toldTicks;
  private int truthTicks;
  private boolean numbered;
  private int newestPictureId;
  private long newestOutPictureId;
  private long newestGivenPictureId;
  private int newestLevelZeroIndex;
  private int levelZeroOffset;
  private int descriptorId;
  private boolean framesNumbered;
  private int frameNumberOffset;
  private int newestFrameNumber;

  /** Begins with this packet, under these numbers of the viewer's. */
  void begin(
      IncomingPacket packet,
      PayloadFormat viewerFormat,
      int timestamp,
      long pictureId,
      int levelZeroIndex,
      int frameNumber) {
    layer = packet.layer();
    incoming = packet.format();
    outgoing = viewerFormat;
    firstTimestamp = packet.rtp().timestamp();
    timestampOffset = timestamp - packet.rtp().timestamp();
    replayed = false;
    numbered = packet.pictureId() != PictureNumbers.ABSENT;
    newestPictureId = packet.pictureId();
    newestOutPictureId = pictureId;
    newestGivenPictureId = pictureId;
    newestLevelZeroIndex = levelZeroIndex;
    levelZeroOffset = levelZeroIndex - Math.max(0, packet.levelZeroIndex());
    descriptorId = packet.layer().extensions().id(HeaderExtension.DEPENDENCY_DESCRIPTOR);
    framesNumbered = false;
    newestFrameNumber = frameNumber;
  }

  /**
   * Begins with pictures of the past, told so fast that they have caught up after this time. A
   * receiver plays by the timestamps, and learns from them and the arrivals how the stream's time
   * runs. So these pictures are given the time at which they are sent, as if each had just been
   * taken, until they meet the line of the live ones.
   *
   * @param live the newest picture when the replay begins
   * @param sinceLive ticks since that came
   * @param ticks until the past will have caught up, more than 0
   */
  void beginInThePast(int live, long captureNanos, int sinceLive, int ticks) {
    replayed = true;
    liveTimestamp = live;
    liveCaptureNanos = captureNanos;
    outgoingFirst = firstTimestamp + timestampOffset;
    timestampOffset = outgoingFirst - sinceLive - live;
    int past = Math.max(0, live - firstTimestamp) + sinceLive;
    int until = Math.max(ticks, past / MOST_COMPRESSED);
    liveFrom = live + sinceLive + until;
    toldTicks = until;
    truthTicks = past + until;
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

  /**
   * The viewer's numbers for a packet of this stretch.
   *
   * @param leftOut how many pictures of it were left out before
   */
  void decide(IncomingPacket packet, long sequence, int leftOut, Decision decision) {
    if (outgoing == null) {
      throw new IllegalStateException("the segment was let go");
    }
    int timestamp = packet.rtp().timestamp();
    int live = timestamp - liveFrom;
    if (live > FORGET_PAST_SECONDS * outgoing.codec().clockRate()) {
      replayed = false;
    }
    if (replayed && live < 0) {
      int told = outgoingFirst + toldAfter(timestamp - firstTimestamp);
      decision.forward(outgoing, sequence, told, captureNanosOf(told, outgoing));
    } else {
      decision.forward(outgoing, sequence, timestamp + timestampOffset, packet.captureNanos());
    }
    if (packet.pictureIdBits() > 0) {
      decision.number((int) pictureId(packet, leftOut) & 0x7fff, levelZeroIndex(packet));
    } else if (packet.levelZeroIndex() != PictureNumbers.ABSENT) {
      decision.number(PictureNumbers.ABSENT, levelZeroIndex(packet));
    }
    if (descriptorId != ExtensionIds.NONE) {
      numberFrame(packet.rtp(), decision);
    }
  }

  /** A receiver refuses a key frame whose number is behind those of before. */
  private void numberFrame(RtpPacket rtp, Decision decision) {
    int at = rtp.extension(descriptorId);
    if (at < 0 || rtp.extensionLength(descriptorId) < DESCRIPTOR_LENGTH) {
      return;
    }
    int incomingNumber = BigEndian.u16(rtp.array(), at + 1);
    if (!framesNumbered) {
      framesNumbered = true;
      frameNumberOffset = newestFrameNumber - incomingNumber;
    }
    int number = (incomingNumber + frameNumberOffset) & 0xffff;
    newestFrameNumber = (short) (number - newestFrameNumber) > 0 ? number : newestFrameNumber;
    decision.numberFrame(number);
  }

  /** Rounded up, so that no step is longer than the truth, the last one onto the live line too. */
  private int toldAfter(int ticks) {
    return (int) Math.ceilDiv((long) Math.max(0, ticks) * toldTicks, truthTicks);
  }

  /** When a live picture with this time would have been taken. */
  private long captureNanosOf(int told, PayloadFormat format) {
    int ticks = told - (liveTimestamp + timestampOffset);
    return liveCaptureNanos + ticks * NANOS_PER_SECOND / format.codec().clockRate();
  }

  private long pictureId(IncomingPacket packet, int leftOut) {
    if (!numbered) {
      numbered = true;
      newestPictureId = packet.pictureId();
    }
    int bits = Math.min(PICTURE_ID_BITS, packet.pictureIdBits());
    int unused = Integer.SIZE - bits;
    int step = ((packet.pictureId() - newestPictureId) << unused) >> unused;
    long id = newestOutPictureId + step;
    long given = packet.closesPictureIds() ? id - leftOut : id;
    if (step > 0) {
      newestPictureId = packet.pictureId();
      newestOutPictureId = id;
      newestGivenPictureId = given;
      newestLevelZeroIndex = levelZeroIndex(packet);
    }
    return given;
  }

  private int levelZeroIndex(IncomingPacket packet) {
    return packet.levelZeroIndex() == PictureNumbers.ABSENT
        ? PictureNumbers.ABSENT
        : (packet.levelZeroIndex() + levelZeroOffset) & 0xff;
  }

  /** The newest picture id given, from which the next stretch goes on. */
  long newestPictureId() {
    return newestGivenPictureId;
  }

  /** The newest frame number given, 0 to 65535. */
  int newestFrameNumber() {
    return newestFrameNumber;
  }

  /** The TL0PICIDX of that picture. */
  int newestLevelZeroIndex() {
    return newestLevelZeroIndex;
  }
}
