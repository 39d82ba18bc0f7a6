package org.vigie.bridge.network;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.rtp.BigEndian;

/** One SSRC of one Session of a camera, with every packet it made in one run of its numbers. */
final class Source {
  /** Bytes at the end of each payload that say which packet it is. */
  static final int LABEL = 12;

  /** The bridge counts 500 ms, from when its Loop turned. */
  private static final long SILENCE_NANOS = 450 * NetworkPeer.MILLI;

  private static final int MAGIC = 0x56494749;

  final int number;
  final NetworkCamera camera;
  final MediaKind kind;
  final Codec codec;
  final int ssrc;
  final long first;
  private final List<Shot> shots = new ArrayList<>();

  /** The highest number that the bridge has taken. */
  private long highestDelivered;

  private long highestRepair = -1;
  private long takenAt;
  private long heardAgainAt;

  /** What is missing before this one need not be asked for. */
  private long forgivenUpTo;

  /** Its Session is over, or its numbers have begun anew. */
  boolean over;

  Source(int number, NetworkCamera camera, MediaKind kind, Codec codec, int ssrc, long first) {
    this.number = number;
    this.camera = camera;
    this.kind = kind;
    this.codec = codec;
    this.ssrc = ssrc;
    this.first = first;
    this.highestDelivered = first - 1;
  }

  long next() {
    return first + shots.size();
  }

  void add(Shot shot) {
    shots.add(shot);
  }

  @Nullable Shot shot(long sequence) {
    long index = sequence - first;
    return index < 0 || index >= shots.size() ? null : shots.get((int) index);
  }

  /** The newest packet with these low 16 bits. */
  @Nullable Shot shot16(int sequence) {
    long newest = next() - 1;
    return shot(newest - ((newest - sequence) & 0xffff));
  }

  /** Whether the bridge has one of the newest packets, of which so many may be under way. */
  boolean isHeard(int underWay) {
    return highestDelivered >= Math.max(first, next() - underWay);
  }

  long highestDelivered() {
    return highestDelivered;
  }

  /** Whether the bridge has had something of it since then for the first time after long. */
  boolean heardAgainSince(long nanos) {
    return heardAgainAt >= nanos;
  }

  private boolean isSilent(long nowNanos) {
    return nowNanos - takenAt > SILENCE_NANOS;
  }

  boolean isForgiven(Shot shot) {
    return shot.sequence < forgivenUpTo;
  }

  /** The bridge takes a packet by itself or repeated as it was; SRTP refuses what is far behind. */
  void deliver(long nowNanos, Shot shot) {
    if (shot.delivered() || shot.sequence <= highestDelivered - 64) {
      return;
    }
    // What is missed in a long silence is not asked for: a key frame is.
    if (isSilent(nowNanos)) {
      forgivenUpTo = shot.sequence;
      heardAgainAt = nowNanos;
    }
    takenAt = nowNanos;
    // Of what came before the first packet nobody knows.
    boolean begun = highestDelivered >= first;
    for (long each = highestDelivered + 1; begun && each < shot.sequence; each++) {
      Shot missing = shot(each);
      if (missing != null) {
        missing.missedAt = nowNanos;
        camera.network.trace.say(nowNanos, "bridge", "misses", missing);
      }
    }
    highestDelivered = Math.max(highestDelivered, shot.sequence);
    shot.deliveredAt = nowNanos;
    camera.network.trace.say(nowNanos, "bridge", "has", shot);
  }

  /** The bridge takes it in a packet of the RTX stream with this number. */
  void deliverRepair(long nowNanos, Shot shot, long rtxSequence) {
    if (rtxSequence <= highestRepair - 64) {
      return;
    }
    highestRepair = Math.max(highestRepair, rtxSequence);
    if (!shot.delivered()) {
      shot.deliveredAt = nowNanos;
      camera.network.trace.say(nowNanos, "bridge", "has as RTX", shot);
    }
  }

  /** Writes which packet this is. */
  void label(byte[] payload, long sequence) {
    int at = payload.length - LABEL;
    BigEndian.put32(payload, at, MAGIC);
    BigEndian.put32(payload, at + 4, number);
    BigEndian.put32(payload, at + 8, (int) sequence);
  }

  /** The source's number in a label, or -1 if there is none. */
  static int numberIn(byte[] array, int payloadEnd) {
    int at = payloadEnd - LABEL;
    return at >= 0 && BigEndian.i32(array, at) == MAGIC ? BigEndian.i32(array, at + 4) : -1;
  }

  static long sequenceIn(byte[] array, int payloadEnd) {
    return BigEndian.i32(array, payloadEnd - 4);
  }

  @Override
  public String toString() {
    return "source " + number;
  }
}
