package org.vigie.bridge.session;

import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.codec.H264ParameterSets;
import org.vigie.bridge.rtp.RtpHeaderWriter;
import org.vigie.bridge.rtp.RtpPacket;

/**
 * What one H.264 source has said of its parameter sets, and packets with them for key frames that
 * come without: single NAL units, which every packetization mode has.
 */
final class ParameterSetPackets {
  private static final String SPROP = "sprop-parameter-sets";
  private static final int MAX_BYTES = 512;

  private final H264ParameterSets sets = new H264ParameterSets();
  private final RtpHeaderWriter header = new RtpHeaderWriter();
  private final RtpPacket rtp = new RtpPacket();
  private final byte[] bytes = new byte[MAX_BYTES];
  private int payloadType = -1;

  /** Remembers what a packet of the source carries. */
  void look(RtpPacket packet, PayloadFormat format) {
    if (format.payloadType() != payloadType) {
      payloadType = format.payloadType();
      sets.clear();
      String described = format.parameters().get(SPROP);
      if (described != null) {
        sets.describe(described);
      }
    }
    if (format.codec() == Codec.H264) {
      sets.look(packet.array(), packet.payloadOffset(), packet.payloadLength());
    }
  }

  /** Whether there is enough to begin with. */
  boolean complete() {
    return sets.complete();
  }

  int count() {
    return sets.count();
  }

  /** A packet of the picture of another, with one of the sets; it stands until the next call. */
  RtpPacket packet(int number, RtpPacket of, long sequence) {
    header.begin(of.payloadType(), false, (int) sequence & 0xffff, of.timestamp(), of.ssrc());
    int length = header.write(bytes, 0, bytes.length);
    length += sets.write(number, bytes, length);
    if (!rtp.wrap(bytes, 0, length)) {
      throw new IllegalStateException("the packet is not RTP");
    }
    return rtp;
  }
}
