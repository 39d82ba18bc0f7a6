package org.vigie.bridge.forward;

import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.rtp.RtpPacket;

/**
 * A cursor into the history of a Layer: the newest key frame and what has followed it, in order,
 * for one viewer who starts with them. {@link #begin}, then {@link #next} as long as it has more;
 * what arrives meanwhile is found as well.
 */
public final class Replay {
  private static final long NO_START = Long.MIN_VALUE;
  private static final int ANY_TYPE = -1;

  private final RtpPacket rtp = new RtpPacket();
  private @Nullable Layer layer;
  private @Nullable IncomingPacket packet;
  private PayloadFormat format = Decision.NO_FORMAT;
  private int payloadType = ANY_TYPE;
  private long first;
  private long next;
  private int pixels;
  private int liveTimestamp;
  private long liveCaptureNanos;
  private long liveArrivalNanos;

  /** Goes to the newest key frame of this Layer; false if there is none to start with. */
  public boolean begin(long nowNanos, Layer of) {
    PacketHistory history = of.history();
    layer = null;
    if (!history.canStart(nowNanos) || !find(history, history.highest())) {
      return false;
    }
    layer = of;
    first = history.group().first();
    next = first;
    pixels = history.group().pixels();
    liveTimestamp = rtp.timestamp();
    liveCaptureNanos = history.captureNanos();
    liveArrivalNanos = history.arrivalNanos();
    format = history.group().format();
    payloadType = ANY_TYPE;
    return true;
  }

  /**
   * Goes to a packet that has just come and is in the history: it and what follows it are found, as
   * long as they are of its format.
   */
  public void follow(IncomingPacket from) {
    layer = from.layer();
    format = from.format();
    payloadType = from.rtp().payloadType();
    next = from.sequence();
    first = NO_START;
  }

  /** When the next packet came; now if there is none yet. */
  public long nextArrivalNanos(long nowNanos) {
    Layer of = layer;
    if (of != null) {
      skipLost(of.history());
    }
    for (long each = next; of != null && each <= of.history().highest(); each++) {
      if (of.history().recall(each)) {
        return of.history().arrivalNanos();
      }
    }
    return nowNanos;
  }

  /** A camera that leaves out tens of thousands of numbers does not make us walk them. */
  private void skipLost(PacketHistory history) {
    next = Math.max(next, history.lowest());
  }

  private boolean find(PacketHistory history, long sequence) {
    return history.recall(sequence)
        && rtp.wrap(history.array(), history.offset(), history.length());
  }

  /** The Layer that is replayed, null if none is. */
  public @Nullable Layer layer() {
    return layer;
  }

  /** There is nothing more to replay. */
  public void end() {
    layer = null;
  }

  /** Whether the next packet is the first. */
  public boolean atStart() {
    return next == first;
  }

  /** Whether the cursor will come to this packet, so that it must not overtake what is before. */
  public boolean willReach(IncomingPacket arriving) {
    return layer == arriving.layer() && arriving.sequence() >= next;
  }

  /** Whether another key frame has begun, or this one is gone: it is time to {@link #begin}. */
  public boolean outdated() {
    Layer of = layer;
    if (of == null) {
      return false;
    }
    KeyFrameGroup group = of.history().group();
    return !group.held() || group.first() != first || first < of.history().lowest();
  }

  /** Whether everything that has arrived was given. */
  public boolean caughtUp() {
    return layer == null || next > layer.history().highest();
  }

  /** The next packet, which stands until the next call; null if {@link #caughtUp}. */
  public @Nullable IncomingPacket next() {
    Layer of = layer;
    if (of != null) {
      skipLost(of.history());
    }
    while (of != null && !caughtUp()) {
      long sequence = next++;
      if (find(of.history(), sequence)) {
        if (payloadType != ANY_TYPE && rtp.payloadType() != payloadType) {
          end();
          return null;
        }
        return restore(of, sequence);
      }
    }
    return null;
  }

  private IncomingPacket restore(Layer of, long sequence) {
    IncomingPacket restored = packet == null ? new IncomingPacket(of, rtp) : packet;
    packet = restored;
    PacketHistory history = of.history();
    restored.set(of, format, rtp, sequence, history.arrivalNanos(), history.captureNanos());
    restored.place(history.place());
    if (sequence == first) {
      restored.startsKeyFrame(pixels);
    } else if (LayerPlace.startsKeyFrame(history.place())) {
      restored.startsKeyFrame(history.pixels());
    }
    return restored;
  }

  /** RTP timestamp of the newest picture when the replay began: what is older is of the past. */
  int liveTimestamp() {
    return liveTimestamp;
  }

  /** When its newest packet came. */
  long liveArrivalNanos() {
    return liveArrivalNanos;
  }

  /** When that picture was captured. */
  long liveCaptureNanos() {
    return liveCaptureNanos;
  }
}
