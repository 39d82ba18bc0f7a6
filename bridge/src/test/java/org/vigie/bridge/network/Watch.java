package org.vigie.bridge.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.codec.Vp8Descriptor;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.PacketKind;
import org.vigie.bridge.rtp.RtpPacket;
import org.vigie.bridge.udp.FakeUdpSocket.Datagram;

/** Opens all that the bridge sends, as it sends it, and checks what must hold at every step. */
final class Watch {
  private static final long MILLI = NetworkPeer.MILLI;

  /** For so long packets wait for the rest of their picture, and a timer's tick. */
  static final long HOLD_NANOS = (15 + 2) * MILLI;

  private final VirtualNetwork network;
  private final Map<NetworkCamera, CameraWatch> cameras = new HashMap<>();
  private final List<ShownSlot> slots = new ArrayList<>();
  private final RtpPacket rtp = new RtpPacket();
  private final Vp8Descriptor descriptor = new Vp8Descriptor();
  private final LoopNumbers numbers = new LoopNumbers();
  private long packets;
  private long fingerprint;

  Watch(VirtualNetwork network) {
    this.network = network;
  }

  /** Packets that the bridge has sent. */
  long packets() {
    return packets;
  }

  /** The same for the same datagrams at the same times. */
  long fingerprint() {
    return fingerprint;
  }

  void add(NetworkCamera camera) {
    cameras.put(camera, new CameraWatch(camera));
  }

  void add(NetworkViewer viewer) {
    slots.addAll(viewer.shown.values());
  }

  void remove(NetworkViewer viewer) {
    slots.removeAll(viewer.shown.values());
  }

  CameraWatch of(NetworkCamera camera) {
    CameraWatch watch = cameras.get(camera);
    if (watch == null) {
      throw new IllegalStateException(camera + " is not watched");
    }
    return watch;
  }

  /** How late Loops may be, together. */
  long latenessNanos() {
    return 4 * network.config.latenessNanos();
  }

  long longestWaitNanos() {
    for (int i = 0; i < network.loops.size(); i++) {
      if (network.loops.get(i).stalledLately()) {
        return Long.MAX_VALUE;
      }
    }
    return HOLD_NANOS + latenessNanos();
  }

  /** The bridge sends a datagram; returns what its peer finds in it. */
  NetworkPeer.@Nullable Parcel sent(
      NetworkLoop loop, @Nullable NetworkPeer peer, Datagram datagram) {
    packets++;
    byte[] bytes = datagram.bytes();
    fingerprint = 31 * (31 * fingerprint + loop.time()) + bytes.length + datagram.path().hashCode();
    PacketKind kind = PacketKind.of(bytes, 0, bytes.length);
    if (kind == PacketKind.STUN) {
      return new NetworkPeer.Answer();
    }
    if (peer == null || !peer.proved.contains(datagram.path()) || peer.loop != loop) {
      throw new Violation(
          Rule.ONLY_PROVED_PATHS, loop.time(), kind + " to " + datagram.path().remote());
    }
    return kind == PacketKind.RTCP
        ? rtcp(loop.time(), peer, bytes)
        : rtp(loop.time(), peer, bytes, kind);
  }

  private NetworkPeer.Parcel rtcp(long now, NetworkPeer peer, byte[] bytes) {
    int length = peer.transport.openRtcp(bytes);
    if (length <= 0) {
      throw new Violation(Rule.OPENS_AT_THE_PEER, now, "RTCP to " + peer + ": " + length);
    }
    if (peer instanceof NetworkCamera camera) {
      of(camera).control(now, bytes, length);
    }
    return new NetworkPeer.Control(bytes, length);
  }

  private NetworkPeer.Parcel rtp(long now, NetworkPeer peer, byte[] bytes, PacketKind kind) {
    if (kind != PacketKind.RTP || !(peer instanceof NetworkViewer viewer)) {
      throw new Violation(Rule.ONLY_AUTHENTIC_MEDIA, now, kind + " to " + peer);
    }
    int length = viewer.transport.openRtp(bytes);
    if (length <= 0 || !rtp.wrap(bytes, 0, length)) {
      throw new Violation(Rule.OPENS_AT_THE_PEER, now, "RTP to " + peer + ": " + length);
    }
    for (ShownSlot slot : viewer.shown.values()) {
      if (slot.ssrc == rtp.ssrc()) {
        return media(now, viewer, slot, length);
      }
      if (slot.repairable && slot.ssrc + 1 == rtp.ssrc()) {
        return repair(now, viewer, slot, length);
      }
    }
    throw new Violation(Rule.ONLY_AUTHENTIC_MEDIA, now, "a source that was not announced");
  }

