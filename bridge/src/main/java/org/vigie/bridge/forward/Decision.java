package org.vigie.bridge.forward;

import java.util.Map;
import java.util.OptionalInt;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.codec.PictureNumbers;

/**
 * What a {@link Forwarder} decided of one packet; reused. The numbers mean something only if it is
 * forwarded.
 */
public final class Decision {
  static final PayloadFormat NO_FORMAT =
      new PayloadFormat(0, Codec.PCMU, 1, Map.of(), OptionalInt.empty());

  private DropCause cause = DropCause.KEY_FRAME_AWAITED;
  private PayloadFormat format = NO_FORMAT;
  private long sequence;
  private int timestamp;
  private long captureNanos;
  private int pictureId = PictureNumbers.ABSENT;
  private int levelZeroIndex = PictureNumbers.ABSENT;
  private int frameNumber = PictureNumbers.ABSENT;
  private boolean start;
  private boolean empty;
  private boolean endsPicture;

  void drop(DropCause why) {
    cause = why;
    start = false;
  }

  void forward(PayloadFormat viewerFormat, long newSequence, int newTimestamp, long capture) {
    cause = DropCause.NONE;
    format = viewerFormat;
    sequence = newSequence;
    timestamp = newTimestamp;
    captureNanos = capture;
    pictureId = PictureNumbers.ABSENT;
    levelZeroIndex = PictureNumbers.ABSENT;
    frameNumber = PictureNumbers.ABSENT;
    start = false;
    empty = false;
    endsPicture = false;
  }

  void number(int newPictureId, int newLevelZeroIndex) {
    pictureId = newPictureId;
    levelZeroIndex = newLevelZeroIndex;
  }

  void numberFrame(int newFrameNumber) {
    frameNumber = newFrameNumber;
  }

  /** Whether only its number is used: the viewer waits for it, and its picture is not given. */
  void leaveOut(boolean isEmpty) {
    empty = isEmpty;
  }

  /** Whether the picture ends with it, although the camera's goes on. */
  void end(boolean ends) {
    endsPicture = ends;
  }

  void markStart() {
    start = true;
  }

  /** Whether the packet goes to the viewer. */
  public boolean forwarded() {
    return cause == DropCause.NONE;
  }

  /** Why not. */
  public DropCause cause() {
    return cause;
  }

  /** The viewer's format. */
  public PayloadFormat format() {
    return format;
  }

  /** The viewer's extended sequence number; its low 16 bits are written. */
  public long sequence() {
    return sequence;
  }

  /** The viewer's RTP timestamp. */
  public int timestamp() {
    return timestamp;
  }

  /**
   * When the viewer is to believe that its media was captured, in Loop time: of pictures of the
   * past, shortly before the live ones.
   */
  public long captureNanos() {
    return captureNanos;
  }

  /** The viewer's picture id, or {@link PictureNumbers#ABSENT}. */
  public int pictureId() {
    return pictureId;
  }

  /** The viewer's TL0PICIDX, or {@link PictureNumbers#ABSENT}. */
  public int levelZeroIndex() {
    return levelZeroIndex;
  }

  /** The viewer's frame number in the dependency descriptor, or {@link PictureNumbers#ABSENT}. */
  public int frameNumber() {
    return frameNumber;
  }

  /** Whether the viewer's picture ends with it, although the camera's goes on. */
  boolean endsPicture() {
    return endsPicture;
  }

  /** Whether it goes out without content, so that the viewer does not wait for it. */
  public boolean empty() {
    return empty;
  }

  /**
   * Whether the viewer is moved to this packet's source with it. What overtook it on the way was
   * dropped, but is in the Layer's history: the caller may give it to the Forwarder again, in
   * order.
   */
  public boolean starts() {
    return start;
  }
}
