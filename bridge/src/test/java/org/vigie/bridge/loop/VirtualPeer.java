package org.vigie.bridge.loop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.vigie.bridge.api.CameraSessionSpec;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.Feedback;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.api.IncomingSsrc;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SlotDescription;
import org.vigie.bridge.api.SlotSpec;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.TransportSpec;
import org.vigie.bridge.api.ViewerSessionSpec;
import org.vigie.bridge.dtls.SrtpKeys;
import org.vigie.bridge.rtp.NtpTime;
import org.vigie.bridge.rtp.PacketKind;
import org.vigie.bridge.rtp.RtcpReader;
import org.vigie.bridge.rtp.RtcpVisitor;
import org.vigie.bridge.rtp.RtcpWriter;
import org.vigie.bridge.rtp.RtpHeaderWriter;
import org.vigie.bridge.rtp.RtpPacket;
import org.vigie.bridge.rtp.TransportFeedback;
import org.vigie.bridge.udp.FakeUdpSocket.Datagram;
import org.vigie.bridge.udp.Path;

/** A camera or viewer in virtual time: real STUN and SRTP, a handshake that just hands out keys. */
final class VirtualPeer {
  static final int VIDEO_SSRC = 0x1111;
  static final int VP8 = 96;
  static final int VP8_RTX = 97;
  static final int H264 = 102;
  static final long VIEWER_SSRC = 0x7777;
  static final long VIEWER_RTX_SSRC = 0x8888;
  private static int ports = 20_000;

  /** A sender report that the peer received. */
  record Report(int ssrc, long ntp, int rtpTimestamp) {}

  /** One packet that the peer received and opened. */
  @SuppressWarnings("ArrayRecordComponent")
  record Received(PacketKind kind, byte[] bytes) {}

  private final VirtualTransport transport = VirtualTransport.random();
  final SessionId id = transport.id();
  final IceCredentials bridgeIce = transport.bridgeIce();
  final IceCredentials ice = transport.ice();
  final SrtpKeys bridgeKeys = transport.bridgeKeys();
  final List<Received> received = new ArrayList<>();
  final List<Report> reports = new ArrayList<>();
  final List<Integer> keyFramesWanted = new ArrayList<>();
  final List<Integer> acknowledged = new ArrayList<>();
  final List<String> rtcp = new ArrayList<>();
  Path path = newPath();

  static Path newPath() {
    return new Path(0, new InetSocketAddress(InetAddress.getLoopbackAddress(), ports++));
  }

  TransportSpec transport() {
    return transport.spec();
  }

  LoopCommand openCamera(String stream) {
    IncomingTrackSpec video =
        new IncomingTrackSpec(
            "0",
            MediaKind.VIDEO,
            formats(),
            Map.of(),
            Set.of(Feedback.NACK, Feedback.PLI),
            List.of(new IncomingSsrc(VIDEO_SSRC, OptionalLong.of(VIDEO_SSRC + 1))),
            List.of());
    return openCamera(stream, List.of(video));
  }

  LoopCommand openCamera(String stream, List<IncomingTrackSpec> tracks) {
    CameraSessionSpec spec = new CameraSessionSpec(new StreamId(stream), transport(), tracks);
    return new LoopCommand.OpenCamera(id, bridgeIce, spec, "bridge", 0x5555);
  }

  LoopCommand openViewer() {
    return openViewer(Map.of());
  }

  LoopCommand openViewer(Map<HeaderExtension, Integer> extensions) {
    SlotSpec video =
        new SlotSpec(
            "0", MediaKind.VIDEO, formats(), extensions, Set.of(Feedback.NACK, Feedback.PLI));
    SlotDescription slot = new SlotDescription("0", VIEWER_SSRC, OptionalLong.of(VIEWER_RTX_SSRC));
    return openViewer(List.of(video), List.of(slot));
  }

  LoopCommand openViewer(List<SlotSpec> specs, List<SlotDescription> slots) {
    return new LoopCommand.OpenViewer(
        id, bridgeIce, new ViewerSessionSpec(transport(), specs), slots, "bridge");
  }