  private Sent media(long now, NetworkViewer viewer, ShownSlot slot, int length) {
    viewer.budget.earn(length);
    int transportNumber = transportNumber(now, viewer);
    Shot shot = rtp.payloadLength() == 0 ? null : authentic(now, rtp.payloadOffset());
    slot.media(now, rtp.sequenceNumber(), rtp.timestamp(), pictureId(shot), shot);
    return new Sent(slot, rtp.sequenceNumber(), rtp.timestamp(), shot, false, transportNumber);
  }

  private Sent repair(long now, NetworkViewer viewer, ShownSlot slot, int length) {
    int transportNumber = transportNumber(now, viewer);
    if (rtp.payloadLength() == 0 && transportNumber >= 0) {
      slot.repairs.numbered(now, rtp.sequenceNumber());
      return Sent.probe(slot, rtp.timestamp(), transportNumber);
    }
    if (rtp.payloadLength() < 2) {
      throw new Violation(Rule.REPAIR_IS_BOUNDED, now, "an empty retransmission");
    }
    int original = BigEndian.u16(rtp.array(), rtp.payloadOffset());
    slot.repairs.numbered(now, rtp.sequenceNumber());
    if (rtp.payloadLength() == 2) {
      return new Sent(slot, original, rtp.timestamp(), null, true, transportNumber);
    }
    Shot shot = authentic(now, rtp.payloadOffset() + 2);
    slot.repairs.repeated(now, length, original, rtp.timestamp(), shot);
    return new Sent(slot, original, rtp.timestamp(), shot, true, transportNumber);
  }

  private int pictureId(@Nullable Shot shot) {
    return shot != null
            && shot.source.codec == Codec.VP8
            && descriptor.wrap(rtp.array(), rtp.payloadOffset(), rtp.payloadLength())
        ? descriptor.pictureId()
        : 0;
  }

  /** What a camera sent and the bridge could open, byte for byte. */
  private Shot authentic(long now, int payloadOffset) {
    byte[] array = rtp.array();
    int end = rtp.payloadOffset() + rtp.payloadLength();
    int source = Source.numberIn(array, end);
    Shot shot =
        source < 0 || source >= network.sources.size()
            ? null
            : network.sources.get(source).shot(Source.sequenceIn(array, end));
    if (shot == null || !isUnchanged(shot, array, payloadOffset, end)) {
      throw new Violation(Rule.ONLY_AUTHENTIC_MEDIA, now, "no camera made what is sent: " + shot);
    }
    if (!shot.delivered() || shot.deliveredAt > now) {
      throw new Violation(Rule.ONLY_AUTHENTIC_MEDIA, now, shot + " is sent before it has come");
    }
    return shot;
  }

  private static boolean isUnchanged(Shot shot, byte[] array, int from, int end) {
    int fixed = Picture.fixedFrom(shot.source.codec);
    return Arrays.equals(array, from + fixed, end, shot.payload, fixed, shot.payload.length);
  }

  private int transportNumber(long now, NetworkViewer viewer) {
    int at = rtp.extension(NetworkViewer.TRANSPORT_CC_ID);
    if (!viewer.habits.transportCc() || at < 0) {
      return -1;
    }
    int number = BigEndian.u16(rtp.array(), at);
    viewer.numbering.sent(now, number);
    return number;
  }

  /** A Loop has turned. */
  void turnEnded(NetworkLoop loop, long now) {
    for (ShownSlot slot : slots) {
      if (slot.viewer.loop == loop && slot.viewer.live) {
        slot.checkGaps(now);
        slot.viewer.numbering.check(now);
      }
    }
    for (CameraWatch camera : cameras.values()) {
      camera.checkMissed(now);
    }
    numbers.check(loop, now);
  }
}
