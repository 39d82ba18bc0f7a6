package org.vigie.bridge.session;

import java.util.Map;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.SessionState;
import org.vigie.bridge.api.TransportSpec;
import org.vigie.bridge.udp.Path;

/** What a Session asks of the Loop that owns it. */
public interface SessionHost {
  /** The handshake of a Session: runs elsewhere, because it blocks on wall time. */
  interface Handshake {
    /** A record that came over a proved path. */
    void receive(byte[] array, int offset, int length);

    /** Says close_notify and ends. */
    void close();
  }

  /**
   * Starts the handshake; its records come back through {@link Session#sendDtls}, its result as
   * keys or closure.
   */
  Handshake startHandshake(Session session, TransportSpec spec);

  /** This Session proved the path: DTLS and SRTP that arrive over it are for this Session. */
  void proved(Session session, Path path);

  /** The path is no longer this Session's. */
  void released(Session session, Path path);

  /** The Session has come to this state. */
  void changed(Session session, SessionState state);

  /** No valid STUN check came in time; the Session goes on waiting. */
  void noStun(Session session);

  /** What the peer has not negotiated has changed: the codec by m-line. */
  void refused(Session session, Map<String, Codec> codecs);

  /** The Session is over; forget it. */
  void ended(Session session, EndReason reason);
}
