package org.vigie.bridge.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.dtls.SrtpKeys;

/**
 * Protects and opens the packets of one Session, in place, one context per SSRC and direction with
 * replay protection over the last 64 packets. For one thread.
 *
 * <p>Each method returns the packet's new length, or one of the negative constants; then the packet
 * must be dropped. A packet that could not be protected is wiped: jitsi-srtp leaves it in the
 * clear.
 */
public final class SrtpTransform implements AutoCloseable {
  /** Too short, not version 2, or with a header longer than the packet. */
  public static final int MALFORMED = -1;

  /** Forged, damaged, or protected with another key. */
  public static final int UNAUTHENTICATED = -2;

  /** Came before, or is older than the replay window. */
  public static final int REPLAYED = -3;

  /** The array has no room for what protection appends. */
  public static final int NO_ROOM = -4;

  /** More sources than {@link #MAX_REMOTE_SSRCS} or {@link #MAX_LOCAL_SSRCS}. */
  public static final int TOO_MANY_SSRCS = -5;

  /** The cipher refused, or the transform is closed. */
  public static final int FAILED = -6;

  /** SSRCs that the peer may use. */
  public static final int MAX_REMOTE_SSRCS = 64;

  /** SSRCs that this end may use; a wall has many Slots with two each. */
  public static final int MAX_LOCAL_SSRCS = 1024;

  /** Bytes that protection adds at most: 16 to RTP, 20 to RTCP. */
  public static final int MAX_OVERHEAD = 20;

  /** A source whose first packet opened here has a lower number may have wrapped before. */
  private static final int SOON_AFTER_WRAP = 0x4000;

  private static final byte[] NOTHING = new byte[0];
  private static final int RTP_HEADER_BYTES = 12;
  private static final int RTCP_HEADER_BYTES = 8;
  private static final int RTCP_INDEX_BYTES = 4;

  private final int tagBytes;
  private final EvpContexts evpContexts = new EvpContexts();
  private final ContextFactory sending;
  private final ContextFactory receiving;
  private final SsrcTable<SrtpCryptoContext> rtpOut = new SsrcTable<>(MAX_LOCAL_SSRCS);
  private final SsrcTable<SrtcpCryptoContext> rtcpOut = new SsrcTable<>(MAX_LOCAL_SSRCS);
  private final SsrcTable<SrtpCryptoContext> rtpIn = new SsrcTable<>(MAX_REMOTE_SSRCS);
  private final SsrcTable<SrtcpCryptoContext> rtcpIn = new SsrcTable<>(MAX_REMOTE_SSRCS);
  private final PacketView view = new PacketView();
  // A context takes the SSRC of its cipher's IV from each packet, and a packet that fails leaves no
  // trace in it. So one context tries all unknown SSRCs, and joins the table with the first that
  // proves genuine: forged SSRCs cost no key derivation and fill no table.
  private @Nullable SrtpCryptoContext nextRtpIn;
  private @Nullable SrtpCryptoContext nextWrappedRtpIn;
  private @Nullable SrtcpCryptoContext nextRtcpIn;
  private byte[] sealed = NOTHING;
  private boolean closed;

  /**
   * A transform without contexts; they come with the first packet of each SSRC. It uses the cipher
   * that the process has pinned, and has it measured first if there is none.
   */
  public SrtpTransform(SrtpKeys keys) {
    this(keys, PinnedCiphers.source(keys.profile()));
  }

  SrtpTransform(SrtpKeys keys, CipherSource source) {
    SrtpProfile profile = keys.profile();
    tagBytes =
        profile == SrtpProfile.AES128_CM_HMAC_SHA1_80
            ? ContextFactory.HMAC_TAG_BYTES
            : ContextFactory.GCM_TAG_BYTES;
    CipherScope scope = new CipherScope(source, evpContexts);
    sending = new ContextFactory(true, keys.localKey(), keys.localSalt(), profile, scope);
    receiving = new ContextFactory(false, keys.remoteKey(), keys.remoteSalt(), profile, scope);
  }

  /** Bytes that protection adds to every RTP packet. */
  public int rtpOverhead() {
    return tagBytes;
  }

