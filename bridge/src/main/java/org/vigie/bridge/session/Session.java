package org.vigie.bridge.session;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SessionState;
import org.vigie.bridge.api.SessionStats;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.api.TransportSpec;
import org.vigie.bridge.dtls.DtlsClosure;
import org.vigie.bridge.dtls.SrtpKeys;
import org.vigie.bridge.ice.IceLite;
import org.vigie.bridge.ice.IceSink;
import org.vigie.bridge.rtp.RtpPacket;
import org.vigie.bridge.udp.Path;

/**
 * One peer's transport: ICE, DTLS and SRTP, whatever path its packets take. Driven by its Loop; it
 * reads no clock, owns no thread and opens no socket.
 */
public final class Session implements IceSink {
  /** How long a peer may take to its first valid STUN check before somebody is told. */
  public static final long NO_STUN_NANOS = 10_000_000_000L;

  /** Peers say something every few tenths of a second: who was silent for longer lost something. */
  private static final long SILENCE_NANOS = 500_000_000L;

  private final SessionId id;
  private final IceLite ice;
  private final TransportSpec spec;
  private final SecureTransport transport;
  private final Media media;
  private final SessionHost host;
  private final Outbox outbox;
  private final Set<Path> paths = new HashSet<>();
  private final RtpPacket packet = new RtpPacket();
  private final SignOfLife signOfLife = new SignOfLife();
  private final long noStunDeadline;
  private long nowNanos;
  private long heardNanos;
  private SessionState state = SessionState.WAITING;
  private boolean saidNoStun;
  private Map<String, Codec> saidRefused = Map.of();
  private @Nullable Path selected;
  private SessionHost.@Nullable Handshake handshake;
  private SrtpProfile srtpProfile = SrtpProfile.AEAD_AES_128_GCM;

  /** A Session that waits for its peer's first check. */
  public Session(
      SessionId id,
      IceLite ice,
      TransportSpec spec,
      SecureTransport transport,
      Media media,
      SessionHost host,
      Outbox outbox,
      long nowNanos) {
    this.id = id;
    this.ice = ice;
    this.spec = spec;
    this.transport = transport;
    this.media = media;
    this.host = host;
    this.outbox = outbox;
    this.noStunDeadline = nowNanos + NO_STUN_NANOS;
  }

  /** Its name. */
  public SessionId id() {
    return id;
  }

  /** How far it has come. */
  public SessionState state() {
    return state;
  }

  /** The path that the peer nominated, if any. */
  public @Nullable Path selectedPath() {
    return selected;
  }

  /** What protects its media; meaningful once it is connected. */
  public SrtpProfile srtpProfile() {
    return srtpProfile;
  }

  /** A STUN message for a user fragment of this Session. */
  public void stun(long nowNanos, Path path, byte[] array, int offset, int length) {
    this.nowNanos = nowNanos;
    ice.handle(nowNanos, path, array, offset, length, this);
  }

  @Override
  public void respond(Path path, byte[] array, int offset, int length) {
    outbox.add(array, offset, length, path);
  }

  @Override
  public void validated(Path path) {
    if (state == SessionState.ENDED) {
      return;
    }
    paths.add(path);
    host.proved(this, path);
    if (selected == null) {
      use(path);
    }
    if (state == SessionState.WAITING) {
      become(SessionState.CONNECTING);
      handshake = host.startHandshake(this, spec);
    }
  }

  @Override
  public void nominated(Path path) {
    use(path);
    if (state == SessionState.CONNECTED && nowNanos - heardNanos > SILENCE_NANOS) {
      media.resumed(nowNanos);
    }
  }

  private void use(Path path) {
    selected = path;
    transport.select(path);
  }

  @Override
  public void evicted(Path path) {
    paths.remove(path);
    host.released(this, path);
  }

  /** Another Session has proved this path since. */
  public void lose(Path path) {
    paths.remove(path);
    ice.forget(path);
    if (path.equals(selected)) {
      selected = null;
      transport.deselect();
    }
  }

  /** DTLS that arrived over a path of this Session. */
  public void dtls(byte[] array, int offset, int length) {
    if (handshake != null) {
      handshake.receive(array, offset, length);
    }
  }

  /** A record of the handshake for the peer; close_notify still leaves after the end. */
  public void sendDtls(byte[] record) {
    if (selected != null) {
      outbox.add(record, 0, record.length, selected);
    }
  }

