package org.vigie.bridge.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.PacketKind;
import org.vigie.bridge.rtp.RtpPacket;

/**
 * What lies between the bridge and a viewer: so many bits a second, a queue that loses what does
 * not fit, and a delay. It also is the viewer's eyes: which picture is whole, and how old it is.
 */
final class SlowLine {
  private static final double NANOS_BITS = 8e9;
  private static final int OVERHEAD = 16 + 28;

  /** A packet on its way or beyond. */
  private record Arrival(int transportSequence, long nanos, RtpPacket rtp) {}

  private final VirtualPeer viewer;
  private final int transportId;
  private final long queueNanos;
  private final long delayNanos;
  private final List<Arrival> untold = new ArrayList<>();
  private final List<Arrival> coming = new ArrayList<>();
  private final Map<Integer, Long> captured;
  private final Map<Integer, Integer> expected;
  private final Map<Integer, Integer> there = new HashMap<>();
  private long bps;
  private long busyUntil;
  private int taken;
  private long shownCapture;
  int lost;
  int pictures;
  int padding;
  long oldest;

  /**
   * A line.
   *
   * @param captured when each picture was, by what names it
   * @param expected how many packets it has
   */
  SlowLine(
      VirtualPeer viewer,
      int transportId,
      long bps,
      long queueNanos,
      long delayNanos,
      Map<Integer, Long> captured,
      Map<Integer, Integer> expected) {
    this.viewer = viewer;
    this.transportId = transportId;
    this.bps = bps;
    this.queueNanos = queueNanos;
    this.delayNanos = delayNanos;
    this.captured = captured;
    this.expected = expected;
  }

  void takes(long newBps) {
    bps = newBps;
  }

  /** What has left enters the line; what has come through is seen. */
  void run(long now) {
    for (; taken < viewer.received.size(); taken++) {
      if (viewer.received.get(taken).kind() == PacketKind.RTP) {
        enter(now, viewer.received.get(taken).bytes());
      }
    }
    while (!coming.isEmpty() && coming.getFirst().nanos() <= now) {
      Arrival arrival = coming.removeFirst();
      untold.add(arrival);
      see(arrival);
    }
    if (pictures > 0) {
      oldest = Math.max(oldest, now - shownCapture);
    }
  }

  private void enter(long now, byte[] bytes) {
    RtpPacket rtp = new RtpPacket();
    if (!rtp.wrap(bytes, 0, bytes.length)) {
      throw new AssertionError("malformed RTP from the bridge");
    }
    if (rtp.extension(transportId) < 0) {
      return; // sound takes a line of its own
    }
    if (busyUntil - now > queueNanos) {
      lost++;
      return;
    }
    busyUntil = Math.max(now, busyUntil) + (long) ((bytes.length + OVERHEAD) * NANOS_BITS / bps);
    int sequence = BigEndian.u16(rtp.array(), rtp.extension(transportId));
    coming.add(new Arrival(sequence, busyUntil + delayNanos, rtp));
  }

  /** What names a picture is in the last bytes of each of its packets. */
  private void see(Arrival arrival) {
    RtpPacket rtp = arrival.rtp();
    if (rtp.payloadLength() == 0) {
      padding++;
      return;
    }
    int name = BigEndian.i32(rtp.array(), rtp.payloadOffset() + rtp.payloadLength() - 4);
    int have = there.merge(name, 1, Integer::sum);
    if (have == expected.get(name)) {
      pictures++;
      shownCapture = Math.max(shownCapture, captured.get(name));
    }
  }

  /** The viewer's report on what has come since the last one; null if there is nothing to say. */
  byte[] report() {
    if (untold.isEmpty()) {
      return null;
    }
    long[] sequences = new long[untold.size()];
    long[] micros = new long[untold.size()];
    for (int i = 0; i < sequences.length; i++) {
      sequences[i] = untold.get(i).transportSequence();
      micros[i] = untold.get(i).nanos() / 1_000;
    }
    untold.clear();
    return viewer.arrivals(sequences, micros);
  }
}
