package org.vigie.bridge.loop;

import java.util.function.Consumer;
import org.vigie.bridge.api.TransportSpec;
import org.vigie.bridge.session.Session;
import org.vigie.bridge.session.SessionHost.Handshake;

/**
 * Runs DTLS beside a Loop: real ones block on wall time, those of virtual time just hand out keys.
 */
public interface Handshakes {
  /**
   * Starts the handshake of a Session whose path is proved. What comes of it are commands: {@link
   * LoopCommand.SendDtls} and {@link LoopCommand.Secured} as it goes, {@link LoopCommand.DtlsOver}
   * exactly once.
   */
  Handshake start(Session session, TransportSpec spec, Consumer<LoopCommand> commands);
}
