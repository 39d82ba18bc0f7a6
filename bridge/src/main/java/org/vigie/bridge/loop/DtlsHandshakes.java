package org.vigie.bridge.loop;

import java.util.function.Consumer;
import org.vigie.bridge.api.TransportSpec;
import org.vigie.bridge.dtls.DtlsCertificate;
import org.vigie.bridge.dtls.DtlsClosure;
import org.vigie.bridge.dtls.DtlsEndpoint;
import org.vigie.bridge.dtls.DtlsListener;
import org.vigie.bridge.dtls.SrtpKeys;
import org.vigie.bridge.session.Session;
import org.vigie.bridge.session.SessionHost.Handshake;

/** Real handshakes, on virtual threads of their own. */
record DtlsHandshakes(DtlsCertificate certificate) implements Handshakes {
  /** Fits every path that carries IPv6, less UDP and IP headers. */
  private static final int MTU = 1_200;

  @Override
  public Handshake start(Session session, TransportSpec spec, Consumer<LoopCommand> commands) {
    Listener listener = new Listener(session, commands);
    DtlsEndpoint endpoint =
        DtlsEndpoint.start(spec.localRole(), certificate, spec.remoteFingerprints(), MTU, listener);
    return new Handshake() {
      @Override
      public void receive(byte[] array, int offset, int length) {
        endpoint.receive(array, offset, length);
      }

      @Override
      public void close() {
        endpoint.close();
      }
    };
  }

  private record Listener(Session session, Consumer<LoopCommand> commands) implements DtlsListener {
    @Override
    public void send(byte[] record) {
      commands.accept(new LoopCommand.SendDtls(session, record));
    }

    @Override
    public void connected(SrtpKeys keys) {
      commands.accept(new LoopCommand.Secured(session, keys));
    }

    @Override
    public void closed(DtlsClosure closure) {
      commands.accept(new LoopCommand.DtlsOver(session, closure));
    }
  }
}
