package org.vigie.simulator.rtp;

import java.util.SplittableRandom;

/**
 * What one track sends: its SSRC, its sequence numbers and timestamps, its counters for sender
 * reports, and its recent packets for repair. For one thread, or under one lock.
 */
public final class RtpStream {
  /** Largest RTP payload, so that with header, extensions and SRTP a datagram stays below 1,200. */
  public static final int MAX_PAYLOAD = 1_140;

  private static final int MAX_PACKET = 1_400;
  private static final int ROOM_FOR_SRTP = 64;
  private static final int RTX_HEADER = 2;

  private final Outlet outlet;
  private final PacketWriter writer;
  private final Parameters parameters;
  private final SentPackets sent;
  private final byte[] packet = new byte[MAX_PACKET + ROOM_FOR_SRTP];
  private final int firstTimestamp;
  private int sequence;
  private int rtxSequence;
  private long packets;
  private long payloadBytes;
  private long retransmitted;

  /**
   * Where packets go.
   *
   * <p>A retransmission without RTX is the very datagram that was protected the first time: to
   * protect one SRTP index twice would give a GCM key away.
   */
  public interface Outlet {
    /** The next transport-wide sequence number (transport-cc). */
    int nextTransportSequence();

    /** Protects in place and sends; returns the protected length, or a negative number. */
    int protectAndSend(byte[] array, int length);

    /** Sends again what was protected before. */
    void sendAgain(byte[] datagram);
  }

  /**
   * What was agreed on for a track.
   *
   * @param clockRate ticks per second of its timestamps
   * @param rtxPayloadType negative without RTX (RFC 4588)
   * @param history packets kept for repair, a power of two
   */
  public record Parameters(
      int ssrc,
      int payloadType,
      int clockRate,
      int rtxSsrc,
      int rtxPayloadType,
      String mid,
      ExtensionIds extensions,
      int history) {}

  /** A stream that begins at a random sequence number and timestamp (RFC 3550, section 5.1). */
  public RtpStream(Parameters parameters, SplittableRandom random, Outlet outlet) {
    this.parameters = parameters;
    this.outlet = outlet;
    this.writer = new PacketWriter(parameters.extensions(), parameters.mid());
    this.sent = new SentPackets(parameters.history());
    this.sequence = random.nextInt(0x8000); // low, so that the first wrap comes late (RFC 3711)
    this.rtxSequence = random.nextInt(0x8000);
    this.firstTimestamp = random.nextInt();
  }

  /**
   * Sends one packet.
   *
   * @param mediaNanos time of the medium, ns from its start
   * @param nowNanos for abs-send-time
   */
  public void send(byte[] payload, int length, boolean marker, long mediaNanos, long nowNanos) {
    int type = parameters.payloadType();
    PacketWriter.header(packet, marker, type, sequence, timestamp(mediaNanos), parameters.ssrc());
    int at = writer.extensions(packet, outlet.nextTransportSequence(), nowNanos);
    System.arraycopy(payload, 0, packet, at, length);
    int total = at + length;
    if (hasRtx()) {
      sent.put(sequence, packet, total);
    }
    int size = outlet.protectAndSend(packet, total);
    if (!hasRtx() && size > 0) {
      sent.put(sequence, packet, size);
    }
    sequence = sequence + 1 & 0xffff;
    packets++;
    payloadBytes += length;
  }

  /** Sends a packet again, if it is still there; returns whether it was. */
  public boolean repair(int lostSequence, long nowNanos) {
    byte[] old = sent.get(lostSequence);
    if (old == null) {
      return false;
    }
    retransmitted++;
    if (hasRtx()) {
      sendAsRtx(old, lostSequence, nowNanos);
    } else {
      outlet.sendAgain(old);
    }
    return true;
  }

  private void sendAsRtx(byte[] old, int lostSequence, long nowNanos) {
    boolean marker = (old[1] & 0x80) != 0;
    PacketWriter.header(
        packet, marker, parameters.rtxPayloadType(), rtxSequence, 0, parameters.rtxSsrc());
    System.arraycopy(old, 4, packet, 4, 4); // the timestamp stays
    int at = writer.extensions(packet, outlet.nextTransportSequence(), nowNanos);
    PacketWriter.putShort(packet, at, lostSequence);
    int payload = payloadOffset(old);
    System.arraycopy(old, payload, packet, at + RTX_HEADER, old.length - payload);
    outlet.protectAndSend(packet, at + RTX_HEADER + old.length - payload);
    rtxSequence = rtxSequence + 1 & 0xffff;
  }

  /** Where the payload of a packet of ours begins. */
  private static int payloadOffset(byte[] packet) {
    boolean extended = (packet[0] & 0x10) != 0;
    int words = ((packet[14] & 0xff) << 8) | (packet[15] & 0xff);
    return extended ? PacketWriter.HEADER + 4 + 4 * words : PacketWriter.HEADER;
  }

  /** The RTP time of a moment of the medium. */
  public int timestamp(long mediaNanos) {
    long seconds = Math.floorDiv(mediaNanos, 1_000_000_000L);
    long rest = Math.floorMod(mediaNanos, 1_000_000_000L);
    int rate = parameters.clockRate();
    return firstTimestamp + (int) (seconds * rate + (rest * rate + 500_000_000L) / 1_000_000_000L);
  }

  /** Its SSRC. */
  public int ssrc() {
    return parameters.ssrc();
  }

  /** Packets sent, without retransmissions. */
  public long packets() {
    return packets;
  }

  /** Bytes of payload sent, without retransmissions. */
  public long payloadBytes() {
    return payloadBytes;
  }

  /** Packets sent again. */
  public long retransmitted() {
    return retransmitted;
  }

  private boolean hasRtx() {
    return parameters.rtxPayloadType() >= 0;
  }
}
