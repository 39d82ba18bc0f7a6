package org.vigie.bridge.srtp;

import org.vigie.bridge.dtls.SrtpKeys;

/**
 * Protects and opens the packets of one Session, in place, one context per SSRC and direction with
 * replay protection. For one thread.
 *
 * <p>Each method returns the packet's new length, or one of the negative constants; then the bytes
 * are undefined and the packet must be dropped.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class SrtpTransform implements AutoCloseable {
  /** Too short, too long, or not RTP version 2. */
  public static final int MALFORMED = -1;

  /** Forged, damaged, or protected with another key. */
  public static final int UNAUTHENTICATED = -2;

  /** Came before, or is older than the replay window. */
  public static final int REPLAYED = -3;

  /** The array has no room for what protection appends. */
  public static final int NO_ROOM = -4;

  /** More than {@link #MAX_SSRCS} sources. */
  public static final int TOO_MANY_SSRCS = -5;

  /** The cipher refused. */
  public static final int FAILED = -6;

  /** SSRCs per direction. */
  public static final int MAX_SSRCS = 64;

  /** Bytes that protection adds at most, to RTP or RTCP. */
  public static final int MAX_OVERHEAD = 20;

  /** A transform without contexts; they come with the first packet of each SSRC. */
  public SrtpTransform(SrtpKeys keys) {
    throw new UnsupportedOperationException();
  }

  /** RTP to SRTP; the array needs {@link #MAX_OVERHEAD} bytes of room behind the packet. */
  public int protectRtp(byte[] array, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  /** A compound RTCP packet to SRTCP; the array needs {@link #MAX_OVERHEAD} bytes of room. */
  public int protectRtcp(byte[] array, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  /** SRTP to RTP. */
  public int unprotectRtp(byte[] array, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  /** SRTCP to RTCP. */
  public int unprotectRtcp(byte[] array, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  /** Forgets keys and contexts. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
