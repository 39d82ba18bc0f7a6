package org.vigie.signaling.sdp;

/** What a description may hold at most; real ones stay far below. */
public final class SdpLimits {
  /** Characters of the whole text. */
  public static final int MAX_CHARS = 128 * 1024;

  /** Characters of one line. */
  public static final int MAX_LINE_CHARS = 4096;

  /** Lines of the whole text, blank ones included. */
  public static final int MAX_LINES = 4000;

  /** M-lines of one description. */
  public static final int MAX_MEDIA = 32;

  /** Attributes of one m-line, or of the session level. */
  public static final int MAX_ATTRIBUTES = 1500;

  private SdpLimits() {}
}