  /** RTP to SRTP; the array needs {@link #MAX_OVERHEAD} bytes of room behind the packet. */
  public int protectRtp(byte[] array, int offset, int length) {
    int result = closed ? FAILED : tryProtectRtp(array, offset, length);
    return wipedUnlessProtected(result, array, offset, length);
  }

  private int tryProtectRtp(byte[] array, int offset, int length) {
    if (!isRtp(array, offset, length)) {
      return MALFORMED;
    }
    if (array.length - offset - length < tagBytes) {
      return NO_ROOM;
    }
    try {
      SrtpCryptoContext context = rtpOutContext(u32(array, offset + 8));
      return context == null
          ? TOO_MANY_SSRCS
          : result(context.transformPacket(view.wrap(array, offset, length)));
    } catch (GeneralSecurityException | RuntimeException _) {
      return FAILED;
    }
  }

  /** A compound RTCP packet to SRTCP; the array needs {@link #MAX_OVERHEAD} bytes of room. */
  public int protectRtcp(byte[] array, int offset, int length) {
    int result = closed ? FAILED : tryProtectRtcp(array, offset, length);
    return wipedUnlessProtected(result, array, offset, length);
  }

  private int tryProtectRtcp(byte[] array, int offset, int length) {
    if (!isRtcp(array, offset, length)) {
      return MALFORMED;
    }
    if (array.length - offset - length < tagBytes + RTCP_INDEX_BYTES) {
      return NO_ROOM;
    }
    try {
      SrtcpCryptoContext context = rtcpOutContext(u32(array, offset + 4));
      return context == null
          ? TOO_MANY_SSRCS
          : result(context.transformPacket(view.wrap(array, offset, length)));
    } catch (GeneralSecurityException | RuntimeException _) {
      return FAILED;
    }
  }

  /** SRTP to RTP. */
  public int unprotectRtp(byte[] array, int offset, int length) {
    if (closed) {
      return FAILED;
    }
    if (!isRtp(array, offset, length - tagBytes)) {
      return MALFORMED;
    }
    int ssrc = u32(array, offset + 8);
    try {
      SrtpCryptoContext known = rtpIn.get(ssrc);
      return known == null
          ? unprotectFirstRtp(ssrc, array, offset, length)
          : result(known.reverseTransformPacket(view.wrap(array, offset, length), false));
    } catch (GeneralSecurityException | RuntimeException _) {
      nextRtpIn = null; // in an unknown state
      nextWrappedRtpIn = null;
      return FAILED;
    }
  }

  private int unprotectFirstRtp(int ssrc, byte[] array, int offset, int length)
      throws GeneralSecurityException {
    if (rtpIn.isFull()) {
      return TOO_MANY_SSRCS;
    }
    boolean mayHaveWrapped = u16(array, offset + 2) < SOON_AFTER_WRAP;
    if (mayHaveWrapped) {
      keepSealed(array, offset, length);
    }
    if (nextRtpIn == null) {
      nextRtpIn = receiving.rtp(ssrc, 0);
    }
    int result = result(nextRtpIn.reverseTransformPacket(view.wrap(array, offset, length), false));
    if (result > 0) {
      rtpIn.put(ssrc, nextRtpIn);
      nextRtpIn = null;
    }
    return result == UNAUTHENTICATED && mayHaveWrapped
        ? unprotectFirstWrappedRtp(ssrc, array, offset, length)
        : result;
  }

  /**
   * Where the numbers of a source have wrapped before anything of it arrived, the rollover counter
   * is 1 (RFC 3711, section 3.3.1). Browsers begin below 32,768, so that this cannot be; other
   * cameras do not.
   */
  private int unprotectFirstWrappedRtp(int ssrc, byte[] array, int offset, int length)
      throws GeneralSecurityException {
    System.arraycopy(sealed, 0, array, offset, length);
    if (nextWrappedRtpIn == null) {
      nextWrappedRtpIn = receiving.rtp(ssrc, 1);
    }
    int result =
        result(nextWrappedRtpIn.reverseTransformPacket(view.wrap(array, offset, length), false));
    if (result > 0) {
      rtpIn.put(ssrc, nextWrappedRtpIn);
      nextWrappedRtpIn = null;
    }
    return result;
  }

  /** An attempt that fails may leave anything in the packet. */
  private void keepSealed(byte[] array, int offset, int length) {
    if (sealed.length < length) {
      sealed = new byte[length];
    }
    System.arraycopy(array, offset, sealed, 0, length);
  }

