package org.vigie.bridge.codec;

import org.vigie.bridge.api.Codec;

/**
 * What a relay must know of a payload, read from its first bytes: where frames and key frames
 * begin, the layer, the picture size. A reusable view: {@link #inspect}, then the getters. Nothing
 * is carried from one payload to the next.
 */
public abstract sealed class PayloadInspector
    permits H264Inspector, Vp8Inspector, Vp9Inspector, Av1Inspector, AudioInspector {
  private boolean startsFrame;
  private boolean endsFrame;
  private boolean keyFrame;
  private boolean parameterSets;
  private boolean awaitsSlice;
  private boolean ordinarySlice;
  private boolean discardable;
  private boolean switchingPoint;
  private int temporalLayer;
  private int spatialLayer;
  private int width;
  private int height;

  PayloadInspector() {}

  /** A new inspector for this codec's payload format. */
  public static PayloadInspector of(Codec codec) {
    return switch (codec) {
      case H264 -> new H264Inspector();
      case VP8 -> new Vp8Inspector();
      case VP9 -> new Vp9Inspector();
      case AV1 -> new Av1Inspector();
      case OPUS, PCMU, PCMA -> new AudioInspector();
    };
  }

  /**
   * Looks at the payload in {@code array[offset .. offset + length)}, padding excluded.
   *
   * @return false if it is malformed or empty; the getters then are all false and 0
   */
  public final boolean inspect(byte[] array, int offset, int length) {
    clear();
    if (offset < 0 || length < 1 || length > array.length - offset) {
      return false;
    }
    if (!parse(array, offset, length)) {
      clear();
      return false;
    }
    return true;
  }

  /**
   * Whether this may be the first packet of a frame. VP8 and VP9 say so for certain; H.264 and AV1
   * leave it open in some packets, and then a change of the timestamp decides.
   */
  public final boolean startsFrame() {
    return startsFrame;
  }

  /** Whether a frame of one spatial layer of VP9 ends here. */
  public final boolean endsFrame() {
    return endsFrame;
  }

  /**
   * Whether a key frame begins here. For H.264 that is true of parameter sets as well as of the
   * first slice of the IDR picture that follows: the first such packet of a timestamp counts.
   */
  public final boolean keyFrame() {
    return keyFrame;
  }

  /** Whether the packet holds a sequence parameter set (H.264) or sequence header (AV1). */
  public final boolean parameterSets() {
    return parameterSets;
  }

  /**
   * Whether an H.264 packet holds parameter sets without any slice: {@link #keyFrame()} is then a
   * promise, kept if a slice of the same timestamp is an IDR slice. Some encoders repeat parameter
   * sets before ordinary pictures.
   */
  public final boolean awaitsSlice() {
    return awaitsSlice;
  }

  /** Whether an H.264 slice begins here that is no IDR slice, so that its picture is none. */
  public final boolean ordinarySlice() {
    return ordinarySlice;
  }

  /** Whether no other picture refers to this one, as far as the payload says. */
  public final boolean discardable() {
    return discardable;
  }

  /** Whether a receiver of the lower temporal layers may take this layer up from here. */
  public final boolean switchingPoint() {
    return switchingPoint;
  }

  /** The temporal layer, 0..7; 0 if the payload names none. */
  public final int temporalLayer() {
    return temporalLayer;
  }

  /** The spatial layer, 0..7; 0 if the payload names none. */
  public final int spatialLayer() {
    return spatialLayer;
  }

  /** Pixels across, if this packet says; else 0. */
  public final int width() {
    return width;
  }

  /** Pixels down, if this packet says; else 0. */
  public final int height() {
    return height;
  }

  /** Reads the payload, whose bounds were checked; false if it is malformed. */
  abstract boolean parse(byte[] array, int offset, int length);

  final void foundFrameStart() {
    startsFrame = true;
  }

  final void foundFrameEnd() {
    endsFrame = true;
  }

  final void foundKeyFrame() {
    keyFrame = true;
  }

  final void foundParameterSets() {
    parameterSets = true;
  }

  final void setAwaitsSlice(boolean awaits) {
    awaitsSlice = awaits;
  }

  final void foundOrdinarySlice() {
    ordinarySlice = true;
  }

  final void setDiscardable(boolean discardable) {
    this.discardable = discardable;
  }

  final void setSwitchingPoint(boolean switchingPoint) {
    this.switchingPoint = switchingPoint;
  }

  final void setLayer(int temporal, int spatial) {
    temporalLayer = temporal;
    spatialLayer = spatial;
  }

  final void setSize(int width, int height) {
    this.width = width;
    this.height = height;
  }

  private void clear() {
    startsFrame = false;
    endsFrame = false;
    keyFrame = false;
    parameterSets = false;
    awaitsSlice = false;
    ordinarySlice = false;
    discardable = false;
    switchingPoint = false;
    setLayer(0, 0);
    setSize(0, 0);
  }
}
