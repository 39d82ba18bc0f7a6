package org.vigie.bridge.loop;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.Feedback;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.api.SlotDescription;
import org.vigie.bridge.api.SlotSpec;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.RtpHeaderWriter;

/** A camera that sends layers, each of its packets made by hand, right or wrong. */
final class LayeredCamera {
  static final int MEDIA = 96;
  static final int RTX = 97;
  static final Map<HeaderExtension, Integer> EXTENSIONS =
      Map.of(
          HeaderExtension.MID, 1,
          HeaderExtension.RID, 2,
          HeaderExtension.REPAIRED_RID, 3,
          HeaderExtension.DEPENDENCY_DESCRIPTOR, 4,
          HeaderExtension.TRANSPORT_CC, 5);
  private static final List<String> RIDS = List.of("q", "h", "f");

  final VirtualPeer peer = new VirtualPeer();
  private final Codec codec;

  LayeredCamera(Codec codec) {
    this.codec = codec;
  }

  /** Announces three layers, or one source that its payload type tells. */
  LoopCommand open(String stream, boolean simulcast) {
    IncomingTrackSpec video =
        new IncomingTrackSpec(
            "0",
            MediaKind.VIDEO,
            List.of(format(codec)),
            EXTENSIONS,
            Set.of(Feedback.NACK, Feedback.PLI, Feedback.REMB, Feedback.TRANSPORT_CC),
            List.of(),
            simulcast ? RIDS : List.of());
    return peer.openCamera(stream, List.of(video));
  }

  /** A viewer of that codec, with transport-wide feedback and descriptors. */
  static LoopCommand openViewer(VirtualPeer viewer, Codec codec) {
    SlotSpec video =
        new SlotSpec(
            "0",
            MediaKind.VIDEO,
            List.of(format(codec)),
            EXTENSIONS,
            Set.of(Feedback.NACK, Feedback.PLI, Feedback.REMB, Feedback.TRANSPORT_CC));
    SlotDescription slot =
        new SlotDescription(
            "0", VirtualPeer.VIEWER_SSRC, OptionalLong.of(VirtualPeer.VIEWER_RTX_SSRC));
    return viewer.openViewer(List.of(video), List.of(slot));
  }

  private static PayloadFormat format(Codec codec) {
    Map<String, String> parameters =
        codec == Codec.H264
            ? Map.of("profile-level-id", "42e01f", "packetization-mode", "1")
            : Map.of();
    return new PayloadFormat(MEDIA, codec, 1, parameters, OptionalInt.of(RTX));
  }

  /** A packet of this source. */
  Packet packet(int ssrc, int sequence, int timestamp, byte... payload) {
    return new Packet(ssrc, sequence, timestamp, payload);
  }

  /** One packet being made. */
  final class Packet {
    private final RtpHeaderWriter header = new RtpHeaderWriter();
    private final int ssrc;
    private final int sequence;
    private final int timestamp;
    private final byte[] payload;
    private int payloadType = MEDIA;
    private boolean marker = true;
    private String rid = "";
    private HeaderExtension ridExtension = HeaderExtension.RID;
    private byte[] descriptor = {};
    private int transportSequence = -1;

    private Packet(int ssrc, int sequence, int timestamp, byte[] payload) {
      this.ssrc = ssrc;
      this.sequence = sequence;
      this.timestamp = timestamp;
      this.payload = payload;
    }

    /** It says that it is of this layer. */
    Packet rid(String itsRid) {
      rid = itsRid;
      return this;
    }

    /** It says that it repairs this layer. */
    Packet repairs(String itsRid) {
      rid = itsRid;
      ridExtension = HeaderExtension.REPAIRED_RID;
      payloadType = RTX;
      return this;
    }

    /** The picture goes on in the next one. */
    Packet unfinished() {
      marker = false;
      return this;
    }

    Packet descriptor(byte... bytes) {
      descriptor = bytes;
      return this;
    }

    Packet transportSequence(int number) {
      transportSequence = number;
      return this;
    }

    byte[] protect() {
      byte[] bytes = new byte[1_600];
      header.begin(payloadType, marker, sequence, timestamp, ssrc);
      header.allowTwoByteForm(true);
      add(HeaderExtension.MID, ascii("0"));
      add(ridExtension, ascii(rid));
      add(HeaderExtension.DEPENDENCY_DESCRIPTOR, descriptor);
      if (transportSequence >= 0) {
        byte[] number = new byte[2];
        BigEndian.put16(number, 0, transportSequence);
        add(HeaderExtension.TRANSPORT_CC, number);
      }
      int at = header.write(bytes, 0, bytes.length);
      System.arraycopy(payload, 0, bytes, at, payload.length);
      return peer.protectRtp(bytes, at + payload.length);
    }

    private void add(HeaderExtension extension, byte[] data) {
      if (data.length > 0) {
        header.extension(EXTENSIONS.getOrDefault(extension, 0), data, 0, data.length);
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Begins a VP8 key frame of this width (RFC 6386, section 9.1). */
  static byte[] keyFrame(int width) {
    return new byte[] {
      0x10, 0, 0, 0, (byte) 0x9d, 1, 0x2a, (byte) width, (byte) (width >> 8), (byte) 0xf0, 0, 9
    };
  }

  /** Begins another VP8 picture. */
  static byte[] picture() {
    return new byte[] {0x10, 1, 0, 0, 7};
  }

  /** Goes on with a VP8 picture. */
  static byte[] continuation() {
    return new byte[] {0, 1, 2, 3, 4};
  }
}
