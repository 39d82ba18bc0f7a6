package org.vigie.bridge.session;

import org.jspecify.annotations.Nullable;
import org.vigie.bridge.dtls.SrtpKeys;
import org.vigie.bridge.srtp.SrtpTransform;
import org.vigie.bridge.udp.Path;

/**
 * Protects what a Session sends and opens what it receives. Nothing leaves before there are keys
 * and a selected path, and nothing that could not be protected leaves at all.
 */
public final class SecureTransport {
  private final Outbox outbox;
  private final DropCounters drops;
  private @Nullable SrtpTransform srtp;
  private @Nullable Path path;
  private long packetsIn;
  private long packetsOut;
  private long bytesIn;
  private long bytesOut;
  private long rejected;

  /** A transport without keys or path. */
  public SecureTransport(Outbox outbox, DropCounters drops) {
    this.outbox = outbox;
    this.drops = drops;
  }

  void secure(SrtpKeys keys) {
    srtp = new SrtpTransform(keys);
  }

  void select(Path selected) {
    path = selected;
  }

  /**
   * Nothing leaves until another path is selected: at the far end of this one sits somebody else.
   */
  void deselect() {
    path = null;
  }

  void close() {
    if (srtp != null) {
      srtp.close();
      srtp = null;
    }
  }

  /** Whether packets can be sent now. */
  public boolean ready() {
    return srtp != null && path != null;
  }

  /**
   * Begins a packet: write it at {@link #offset()} of {@link #array()}, then send it, or begin
   * again.
   */
  public void begin() {
    outbox.begin();
  }

  /** Where the packet that was begun is written. */
  public byte[] array() {
    return outbox.array();
  }

  /** Its first byte. */
  public int offset() {
    return outbox.offset();
  }

  /** How far it may reach, with room left for protection. */
  public int limit() {
    return outbox.limit() - SrtpTransform.MAX_OVERHEAD;
  }

  /** Protects and sends the RTP packet of this length that was begun; false if it was dropped. */
  public boolean sendRtp(int length) {
    return srtp != null && commit(srtp.protectRtp(array(), offset(), length));
  }

  /** Protects and sends the RTCP packet of this length that was begun; false if it was dropped. */
  public boolean sendRtcp(int length) {
    return srtp != null && commit(srtp.protectRtcp(array(), offset(), length));
  }

  private boolean commit(int protectedLength) {
    if (protectedLength <= 0 || path == null) {
      drops.count(Drop.NOT_PROTECTED);
      return false;
    }
    outbox.commit(protectedLength, path);
    packetsOut++;
    bytesOut += protectedLength;
    return true;
  }

  /** Opens a packet in place: its new length, or 0 if it was dropped and counted. */
  int open(boolean rtcp, byte[] array, int offset, int length) {
    if (srtp == null) {
      return drop(Drop.BEFORE_KEYS);
    }
    int opened =
        rtcp ? srtp.unprotectRtcp(array, offset, length) : srtp.unprotectRtp(array, offset, length);
    if (opened <= 0) {
      return drop(causeOf(opened));
    }
    packetsIn++;
    bytesIn += length;
    return opened;
  }

  private int drop(Drop cause) {
    rejected++;
    drops.count(cause);
    return 0;
  }

  private static Drop causeOf(int status) {
    return switch (status) {
      case SrtpTransform.UNAUTHENTICATED, SrtpTransform.FAILED -> Drop.UNAUTHENTICATED;
      case SrtpTransform.REPLAYED -> Drop.REPLAYED;
      case SrtpTransform.TOO_MANY_SSRCS -> Drop.UNKNOWN_SSRC;
      default -> Drop.BAD_LENGTH;
    };
  }

  /** Counts an authenticated packet that was malformed inside, or not wanted. */
  void reject(Drop cause) {
    drop(cause);
  }

  long packetsIn() {
    return packetsIn;
  }

  long packetsOut() {
    return packetsOut;
  }

  long bytesIn() {
    return bytesIn;
  }

  long bytesOut() {
    return bytesOut;
  }

  long rejected() {
    return rejected;
  }
}
