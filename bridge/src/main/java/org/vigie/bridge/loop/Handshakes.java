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

/** Runs DTLS beside the Loop; what comes of it returns as commands. */
final class Handshakes {
  /** Fits every path that carries IPv6, less UDP and IP headers. */
  private static final int MTU = 1_200;

  private final DtlsCertificate certificate;
  private final Consumer<LoopCommand> commands;
  private int open;

  Handshakes(DtlsCertificate certificate, Consumer<LoopCommand> commands) {
    this.certificate = certificate;
    this.commands = commands;
  }

  Handshake start(Session session, TransportSpec spec) {
    open++;
    DtlsEndpoint endpoint =
        DtlsEndpoint.start(
            spec.localRole(), certificate, spec.remoteFingerprints(), MTU, new Listener(session));
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

  /** One association is over. */
  void over() {
    open--;
  }

  /** Associations that have not ended. */
  int open() {
    return open;
  }

  private final class Listener implements DtlsListener {
    private final Session session;

    Listener(Session session) {
      this.session = session;
    }

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