  static List<PayloadFormat> formats() {
    return List.of(
        new PayloadFormat(VP8, Codec.VP8, 1, Map.of(), OptionalInt.of(VP8_RTX)),
        new PayloadFormat(
            H264,
            Codec.H264,
            1,
            Map.of("profile-level-id", "42e01f", "packetization-mode", "1"),
            OptionalInt.empty()));
  }

  /** A connectivity check that nominates. */
  byte[] check() {
    return transport.check();
  }

  /** An RTP packet of a VP8 picture in one packet, protected. */
  byte[] picture(int sequence, int timestamp, boolean keyFrame) {
    byte[] descriptorAndHeader =
        keyFrame
            ? new byte[] {0x10, 0, 0, 0, (byte) 0x9d, 0x01, 0x2a, 0x40, 0x01, (byte) 0xf0, 0}
            : new byte[] {0x10, 1, 0, 0, 7};
    return rtp(VP8, VIDEO_SSRC, sequence, timestamp, descriptorAndHeader);
  }

  /** A later packet of a VP8 picture, protected. */
  byte[] continuation(int sequence, int timestamp) {
    return rtp(VP8, VIDEO_SSRC, sequence, timestamp, new byte[] {0, 1, 2, 3, 4});
  }

  /** An H.264 packet, protected. */
  byte[] h264(int sequence, int timestamp, String hex) {
    return rtp(H264, VIDEO_SSRC, sequence, timestamp, HexFormat.of().parseHex(hex));
  }

  /** A packet of a VP8 picture of several, protected: the first of a key frame, or a later one. */
  byte[] part(int sequence, int timestamp, boolean first, boolean last, int payloadBytes) {
    byte[] payload = new byte[payloadBytes];
    byte[] start = {0x10, 0, 0, 0, (byte) 0x9d, 0x01, 0x2a, 0x40, 0x01, (byte) 0xf0, 0};
    System.arraycopy(start, 0, payload, 0, first ? start.length : 0);
    return rtp(VP8, VIDEO_SSRC, sequence, timestamp, last, payload);
  }

  byte[] rtp(int payloadType, int ssrc, int sequence, int timestamp, byte[] payload) {
    return rtp(payloadType, ssrc, sequence, timestamp, true, payload);
  }

  /** A VP8 packet of the only layer, protected. */
  byte[] rtp(int sequence, int timestamp, boolean marker, byte[] payload) {
    return rtp(VP8, VIDEO_SSRC, sequence, timestamp, marker, payload);
  }

  private byte[] rtp(
      int payloadType, int ssrc, int sequence, int timestamp, boolean marker, byte[] payload) {
    byte[] bytes = new byte[1_500];
    RtpHeaderWriter header = new RtpHeaderWriter();
    header.begin(payloadType, marker, sequence, timestamp, ssrc);
    int length = header.write(bytes, 0, bytes.length);
    System.arraycopy(payload, 0, bytes, length, payload.length);
    return protectRtp(bytes, length + payload.length);
  }

  byte[] senderReport(int ssrc, long unixNanos, int rtpTimestamp) {
    RtcpWriter writer = new RtcpWriter();
    byte[] bytes = new byte[1_000];
    writer.begin(bytes, 0, 900);
    writer.senderReport(ssrc, NtpTime.ofUnixNanos(unixNanos), rtpTimestamp, 1, 1);
    return protectRtcp(bytes, writer.length());
  }

  byte[] protectRtp(byte[] bytes, int length) {
    return transport.protectRtp(bytes, length);
  }

  byte[] nack(int mediaSsrc, int... sequences) {
    RtcpWriter writer = new RtcpWriter();
    byte[] bytes = new byte[1_000];
    writer.begin(bytes, 0, 900);
    writer.receiverReport(9);
    writer.nack(9, mediaSsrc, sequences, 0, sequences.length);
    return protectRtcp(bytes, writer.length());
  }

