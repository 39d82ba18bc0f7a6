package org.vigie.bridge.fault;

import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.codec.PayloadInspector;
import org.vigie.bridge.feedback.KeyFrameRequester;

/** What is noted of one source of a camera, and judged now and then. */
final class SourceWatch {
  private static final long SECOND = 1_000_000_000L;
  private static final long FLOWING_NANOS = 2 * SECOND;
  private static final long KEY_FRAME_PATIENCE_NANOS = 5 * SECOND;
  private static final long REPORT_PATIENCE_NANOS = 15 * SECOND;

  /** Lost parameter sets are sent again within this. */
  private static final long SETS_PATIENCE_NANOS = 2 * SECOND;

  private static final long RECENT_NANOS = SECOND;
  private static final long NEVER = Long.MIN_VALUE;

  private final boolean video;
  private final KeyFrameRequester keyFrames;
  private final SourceTimes times = new SourceTimes();
  private boolean setsKnown;
  private long keyFrameWithoutSets = NEVER;
  private boolean heard;
  private long lastPacketNanos;
  private long flowingSinceNanos;
  private long lastReportNanos = NEVER;
  private long keyFrameCount;
  private long lackingSinceNanos = NEVER;

  /** A source that begins; parameter sets may be known from the SDP. */
  SourceWatch(MediaKind kind, KeyFrameRequester keyFrames, boolean setsKnown) {
    this.video = kind == MediaKind.VIDEO;
    this.keyFrames = keyFrames;
    this.setsKnown = setsKnown;
  }

  void packet(long nowNanos, long sequence, long timestamp, int clockRate) {
    if (!heard || nowNanos - lastPacketNanos > FLOWING_NANOS) {
      flowingSinceNanos = nowNanos;
    }
    heard = true;
    lastPacketNanos = nowNanos;
    times.packet(nowNanos, sequence, timestamp, clockRate);
  }

  void h264(PayloadInspector seen) {
    if (seen.parameterSets()) {
      setsKnown = true;
      if (keyFrameWithoutSets != NEVER) {
        keyFrameWithoutSets = NEVER;
        lackingSinceNanos = NEVER; // only now can one come that counts
      }
    } else if (seen.keyFrame() && !setsKnown && keyFrameWithoutSets == NEVER) {
      keyFrameWithoutSets = lastPacketNanos;
    }
  }

  void senderReport(long nowNanos) {
    lastReportNanos = nowNanos;
  }

  boolean flows(long nowNanos) {
    return heard && nowNanos - lastPacketNanos <= FLOWING_NANOS;
  }

  /** Looks at what only time tells; called twice a second. */
  void look(long nowNanos) {
    long count = keyFrames.keyFrames();
    boolean lacking = flows(nowNanos) && (keyFrames.pending() || count == 0);
    if (!lacking || count != keyFrameCount) {
      lackingSinceNanos = NEVER;
      keyFrameCount = count;
    } else if (lackingSinceNanos == NEVER) {
      lackingSinceNanos = nowNanos;
    }
  }

  /** A key frame that comes without its parameter sets is another fault. */
  boolean noKeyFrame(long nowNanos) {
    return video
        && keyFrameWithoutSets == NEVER
        && lackingSinceNanos != NEVER
        && nowNanos - lackingSinceNanos >= KEY_FRAME_PATIENCE_NANOS;
  }

  boolean outOfOrder(long nowNanos) {
    return video && times.outOfOrder(nowNanos, RECENT_NANOS);
  }

  boolean lacksSets(long nowNanos) {
    return keyFrameWithoutSets != NEVER && nowNanos - keyFrameWithoutSets >= SETS_PATIENCE_NANOS;
  }

  boolean reports(long nowNanos) {
    return lastReportNanos != NEVER && nowNanos - lastReportNanos < REPORT_PATIENCE_NANOS;
  }

  boolean lacksReports(long nowNanos) {
    return flows(nowNanos)
        && nowNanos - flowingSinceNanos >= REPORT_PATIENCE_NANOS
        && !reports(nowNanos);
  }

  boolean jumped(long nowNanos) {
    return times.jumped(nowNanos, RECENT_NANOS);
  }
}