  /** SRTCP to RTCP. */
  public int unprotectRtcp(byte[] array, int offset, int length) {
    if (closed) {
      return FAILED;
    }
    if (!isRtcp(array, offset, length - tagBytes - RTCP_INDEX_BYTES)) {
      return MALFORMED;
    }
    int ssrc = u32(array, offset + 4);
    try {
      SrtcpCryptoContext known = rtcpIn.get(ssrc);
      return known == null
          ? unprotectFirstRtcp(ssrc, view.wrap(array, offset, length))
          : result(known.reverseTransformPacket(view.wrap(array, offset, length)));
    } catch (GeneralSecurityException | RuntimeException _) {
      nextRtcpIn = null; // in an unknown state
      return FAILED;
    }
  }

  private int unprotectFirstRtcp(int ssrc, PacketView packet) throws GeneralSecurityException {
    if (rtcpIn.isFull()) {
      return TOO_MANY_SSRCS;
    }
    if (nextRtcpIn == null) {
      nextRtcpIn = receiving.rtcp(ssrc);
    }
    int result = result(nextRtcpIn.reverseTransformPacket(packet));
    if (result > 0) {
      rtcpIn.put(ssrc, nextRtcpIn);
      nextRtcpIn = null;
    }
    return result;
  }

  private @Nullable SrtpCryptoContext rtpOutContext(int ssrc) throws GeneralSecurityException {
    SrtpCryptoContext known = rtpOut.get(ssrc);
    if (known != null || rtpOut.isFull()) {
      return known;
    }
    SrtpCryptoContext added = sending.rtp(ssrc, 0);
    rtpOut.put(ssrc, added);
    return added;
  }

  private @Nullable SrtcpCryptoContext rtcpOutContext(int ssrc) throws GeneralSecurityException {
    SrtcpCryptoContext known = rtcpOut.get(ssrc);
    if (known != null || rtcpOut.isFull()) {
      return known;
    }
    SrtcpCryptoContext added = sending.rtcp(ssrc);
    rtcpOut.put(ssrc, added);
    return added;
  }

  /** Sources with a receiving context, RTP and RTCP together. */
  int remoteContexts() {
    return rtpIn.size() + rtcpIn.size();
  }

  /** Native cipher contexts that are open. */
  int nativeContexts() {
    return evpContexts.size();
  }

  /** Forgets the keys and frees native memory; whatever is asked afterwards fails. */
  @Override
  public void close() {
    closed = true;
    evpContexts.close();
    sending.close();
    receiving.close();
  }

  /** Anything but OK means drop, whatever the packet looks like. */
  private int result(SrtpErrorStatus status) {
    return switch (status) {
      case OK -> view.getLength();
      case AUTH_FAIL -> UNAUTHENTICATED;
      case REPLAY_FAIL, REPLAY_OLD -> REPLAYED;
      case INVALID_PACKET -> MALFORMED;
      case FAIL -> FAILED;
    };
  }

  private static int wipedUnlessProtected(int result, byte[] array, int offset, int length) {
    if (result < 0 && length > 0) {
      Arrays.fill(array, offset, offset + length, (byte) 0);
    }
    return result;
  }

  /** Whether the fixed header, the CSRCs and the extension fit (RFC 3550, section 5.1). */
  private static boolean isRtp(byte[] array, int offset, int length) {
    if (length < RTP_HEADER_BYTES || (array[offset] & 0xC0) != 0x80) {
      return false;
    }
    int header = RTP_HEADER_BYTES + 4 * (array[offset] & 0x0F);
    if ((array[offset] & 0x10) != 0) {
      if (length < header + 4) {
        return false;
      }
      header += 4 + 4 * u16(array, offset + header + 2);
    }
    return header <= length;
  }

  private static boolean isRtcp(byte[] array, int offset, int length) {
    return length >= RTCP_HEADER_BYTES && (array[offset] & 0xC0) == 0x80;
  }

  private static int u16(byte[] array, int offset) {
    return ((array[offset] & 0xFF) << 8) | (array[offset + 1] & 0xFF);
  }

  private static int u32(byte[] array, int offset) {
    return (u16(array, offset) << 16) | u16(array, offset + 2);
  }
}