  /** Says of each packet when it arrived, in microseconds. */
  byte[] arrivals(long[] sequences, long[] micros) {
    RtcpWriter writer = new RtcpWriter();
    byte[] bytes = new byte[1_000];
    writer.begin(bytes, 0, 900);
    writer.receiverReport(9);
    int count = sequences.length;
    writer.transportFeedback(9, (int) VIEWER_SSRC, 0, sequences[0], sequences, micros, 0, count);
    return protectRtcp(bytes, writer.length());
  }

  /** A receiver report about nothing. */
  byte[] report() {
    RtcpWriter writer = new RtcpWriter();
    byte[] bytes = new byte[1_000];
    writer.begin(bytes, 0, 900);
    writer.receiverReport(9);
    return protectRtcp(bytes, writer.length());
  }

  byte[] pli(int mediaSsrc) {
    RtcpWriter writer = new RtcpWriter();
    byte[] bytes = new byte[1_000];
    writer.begin(bytes, 0, 900);
    writer.receiverReport(9);
    writer.pli(9, mediaSsrc);
    return protectRtcp(bytes, writer.length());
  }

  byte[] protectRtcp(byte[] bytes, int length) {
    return transport.protectRtcp(bytes, length);
  }

  /** Opens what was sent to this peer and forgets the rest. */
  void take(Datagram datagram) {
    byte[] bytes = datagram.bytes().clone();
    PacketKind kind = PacketKind.of(bytes, 0, bytes.length);
    int length = bytes.length;
    if (kind == PacketKind.RTP) {
      length = transport.openRtp(bytes);
    } else if (kind == PacketKind.RTCP) {
      length = transport.openRtcp(bytes);
    }
    if (length <= 0) {
      throw new AssertionError("the peer cannot open a " + kind + ": " + length);
    }
    received.add(new Received(kind, Arrays.copyOf(bytes, length)));
    if (kind == PacketKind.RTCP) {
      new RtcpReader().read(bytes, 0, length, new Words());
    }
  }

  /** The RTP packets received so far. */
  List<RtpPacket> media() {
    return received.stream()
        .filter(packet -> packet.kind() == PacketKind.RTP)
        .map(packet -> {
          RtpPacket rtp = new RtpPacket();
          if (!rtp.wrap(packet.bytes(), 0, packet.bytes().length)) {
            throw new AssertionError("malformed RTP from the bridge");
          }
          return rtp;
        })
        .toList();
  }

  private final class Words implements RtcpVisitor {
    @Override
    public void senderReport(int sender, long ntp, int rtpTime, long packets, long octets) {
      rtcp.add("sr");
      reports.add(new Report(sender, ntp, rtpTime));
    }

    @Override
    public void receiverReport(int senderSsrc) {
      rtcp.add("rr");
    }

    @Override
    public void nack(int senderSsrc, int mediaSsrc, int packetId, int bitmask) {
      rtcp.add("nack " + packetId + " " + bitmask);
    }

    @Override
    public void pli(int senderSsrc, int mediaSsrc) {
      rtcp.add("pli");
      keyFramesWanted.add(mediaSsrc);
    }

    @Override
    public void fir(int senderSsrc, int mediaSsrc, int commandSequence) {
      rtcp.add("fir " + commandSequence);
    }

    @Override
    public void remb(int senderSsrc, long bps) {
      rtcp.add("remb " + bps);
    }

    @Override
    public void reportBlock(
        int senderSsrc,
        int mediaSsrc,
        int fractionLost,
        int cumulativeLost,
        long extendedHighestSequence,
        long jitter,
        int lastSenderReport,
        int delaySinceLastSenderReport) {
      rtcp.add("block " + mediaSsrc + " " + cumulativeLost + " " + extendedHighestSequence);
    }

    @Override
    public void transportFeedback(TransportFeedback feedback) {
      rtcp.add("feedback " + feedback.feedbackCount());
      while (feedback.next()) {
        if (feedback.received()) {
          acknowledged.add(feedback.sequenceNumber());
        }
      }
    }

    @Override
    public void bye(int ssrc) {
      rtcp.add("bye");
    }
  }
}
