package org.vigie.bridge.forward;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.codec.PictureNumbers;
import org.vigie.bridge.feedback.NtpClock;
import org.vigie.bridge.rtp.BigEndian;
import org.vigie.bridge.rtp.RtpHeaderWriter;
import org.vigie.bridge.rtp.RtpPacket;
import org.vigie.bridge.rtp.Rtx;

/**
 * Writes the packets of one Slot: a new header with the viewer's extensions, then a copy of the
 * payload with the numbers of a {@link Decision}. The source is only read, because the next viewer
 * reads it too. Padding is left out.
 */
public final class PacketRewriter {
  /** What the write methods return if the packet does not fit. */
  public static final int NO_ROOM = -1;

  private static final int TRANSPORT_SEQUENCE_LENGTH = 2;
  private static final int ABS_SEND_TIME_LENGTH = 3;
  private static final int LONGEST_MID = 16;
  private static final int LONGEST_EXTENSION = 255;
  private static final byte[] NOTHING = {};
  private static final HeaderExtension[] EXTENSIONS = HeaderExtension.values();

  /** Two numbers of 12 bits, least and most, each in units of 10 ms. */
  private static final int PLAYOUT_UNIT_MILLIS = 10;

  private static final int PLAYOUT_LIMIT = 0xfff;

  /** Browsers show pictures as they come where the most is less than half a second. */
  private static final int AT_ONCE_LIMIT = 10;

  private final byte[] playoutDelay = new byte[3];
  private final byte[] captureTime = new byte[Long.BYTES];
  private final byte[] descriptor;
  private long captureNanos = Long.MIN_VALUE;
  private final int ssrc;
  private final int rtxSsrc;
  private final byte[] mid;
  private final NtpClock clock;
  private final ExtensionIds viewer;
  private final RtpHeaderWriter header = new RtpHeaderWriter();
  private int transportSequenceOffset = -1;
  private int absSendTimeOffset = -1;
  private @Nullable Layer heldBackLayer;
  private int layerHeldBackMillis = IncomingPacket.UNSAID;
  private int heldBackMillis = IncomingPacket.UNSAID;
  private int leastHeldBackMillis = IncomingPacket.UNSAID;
  private boolean atOnce;
  private long noRoom;
  private long extensionsLeftOut;

  /**
   * A writer for one Slot.
   *
   * @param ssrc the Slot's
   * @param rtxSsrc that of its retransmissions; not used without them
   * @param mid the Slot's; written where the viewer negotiated the extension, unless longer than 16
   *     bytes
   * @param viewerExtensions the viewer's ids
   * @param clock in whose time viewers are told when media was captured
   */
  public PacketRewriter(
      int ssrc,
      int rtxSsrc,
      String mid,
      Map<HeaderExtension, Integer> viewerExtensions,
      NtpClock clock) {
    this.ssrc = ssrc;
    this.rtxSsrc = rtxSsrc;
    this.mid = mid.getBytes(StandardCharsets.UTF_8);
    this.clock = clock;
    this.viewer = new ExtensionIds(viewerExtensions);
    boolean describes = viewer.id(HeaderExtension.DEPENDENCY_DESCRIPTOR) != ExtensionIds.NONE;
    this.descriptor = describes ? new byte[LONGEST_EXTENSION] : NOTHING;
    // Every offer that carries extensions is answered with a=extmap-allow-mixed.
    header.allowTwoByteForm(true);
  }

  /**
   * Says how long this viewer should hold pictures back at least, for the sake of his own line.
   *
   * @param millis ms; negative where he need not be told
   */
  public void holdBack(int millis) {
    heldBackMillis = millis;
  }

  /**
   * Has this viewer show each picture as soon as it is there, whatever else is said: he is given so
   * few that waiting makes none of them smoother. What was said holds until something else is.
   */
  public void showAtOnce(boolean newAtOnce) {
    atOnce = newAtOnce;
    leastHeldBackMillis = atOnce ? 0 : leastHeldBackMillis;
  }

  /**
   * Writes a forwarded packet to {@code target[offset ..)}, which must not overlap it.
   *
   * @param limit the first position that must not be written
   * @return its length in bytes, or {@link #NO_ROOM}
   */
  public int write(IncomingPacket packet, Decision decision, byte[] target, int offset, int limit) {
    header.begin(
        decision.format().payloadType(),
        isLast(packet, decision),
        (int) decision.sequence(),
        decision.timestamp(),
        ssrc);
    return write(packet, decision, false, target, offset, limit);
  }

