package org.vigie.simulator.rtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The few RTCP packets that a simulated peer sends and understands (RFC 3550, 4585, 5104). */
public final class Rtcp {
  private static final int SENDER_REPORT = 200;
  private static final int RECEIVER_REPORT = 201;
  private static final int DESCRIPTION = 202;
  private static final int BYE = 203;
  private static final int TRANSPORT_FEEDBACK = 205;
  private static final int PAYLOAD_FEEDBACK = 206;
  private static final int GENERIC_NACK = 1;
  private static final int PLI = 1;
  private static final int FIR = 4;
  private static final long NTP_EPOCH_SECONDS = 2_208_988_800L;

  private Rtcp() {}

  /** What a camera acts on. */
  public interface Listener {
    /** These packets of one of our SSRCs did not arrive. */
    void nack(int mediaSsrc, int sequence);

    /** The receiver needs a key frame of this SSRC (PLI or FIR). */
    void keyFrameRequest(int mediaSsrc);

    /** The peer says goodbye. */
    default void bye(int ssrc) {}

    /** A sender report. */
    default void senderReport(int ssrc, long ntp, int rtpTimestamp) {}
  }

  /**
   * Writes a sender report and the CNAME; returns the length.
   *
   * @param wallNanos time since 1970, ns
   */
  public static int senderReport(
      byte[] out, RtpStream stream, long wallNanos, int rtpTime, String cname) {
    ByteBuffer buffer = ByteBuffer.wrap(out);
    header(buffer, 0, SENDER_REPORT, 6);
    buffer.putInt(stream.ssrc()).putLong(ntp(wallNanos)).putInt(rtpTime);
    buffer.putInt((int) stream.packets()).putInt((int) stream.payloadBytes());
    description(buffer, stream.ssrc(), cname);
    return buffer.position();
  }

  /** Writes an empty receiver report, the CNAME and a BYE; returns the length. */
  public static int bye(byte[] out, int ssrc, String cname) {
    ByteBuffer buffer = ByteBuffer.wrap(out);
    emptyReport(buffer, ssrc);
    description(buffer, ssrc, cname);
    header(buffer, 1, BYE, 1);
    buffer.putInt(ssrc);
    return buffer.position();
  }

  /** Writes a NACK for one packet, as a compound packet; returns the length. */
  public static int nack(byte[] out, int ssrc, int mediaSsrc, int sequence) {
    ByteBuffer buffer = ByteBuffer.wrap(out);
    emptyReport(buffer, ssrc);
    header(buffer, GENERIC_NACK, TRANSPORT_FEEDBACK, 3);
    buffer.putInt(ssrc).putInt(mediaSsrc).putShort((short) sequence).putShort((short) 0);
    return buffer.position();
  }

  /** Writes a PLI, as a compound packet; returns the length. */
  public static int pli(byte[] out, int ssrc, int mediaSsrc) {
    ByteBuffer buffer = ByteBuffer.wrap(out);
    emptyReport(buffer, ssrc);
    header(buffer, PLI, PAYLOAD_FEEDBACK, 2);
    buffer.putInt(ssrc).putInt(mediaSsrc);
    return buffer.position();
  }

  /** Reads a compound packet and tells the listener; what does not hold together is left out. */
  public static void read(byte[] array, int offset, int length, Listener listener) {
    ByteBuffer buffer = ByteBuffer.wrap(array, offset, length).slice();
    while (buffer.remaining() >= 8) {
      int count = buffer.get(buffer.position()) & 0x1f;
      int type = buffer.get(buffer.position() + 1) & 0xff;
      int size = 4 * (1 + Short.toUnsignedInt(buffer.getShort(buffer.position() + 2)));
      if (size > buffer.remaining()) {
        return;
      }
      one(type, count, buffer.slice(buffer.position(), size), listener);
      buffer.position(buffer.position() + size);
    }
  }

  private static void one(int type, int count, ByteBuffer packet, Listener listener) {
    switch (type) {
      case SENDER_REPORT -> senderReport(packet, listener);
      case BYE -> byes(count, packet, listener);
      case TRANSPORT_FEEDBACK -> {
        if (count == GENERIC_NACK) {
          nacks(packet, listener);
        }
      }
      case PAYLOAD_FEEDBACK -> keyFrameRequests(count, packet, listener);
      default -> {}
    }
  }

  private static void senderReport(ByteBuffer packet, Listener listener) {
    if (packet.remaining() >= 28) {
      listener.senderReport(packet.getInt(4), packet.getLong(8), packet.getInt(16));
    }
  }

  private static void byes(int count, ByteBuffer packet, Listener listener) {
    for (int i = 0; i < count && 8 + 4 * i <= packet.remaining(); i++) {
      listener.bye(packet.getInt(4 + 4 * i));
    }
  }

  private static void nacks(ByteBuffer packet, Listener listener) {
    for (int at = 12; at + 4 <= packet.remaining(); at += 4) {
      int mediaSsrc = packet.getInt(8);
      int first = Short.toUnsignedInt(packet.getShort(at));
      int mask = Short.toUnsignedInt(packet.getShort(at + 2));
      listener.nack(mediaSsrc, first);
      for (int bit = 0; bit < 16; bit++) {
        if ((mask >> bit & 1) != 0) {
          listener.nack(mediaSsrc, first + 1 + bit & 0xffff);
        }
      }
    }
  }

  private static void keyFrameRequests(int format, ByteBuffer packet, Listener listener) {
    if (format == PLI && packet.remaining() >= 12) {
      listener.keyFrameRequest(packet.getInt(8));
    } else if (format == FIR) {
      for (int at = 12; at + 8 <= packet.remaining(); at += 8) {
        listener.keyFrameRequest(packet.getInt(at));
      }
    }
  }

  private static void emptyReport(ByteBuffer buffer, int ssrc) {
    header(buffer, 0, RECEIVER_REPORT, 1);
    buffer.putInt(ssrc);
  }

  private static void description(ByteBuffer buffer, int ssrc, String cname) {
    byte[] name = cname.getBytes(StandardCharsets.UTF_8);
    int chunk = (4 + 2 + name.length) / 4 * 4 + 4; // at least one null byte ends it
    header(buffer, 1, DESCRIPTION, chunk / 4);
    int end = buffer.position() + chunk;
    buffer.putInt(ssrc).put((byte) 1).put((byte) name.length).put(name);
    while (buffer.position() < end) {
      buffer.put((byte) 0);
    }
  }

  private static void header(ByteBuffer buffer, int count, int type, int words) {
    buffer.put((byte) (0x80 | count)).put((byte) type).putShort((short) words);
  }

  private static long ntp(long wallNanos) {
    long seconds = Math.floorDiv(wallNanos, 1_000_000_000L) + NTP_EPOCH_SECONDS;
    long fraction = (Math.floorMod(wallNanos, 1_000_000_000L) << 32) / 1_000_000_000L;
    return seconds << 32 | fraction;
  }
}
