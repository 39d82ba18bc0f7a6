package org.vigie.simulator.rtp;

import java.util.List;

/**
 * Cuts access units into RTP payloads, packetization mode 1 (RFC 6184): small NAL units travel
 * together as STAP-A, large ones as FU-A in pieces of about one size. For one thread.
 */
public final class H264Packetizer {
  private static final int STAP_A = 24;
  private static final int FU_A = 28;
  private static final int FU_HEADER = 2;
  private static final int START = 0x80;
  private static final int END = 0x40;
  private static final int IMPORTANCE = 0x60;

  private final int maxPayload;
  private final byte[] payload;

  /** With the largest payload to make, in bytes, at least 100. */
  public H264Packetizer(int maxPayload) {
    if (maxPayload < 100) {
      throw new IllegalArgumentException("payload of " + maxPayload + " bytes");
    }
    this.maxPayload = maxPayload;
    this.payload = new byte[maxPayload];
  }

  /** Takes the payloads in the order in which they are to be sent. */
  @FunctionalInterface
  public interface Sink {
    /**
     * One payload; the array is reused afterwards.
     *
     * @param last whether the access unit ends here, which the marker bit says
     */
    void payload(byte[] array, int length, boolean last);
  }

  /** Cuts one access unit; none of its units may be empty. */
  public void packetize(List<byte[]> units, Sink sink) {
    int at = 0;
    while (at < units.size()) {
      int together = fitTogether(units, at);
      boolean last = at + Math.max(1, together) == units.size();
      switch (together) {
        case 0 -> fragment(units.get(at), last, sink);
        case 1 -> single(units.get(at), last, sink);
        default -> aggregate(units.subList(at, at + together), last, sink);
      }
      at += Math.max(1, together);
    }
  }

  /** How many units from here fit in one payload; 0 if not even one does. */
  private int fitTogether(List<byte[]> units, int from) {
    if (units.get(from).length > maxPayload) {
      return 0;
    }
    int size = 1;
    int count = 0;
    while (from + count < units.size() && size + 2 + units.get(from + count).length <= maxPayload) {
      size += 2 + units.get(from + count++).length;
    }
    return Math.max(1, count);
  }

  private void single(byte[] unit, boolean last, Sink sink) {
    System.arraycopy(unit, 0, payload, 0, unit.length);
    sink.payload(payload, unit.length, last);
  }

  private void aggregate(List<byte[]> units, boolean last, Sink sink) {
    int importance = 0;
    int length = 1;
    for (byte[] unit : units) {
      importance = Math.max(importance, unit[0] & IMPORTANCE);
      payload[length] = (byte) (unit.length >> 8);
      payload[length + 1] = (byte) unit.length;
      System.arraycopy(unit, 0, payload, length + 2, unit.length);
      length += 2 + unit.length;
    }
    payload[0] = (byte) (importance | STAP_A);
    sink.payload(payload, length, last);
  }

  private void fragment(byte[] unit, boolean last, Sink sink) {
    int room = maxPayload - FU_HEADER;
    int body = unit.length - 1; // the unit's own header travels in the FU header
    int pieces = (body + room - 1) / room;
    int from = 1;
    for (int i = 0; i < pieces; i++) {
      int length = (unit.length - from + pieces - i - 1) / (pieces - i);
      boolean end = i == pieces - 1;
      int marks = (i == 0 ? START : 0) | (end ? END : 0);
      payload[0] = (byte) ((unit[0] & IMPORTANCE) | FU_A);
      payload[1] = (byte) (marks | (unit[0] & 0x1f));
      System.arraycopy(unit, from, payload, FU_HEADER, length);
      sink.payload(payload, FU_HEADER + length, last && end);
      from += length;
    }
  }
}