  /**
   * Writes the retransmission of a packet (RFC 4588) in the same way. The viewer's format must have
   * an RTX payload type.
   *
   * @param rtxSequence in the space of the RTX SSRC; its low 16 bits are written
   */
  public int writeRetransmission(
      IncomingPacket packet,
      Decision decision,
      int rtxSequence,
      byte[] target,
      int offset,
      int limit) {
    header.begin(
        decision.format().rtxPayloadType().orElseThrow(),
        isLast(packet, decision),
        rtxSequence,
        decision.timestamp(),
        rtxSsrc);
    return write(packet, decision, true, target, offset, limit);
  }

  /**
   * Writes a packet of the RTX SSRC that carries nothing but padding, to see what the line takes.
   * The viewer's format must have an RTX payload type.
   *
   * @param bytes of padding, 1 to 255
   */
  public int writePadding(
      Decision like, int rtxSequence, int bytes, byte[] target, int offset, int limit) {
    int payloadType = like.format().rtxPayloadType().orElseThrow();
    header.begin(payloadType, false, rtxSequence, like.timestamp(), rtxSsrc);
    addOwnExtensions();
    int total = header.length() + bytes;
    if (limit > target.length || total > limit - offset) {
      noRoom++;
      return NO_ROOM;
    }
    int length = header.write(target, offset, limit);
    transportSequenceOffset = writtenAt(HeaderExtension.TRANSPORT_CC);
    absSendTimeOffset = writtenAt(HeaderExtension.ABS_SEND_TIME);
    return RtpHeaderWriter.pad(target, offset, length, bytes);
  }

  private static boolean isLast(IncomingPacket packet, Decision decision) {
    return (packet.rtp().marker() || decision.endsPicture()) && !decision.empty();
  }

  private int write(
      IncomingPacket packet,
      Decision decision,
      boolean again,
      byte[] target,
      int offset,
      int limit) {
    addOwnExtensions();
    addPlayoutDelay(packet);
    addCaptureTime(packet);
    addPassedOnExtensions(packet, decision);
    RtpPacket rtp = packet.rtp();
    int prefix = again ? Rtx.ORIGINAL_SEQUENCE_LENGTH : 0;
    int content = decision.empty() ? 0 : rtp.payloadLength();
    int total = header.length() + prefix + content;
    if (limit > target.length || total > limit - offset) {
      noRoom++;
      return NO_ROOM;
    }
    int payload = offset + header.write(target, offset, limit);
    if (again) {
      Rtx.writeOriginalSequence(target, payload, (int) decision.sequence());
    }
    payload += prefix;
    if (content > 0) {
      System.arraycopy(rtp.array(), rtp.payloadOffset(), target, payload, content);
      packet.describe(decision, target, payload);
    }
    transportSequenceOffset = writtenAt(HeaderExtension.TRANSPORT_CC);
    absSendTimeOffset = writtenAt(HeaderExtension.ABS_SEND_TIME);
    return total;
  }

  private int writtenAt(HeaderExtension extension) {
    int id = viewer.id(extension);
    return id == ExtensionIds.NONE ? -1 : header.extensionOffset(id);
  }

  private void addOwnExtensions() {
    int midId = viewer.id(HeaderExtension.MID);
    if (midId != ExtensionIds.NONE && mid.length > 0 && mid.length <= LONGEST_MID) {
      header.extension(midId, mid, 0, mid.length);
    }
    reserve(HeaderExtension.TRANSPORT_CC, TRANSPORT_SEQUENCE_LENGTH);
    reserve(HeaderExtension.ABS_SEND_TIME, ABS_SEND_TIME_LENGTH);
  }

  private void reserve(HeaderExtension extension, int length) {
    int id = viewer.id(extension);
    if (id != ExtensionIds.NONE && !header.reserve(id, length)) {
      extensionsLeftOut++;
    }
  }

  /**
   * Where the camera's line loses packets, instead of what the camera says. A viewer who was told
   * once has to be told 0 where it ends, also because another camera is shown.
   */
  private int heldBackMillis(IncomingPacket packet) {
    int camera = cameraHeldBackMillis(packet);
    int needed = atOnce ? 0 : Math.max(heldBackMillis, camera);
    int millis = Math.max(leastHeldBackMillis, needed);
    leastHeldBackMillis = millis > 0 ? 0 : leastHeldBackMillis;
    return millis;
  }

