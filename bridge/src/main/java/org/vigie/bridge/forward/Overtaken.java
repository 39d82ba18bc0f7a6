package org.vigie.bridge.forward;

import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.rtp.RtpPacket;

/**
 * The packets that overtook the first one of a key frame, in their order: they could not be shown
 * before it, and are in its Layer's history. {@link #begin}, then {@link #next} until it returns
 * null.
 */
public final class Overtaken {
  /** Packets looked for at most: half a second of a picture that is large and fast. */
  static final int MAX_PACKETS = 512;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final RtpPacket rtp = new RtpPacket();
  private @Nullable IncomingPacket packet;
  private PayloadFormat format = Decision.NO_FORMAT;
  private @Nullable Layer layer;
  private long nowNanos;
  private long sequence;
  private long last;
  private int firstTimestamp;
  private long firstCaptureNanos;

  /** Looks for what overtook this packet. */
  public void begin(long nowNanos, IncomingPacket first) {
    this.nowNanos = nowNanos;
    layer = first.layer();
    format = first.format();
    sequence = first.sequence();
    last = Math.min(first.layer().history().highest(), sequence + MAX_PACKETS);
    firstTimestamp = first.rtp().timestamp();
    firstCaptureNanos = first.captureNanos();
  }

  /** The next of them, which stands until the next call; null after the last. */
  public @Nullable IncomingPacket next() {
    while (layer != null && sequence < last) {
      sequence++;
      if (find(layer.history())) {
        return restore(layer);
      }
    }
    layer = null;
    return null;
  }

  private boolean find(PacketHistory history) {
    return history.find(nowNanos, sequence)
        && rtp.wrap(history.array(), history.offset(), history.length())
        && rtp.payloadType() == format.payloadType();
  }

  private IncomingPacket restore(Layer of) {
    IncomingPacket restored = packet == null ? new IncomingPacket(of, rtp) : packet;
    packet = restored;
    int ticks = rtp.timestamp() - firstTimestamp;
    long capture = firstCaptureNanos + ticks * NANOS_PER_SECOND / format.codec().clockRate();
    restored.set(of, format, rtp, sequence, of.history().arrivalNanos(), capture);
    restored.place(of.history().place());
    return restored;
  }
}
