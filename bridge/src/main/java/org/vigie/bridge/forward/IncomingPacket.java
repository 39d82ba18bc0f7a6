package org.vigie.bridge.forward;

import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.codec.PictureNumbers;
import org.vigie.bridge.codec.Vp8Descriptor;
import org.vigie.bridge.codec.Vp9Descriptor;
import org.vigie.bridge.rtp.RtpPacket;

/**
 * One packet of a Track on its way to the Forwarders, with what was found out about it once for all
 * of them. Reused: it stands until the next {@link #set}. The bytes belong to whoever called it and
 * are only read.
 */
public final class IncomingPacket {
  private static final PayloadFormat NO_FORMAT =
      new PayloadFormat(0, Codec.PCMU, 1, Map.of(), OptionalInt.empty());

  static final int UNSAID = -1;

  private final Vp8Descriptor vp8 = new Vp8Descriptor();
  private final Vp9Descriptor vp9 = new Vp9Descriptor();
  private Layer layer;
  private PayloadFormat format = NO_FORMAT;
  private RtpPacket rtp;
  private long sequence;
  private long arrivalNanos;
  private long captureNanos;
  private boolean keyFrameStart;
  private boolean keyFrameDenied;
  private int pixels;
  private int heldBackMillis = UNSAID;
  private int place;
  private @Nullable PictureNumbers numbers;

  /** A packet of a Layer without content, until {@link #set}. */
  public IncomingPacket(Layer layer, RtpPacket rtp) {
    this.layer = layer;
    this.rtp = rtp;
  }

  /**
   * Takes a packet.
   *
   * @param format what its payload type means in the camera's SDP
   * @param sequence its extended sequence number
   * @param arrivalNanos when it came
   * @param captureNanos when its media was captured, in Loop time; its arrival where nothing better
   *     is known
   */
  public void set(
      Layer layer,
      PayloadFormat format,
      RtpPacket rtp,
      long sequence,
      long arrivalNanos,
      long captureNanos) {
    this.layer = layer;
    this.format = format;
    this.rtp = rtp;
    this.sequence = sequence;
    this.arrivalNanos = arrivalNanos;
    this.captureNanos = captureNanos;
    keyFrameStart = false;
    keyFrameDenied = false;
    pixels = 0;
    heldBackMillis = UNSAID;
    place = LayerPlace.BASE;
    PictureNumbers carried = numbersOf(format.codec());
    boolean whole =
        carried != null && carried.wrap(rtp.array(), rtp.payloadOffset(), rtp.payloadLength());
    numbers = whole ? carried : null;
  }

  private @Nullable PictureNumbers numbersOf(Codec codec) {
    return switch (codec) {
      case VP8 -> vp8;
      case VP9 -> vp9;
      default -> null;
    };
  }

  /**
   * Takes all that is known of another packet.
   *
   * @param copy shows a copy of that packet's bytes
   */
  public void set(IncomingPacket other, RtpPacket copy) {
    set(other.layer, other.format, copy, other.sequence, other.arrivalNanos, other.captureNanos);
    keyFrameStart = other.keyFrameStart;
    keyFrameDenied = other.keyFrameDenied;
    pixels = other.pixels;
    heldBackMillis = other.heldBackMillis;
    place = other.place;
  }

  /** Says where it stands among the temporal and spatial layers; see {@link LayerPlace}. */
  public void place(int itsPlace) {
    place = itsPlace;
  }

  /** Where it stands among the temporal and spatial layers; see {@link LayerPlace}. */
  public int place() {
    return place;
  }

  /**
   * Says that a decoder can start with this packet: the first of a key frame, parameter sets
   * included.
   *
   * @param pixels width times height of the picture, 0 if unknown
   */
  public void startsKeyFrame(int pixels) {
    keyFrameStart = true;
    this.pixels = Math.max(0, pixels);
  }

  /**
   * Says how long viewers should hold its picture back at least, so that losses on the camera's
   * line do not show.
   *
   * @param millis ms; negative where they need not be told
   */
  public void holdBack(int millis) {
    heldBackMillis = millis;
  }

  /** How long viewers should hold its picture back at least, ms; negative if that is not said. */
  public int heldBackMillis() {
    return heldBackMillis;
  }

  /** Says that what began as a key frame with this timestamp is an ordinary picture. */
  public void deniesKeyFrame() {
    keyFrameDenied = true;
  }

  /** Whether what began as a key frame with this timestamp is an ordinary picture. */
  public boolean keyFrameDenied() {
    return keyFrameDenied;
  }

  /** Where it came from. */
  public Layer layer() {
    return layer;
  }

  /** What its payload type means in the camera's SDP. */
  public PayloadFormat format() {
    return format;
  }

  /** The packet itself. */
  public RtpPacket rtp() {
    return rtp;
  }

  /** Its extended sequence number. */
  public long sequence() {
    return sequence;
  }

  /** When it came. */
  public long arrivalNanos() {
    return arrivalNanos;
  }

  /** When its media was captured, in Loop time. */
  public long captureNanos() {
    return captureNanos;
  }

  /** Whether a decoder can start with it; always true of sound. */
  public boolean keyFrameStart() {
    return keyFrameStart || format.codec().kind() == MediaKind.AUDIO;
  }

  /** Size of the picture that starts here, 0 if unknown. */
  public int pixels() {
    return pixels;
  }

  /** Whether it carries nothing: padding that probes the line. */
  public boolean paddingOnly() {
    return rtp.payloadLength() == 0;
  }

  /** Bits of the picture id: 7, 15, or 0 without one. */
  public int pictureIdBits() {
    return numbers == null ? 0 : numbers.pictureIdBits();
  }

  /** The picture id of VP8 or VP9, or {@link PictureNumbers#ABSENT}. */
  public int pictureId() {
    return numbers == null ? PictureNumbers.ABSENT : numbers.pictureId();
  }

  /** TL0PICIDX of VP8 or VP9, or {@link PictureNumbers#ABSENT}. */
  public int levelZeroIndex() {
    return numbers == null ? PictureNumbers.ABSENT : numbers.levelZeroIndex();
  }

  /**
   * Whether picture ids have no gap where pictures are left out. Those of VP9 have, because
   * references are told as differences of them.
   */
  boolean closesPictureIds() {
    return numbers == vp8;
  }

  /** Writes a decision's picture id and TL0PICIDX into a copy of the payload. */
  void describe(Decision decision, byte[] copy, int offset) {
    if (numbers != null) {
      numbers.rewrite(copy, offset, decision.pictureId(), decision.levelZeroIndex());
    }
  }
}