  /** Packets out of the history do not say it: for them counts what the Layer said last. */
  private int cameraHeldBackMillis(IncomingPacket packet) {
    if (packet.heldBackMillis() >= 0 || packet.layer() != heldBackLayer) {
      heldBackLayer = packet.layer();
      layerHeldBackMillis = packet.heldBackMillis();
    }
    return layerHeldBackMillis;
  }

  private void addPlayoutDelay(IncomingPacket packet) {
    int id = viewer.id(HeaderExtension.PLAYOUT_DELAY);
    int millis = heldBackMillis(packet);
    if (id == ExtensionIds.NONE || millis < 0) {
      return;
    }
    int least = Math.min(PLAYOUT_LIMIT, millis / PLAYOUT_UNIT_MILLIS);
    int most = atOnce ? AT_ONCE_LIMIT : PLAYOUT_LIMIT;
    playoutDelay[0] = (byte) (least >> 4);
    playoutDelay[1] = (byte) (least << 4 | most >> 8);
    playoutDelay[2] = (byte) most;
    if (!header.extension(id, playoutDelay, 0, playoutDelay.length)) {
      extensionsLeftOut++;
    }
  }

  /**
   * In the relay's time, whatever the camera's clock: a viewer need know one clock only. Of a
   * picture of the past it tells the true time, unlike the timestamp.
   */
  private void addCaptureTime(IncomingPacket packet) {
    int id = viewer.id(HeaderExtension.ABS_CAPTURE_TIME);
    if (id == ExtensionIds.NONE) {
      return;
    }
    if (packet.captureNanos() != captureNanos) {
      captureNanos = packet.captureNanos();
      BigEndian.put64(captureTime, 0, clock.ntp(captureNanos));
    }
    if (!header.extension(id, captureTime, 0, captureTime.length)) {
      extensionsLeftOut++;
    }
  }

  private void addPassedOnExtensions(IncomingPacket packet, Decision decision) {
    RtpPacket rtp = packet.rtp();
    if (rtp.extensionCount() == 0 || decision.empty()) {
      return;
    }
    ExtensionIds camera = packet.layer().extensions();
    addDescriptor(rtp, camera, decision);
    for (HeaderExtension extension : EXTENSIONS) {
      if (passesOn(extension, packet) && camera.id(extension) != ExtensionIds.NONE) {
        passOn(rtp, camera.id(extension), viewer.id(extension));
      }
    }
  }

  /** What the camera says of dependencies, under the viewer's own frame number. */
  private void addDescriptor(RtpPacket rtp, ExtensionIds camera, Decision decision) {
    int id = viewer.id(HeaderExtension.DEPENDENCY_DESCRIPTOR);
    if (id == ExtensionIds.NONE || decision.frameNumber() == PictureNumbers.ABSENT) {
      return;
    }
    int cameraId = camera.id(HeaderExtension.DEPENDENCY_DESCRIPTOR);
    int length = rtp.extensionLength(cameraId);
    System.arraycopy(rtp.array(), rtp.extension(cameraId), descriptor, 0, length);
    BigEndian.put16(descriptor, 1, decision.frameNumber());
    if (!header.extension(id, descriptor, 0, length)) {
      extensionsLeftOut++;
    }
  }

  private boolean passesOn(HeaderExtension extension, IncomingPacket packet) {
    return extension.passedOn()
        && extension != HeaderExtension.DEPENDENCY_DESCRIPTOR
        && (extension != HeaderExtension.PLAYOUT_DELAY || heldBackMillis(packet) < 0);
  }

  private void passOn(RtpPacket rtp, int cameraId, int viewerId) {
    int data = rtp.extension(cameraId);
    if (viewerId == ExtensionIds.NONE || data < 0) {
      return;
    }
    if (!header.extension(viewerId, rtp.array(), data, rtp.extensionLength(cameraId))) {
      extensionsLeftOut++;
    }
  }

  /**
   * Where in the target the last packet has its transport-wide sequence number to be filled in, or
   * -1.
   */
  public int transportSequenceOffset() {
    return transportSequenceOffset;
  }

  /** Where in the target the last packet has its absolute send time to be filled in, or -1. */
  public int absSendTimeOffset() {
    return absSendTimeOffset;
  }

  /** Packets that did not fit. */
  public long noRoom() {
    return noRoom;
  }

  /** Extension elements that the header could not carry. */
  public long extensionsLeftOut() {
    return extensionsLeftOut;
  }
}
