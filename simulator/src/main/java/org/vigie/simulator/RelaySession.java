package org.vigie.simulator;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.vigie.simulator.sdp.Answer;
import org.vigie.simulator.sdp.Offer;
import org.vigie.simulator.signal.SignalingClient;
import org.vigie.simulator.transport.DtlsIdentity;
import org.vigie.simulator.transport.IceLink;
import org.vigie.simulator.transport.SecureTransport;

/**
 * One session at the relay as its far end holds it: what was agreed on, and the transport. Whoever
 * opens it ends it with {@link #delete}, {@link #close} or {@link #vanish}.
 */
public final class RelaySession implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final Access access;
  private final SignalingClient.Session session;
  private final SecureTransport transport;

  private RelaySession(Access access, SignalingClient.Session session, SecureTransport transport) {
    this.access = access;
    this.session = session;
    this.transport = transport;
  }

  /**
   * What a peer needs to reach a relay; many may share one.
   *
   * @param ice how to make links
   * @param identity the certificate to show
   */
  public record Access(SignalingClient signaling, IceLink.Opener ice, DtlsIdentity identity) {}

  /**
   * Posts an offer and connects.
   *
   * @param endpoint of WHIP or WHEP
   * @throws org.vigie.simulator.signal.RefusedException if the relay says no
   * @throws IOException if there is no relay, or no way to its media port; nothing is left behind
   */
  public static RelaySession open(
      Access access, URI endpoint, List<Offer.Media> media, SecureTransport.Listener listener)
      throws IOException, InterruptedException {
    IceLink link = access.ice().open();
    SignalingClient.Session session;
    try {
      session = access.signaling().post(endpoint, offer(link, access, media));
    } catch (IOException | InterruptedException e) {
      link.close();
      throw e;
    }
    try {
      return new RelaySession(access, session, connect(access, link, session.answer(), listener));
    } catch (IOException e) {
      deleteQuietly(access, session);
      throw e;
    }
  }

  private static Offer offer(IceLink link, Access access, List<Offer.Media> media) {
    return new Offer(link.credentials(), link.candidates(), access.identity().fingerprint(), media);
  }

  private static SecureTransport connect(
      Access access, IceLink link, Answer answer, SecureTransport.Listener listener)
      throws IOException {
    if (!answer.setup().equals("passive")) {
      link.close();
      throw new IOException("the relay wants to be the DTLS client; only a=setup:passive is known");
    }
    IceLink.Peer peer = new IceLink.Peer(answer.ice(), answer.candidates());
    return SecureTransport.connect(
        link, peer, answer.fingerprints(), access.identity(), listener, LIMIT);
  }

  /** Where the session is asked about and deleted. */
  public URI url() {
    return session.url();
  }

  /** Of the ICE session, with its quotes. */
  public String etag() {
    return session.etag();
  }

  /** What the relay agreed to. */
  public Answer answer() {
    return session.answer();
  }

  /** The media path. */
  public SecureTransport transport() {
    return transport;
  }

  /** Asks the relay what became of the session. */
  public SignalingClient.Fate fate() throws IOException, InterruptedException {
    return access.signaling().fate(session.url());
  }

  /** Ends the session at the relay, then the transport. */
  public void delete() {
    deleteQuietly(access, session);
    close();
  }

  /** Ends the transport with a close_notify, without a DELETE. */
  @Override
  public void close() {
    transport.close();
  }

  /** Goes silent without a word. */
  public void vanish() {
    transport.vanish();
  }

  private static void deleteQuietly(Access access, SignalingClient.Session session) {
    try {
      access.signaling().delete(session.url());
    } catch (IOException _) {
      // The relay is away; it will notice that nobody consents any more.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
