package org.vigie.bridge.forward;

import java.util.Arrays;
import org.vigie.bridge.bandwidth.LayerFit;

/**
 * Which temporal layers of what is shown a viewer is given: fewer from the next picture on, more
 * only from where the stream allows. What is given is a stretch of sequence numbers per layer, so
 * that a packet that comes late or is asked for again is judged as those around it were.
 */
final class TemporalChoice {
  private static final int LAYERS = TemporalPlace.HIGHEST + 1;
  private static final long NEVER = Long.MAX_VALUE;

  private final long[] from = new long[LAYERS];
  private final long[] until = new long[LAYERS];
  private final long[] takesBps = new long[LAYERS];
  private final LayerFit fit = new LayerFit();
  private int wanted = TemporalPlace.HIGHEST;
  private int given = TemporalPlace.HIGHEST;
  private int timestamp;
  private boolean newPicture;
  private boolean tooMuch;

  /** Wants as many as the line has room for. */
  void fit(long nowNanos, PacketHistory of, long bps) {
    int count = of.temporalLayers();
    for (int i = 0; i < count; i++) {
      takesBps[i] = Math.max(1, of.bps(nowNanos, i));
    }
    int best = fit.choose(nowNanos, takesBps, count, Math.min(wanted, count - 1), bps);
    wanted = best == count - 1 ? TemporalPlace.HIGHEST : best;
    tooMuch = takesBps[best] > bps;
  }

  /** Whether even the lowest was too much for the line. */
  boolean tooMuch() {
    return tooMuch;
  }

  /** Whether some are too much for the line. */
  boolean isLimited() {
    return wanted < TemporalPlace.HIGHEST;
  }

  /** Wants all layers up to this one, 0 to 7. */
  void want(int highest) {
    wanted = highest;
  }

  /** The highest that is given. */
  int given() {
    return given;
  }

  /** Another stretch begins, with a key frame: every layer may be taken up. */
  void begin(IncomingPacket first) {
    given = wanted;
    timestamp = first.rtp().timestamp();
    Arrays.fill(until, NEVER);
    for (int layer = 0; layer < LAYERS; layer++) {
      from[layer] = layer <= given ? Long.MIN_VALUE : NEVER;
    }
  }

  /**
   * Judges the next packet in order.
   *
   * @param before the number up to which others were judged
   */
  boolean gives(IncomingPacket packet, long before) {
    newPicture = packet.rtp().timestamp() != timestamp;
    timestamp = packet.rtp().timestamp();
    int place = packet.place();
    if (newPicture && given > wanted) {
      end(before + 1);
    } else if (given < wanted && TemporalPlace.from(place) <= given) {
      takeUp(Math.min(wanted, TemporalPlace.to(place)), packet.sequence());
    }
    return TemporalPlace.layer(place) <= given;
  }

  /** Whether the packet judged last is the first that is seen of its picture. */
  boolean newPicture() {
    return newPicture;
  }

  private void end(long sequence) {
    for (int layer = wanted + 1; layer <= given; layer++) {
      until[layer] = sequence;
    }
    given = wanted;
  }

  private void takeUp(int highest, long sequence) {
    for (int layer = given + 1; layer <= highest; layer++) {
      from[layer] = sequence;
      until[layer] = NEVER;
    }
    given = Math.max(given, highest);
  }

  /** Whether a packet of this stretch that was judged before is one of those given. */
  boolean gave(IncomingPacket packet) {
    int layer = TemporalPlace.layer(packet.place());
    return packet.sequence() >= from[layer] && packet.sequence() < until[layer];
  }
}
