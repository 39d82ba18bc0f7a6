package org.vigie.bridge.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.dtls.SrtpKeys;
import org.vigie.bridge.rtp.RtpHeaderWriter;
import org.vigie.bridge.srtp.SrtpTransform;
import org.vigie.bridge.udp.Path;

/**
 * Protects what a Session sends and opens what it receives. Nothing leaves before there are keys
 * and a selected path, and nothing that could not be protected leaves at all.
 */
public final class SecureTransport {
  private final Outbox outbox;
  private final DropCounters drops;
  private final List<Lane> lanes = new ArrayList<>();
  private final Lane prompt;
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
    this.prompt = newLane();
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
    lanes.forEach(Lane::drop);
  }

  void close() {
    lanes.forEach(Lane::release);
    if (srtp != null) {
      srtp.close();
      srtp = null;
    }
  }

  /** Whether packets can be sent now. */
  public boolean ready() {
    return srtp != null && path != null;
  }

  /** Where the next packet is written, from {@link #offset()} on. */
  public byte[] array() {
    return outbox.packet();
  }

  /** Its first byte. */
  public int offset() {
    return 0;
  }

  /** How far it may reach, with room left for protection. */
  public int limit() {
    return Outbox.PACKET_BYTES - SrtpTransform.MAX_OVERHEAD;
  }

  /** A row of packets of this Session that may wait for each other. */
  Lane newLane() {
    Lane lane = new Lane(outbox);
    lanes.add(lane);
    return lane;
  }

  /** Protects and sends the RTP packet of this length; false if it was dropped. */
  public boolean sendRtp(int length) {
    boolean added = addRtp(length, prompt);
    prompt.release();
    return added;
  }

  /**
   * Protects the RTP packet of this length and puts it into a lane, where it stays until that is
   * released.
   *
   * @return false if it was dropped
   */
  boolean addRtp(int length, Lane lane) {
    return srtp != null && commit(srtp.protectRtp(array(), offset(), length), lane);
  }

  /**
   * The same for a packet that others of its picture will follow: padding makes it as long as those
   * around it (RFC 3550, section 5.1).
   */
  boolean addPaddedRtp(int length, Lane lane) {
    if (srtp == null) {
      return false;
    }
    int padding = lane.paddingFor(length + srtp.rtpOverhead());
    int room = limit() - length;
    return addRtp(RtpHeaderWriter.pad(array(), offset(), length, Math.min(padding, room)), lane);
  }

  /** Protects and sends the RTCP packet of this length; false if it was dropped. */
  public boolean sendRtcp(int length) {
    if (srtp == null || !commit(srtp.protectRtcp(array(), offset(), length), prompt)) {
      return false;
    }
    prompt.release();
    return true;
  }

  private boolean commit(int protectedLength, Lane lane) {
    if (protectedLength <= 0 || path == null) {
      drops.count(Drop.NOT_PROTECTED);
      return false;
    }
    if (!lane.add(array(), offset(), protectedLength, path)) {
      drops.count(Drop.NO_ROOM);
      return false;
    }
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