  /** The handshake is done and the peer is who its SDP says. */
  public void secured(long nowNanos, SrtpKeys keys) {
    if (state != SessionState.CONNECTING) {
      return;
    }
    transport.secure(keys);
    srtpProfile = keys.profile();
    heardNanos = nowNanos;
    signOfLife.start(nowNanos, transport.packetsOut());
    become(SessionState.CONNECTED);
    media.secured(nowNanos);
  }

  /** The DTLS association is over, and the Session with it. */
  public void dtlsClosed(long nowNanos, DtlsClosure closure) {
    handshake = null;
    end(
        nowNanos,
        switch (closure) {
          case DtlsClosure.PeerClosed() -> EndReason.CLOSED;
          case DtlsClosure.FingerprintMismatch() -> EndReason.FINGERPRINT_MISMATCH;
          case DtlsClosure.Failed(String detail) -> EndReason.DTLS_FAILED;
          case DtlsClosure.LocalClosed() -> EndReason.DELETED;
        });
  }

  /** SRTP or SRTCP that arrived over a path of this Session. */
  public void srtp(long nowNanos, boolean rtcp, byte[] array, int offset, int length) {
    int opened = transport.open(rtcp, array, offset, length);
    if (opened == 0) {
      return;
    }
    heardNanos = nowNanos;
    if (rtcp) {
      media.rtcp(nowNanos, array, offset, opened);
    } else if (packet.wrap(array, offset, opened)) {
      media.rtp(nowNanos, packet);
    } else {
      transport.reject(Drop.MALFORMED);
    }
  }

  /** Whether checks for this user fragment of this end are still answered. */
  public boolean accepts(String ufrag) {
    return ice.accepts(ufrag);
  }

  /** Restarts ICE; the old pair carries media until the peer nominates a new one. */
  public void restart(IceCredentials local, IceCredentials remote) {
    ice.restart(local, remote);
  }

  /** Something may be due. */
  public void onTime(long nowNanos) {
    if (state == SessionState.ENDED) {
      return;
    }
    if (ice.expired(nowNanos)) {
      end(nowNanos, state == SessionState.WAITING ? EndReason.NO_ICE : EndReason.CONSENT_EXPIRED);
      return;
    }
    if (state == SessionState.WAITING && !saidNoStun && nowNanos >= noStunDeadline) {
      saidNoStun = true;
      host.noStun(this);
    }
    if (state == SessionState.CONNECTED) {
      media.onTime(nowNanos);
      if (signOfLife.due(nowNanos, transport.packetsOut())) {
        media.showLife();
        signOfLife.shown(transport.packetsOut());
      }
      sayRefused();
    }
  }

  private void sayRefused() {
    Map<String, Codec> refused = media.refused();
    if (!refused.equals(saidRefused)) {
      saidRefused = refused;
      host.refused(this, refused);
    }
  }

  /** When {@link #onTime} should be called next. */
  public long nextDeadlineNanos() {
    long deadline = ice.nextDeadline();
    if (state == SessionState.WAITING && !saidNoStun) {
      deadline = Math.min(deadline, noStunDeadline);
    }
    if (state == SessionState.CONNECTED) {
      deadline = Math.min(deadline, media.nextDeadlineNanos());
      deadline = Math.min(deadline, signOfLife.deadlineNanos());
    }
    return deadline;
  }

  /**
   * Ends it: BYE, close_notify, and nothing of it remains with the Loop. Ending twice is ending
   * once.
   */
  public void end(long nowNanos, EndReason reason) {
    if (state == SessionState.ENDED) {
      return;
    }
    media.ended(nowNanos);
    state = SessionState.ENDED;
    transport.close();
    if (handshake != null) {
      handshake.close();
      handshake = null;
    }
    paths.forEach(path -> host.released(this, path));
    paths.clear();
    host.ended(this, reason);
  }

  private void become(SessionState next) {
    state = next;
    host.changed(this, next);
  }

  /** Its numbers. */
  public SessionStats stats() {
    return new SessionStats(
        id,
        state,
        transport.packetsIn(),
        transport.packetsOut(),
        transport.bytesIn(),
        transport.bytesOut(),
        transport.rejected(),
        media.retransmitted(),
        media.line());
  }
}
