package org.vigie.simulator.load;

import java.io.IOException;
import java.util.List;
import org.vigie.bridge.api.Candidate;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.simulator.rtp.ExtensionIds;
import org.vigie.simulator.sdp.Offer;
import org.vigie.simulator.transport.IceLink;

/**
 * A server under test, seen from its signalling. Who offers and who answers is its own affair: the
 * load test says what its end of a session is and hears what the other end is. It is always the
 * controlling ICE agent and the DTLS client.
 *
 * <p>Any number of virtual threads call at once, each for a session of its own.
 */
public interface MediaServer extends AutoCloseable {
  /** What it is, for the report. */
  String name();

  /**
   * Makes cameras 0 to {@code cameras - 1} known. Called once, first.
   *
   * @throws IOException naming the cause and the remedy
   */
  void prepare(int cameras) throws IOException, InterruptedException;

  /** Makes a session in which a camera sends VP8. */
  Session publish(int camera, LocalEnd local, Offer.Source source)
      throws IOException, InterruptedException;

  /** Makes a session in which VP8 of a camera is received. */
  Session subscribe(int camera, LocalEnd local) throws IOException, InterruptedException;

  /** Takes back what {@link #prepare} did; sessions end before. */
  @Override
  void close();

  /** Our end of a session. */
  record LocalEnd(IceCredentials ice, List<Candidate> candidates, Fingerprint fingerprint) {
    public LocalEnd {
      candidates = List.copyOf(candidates);
    }
  }

  /** A session that the server made. */
  interface Session {
    /** What was agreed on. */
    Agreement agreement();

    /** Ends it at the server; fails silently where the server is away. */
    void end();
  }

  /**
   * What both ends know when signalling is over.
   *
   * @param peer its ICE end
   * @param fingerprints of the certificates that it may show
   */
  record Agreement(IceLink.Peer peer, List<Fingerprint> fingerprints, Video video) {
    public Agreement {
      fingerprints = List.copyOf(fingerprints);
    }
  }

  /**
   * The one video m-line.
   *
   * @param payloadType of VP8
   * @param rtxPayloadType negative without RTX
   * @param ssrc that the server sends with, 0 where SDP does not say or it only receives
   * @param rtxSsrc the same for RTX
   * @param transportFeedback whether a receiver sends transport-wide feedback
   */
  record Video(
      int payloadType,
      int rtxPayloadType,
      int ssrc,
      int rtxSsrc,
      String mid,
      ExtensionIds extensions,
      boolean transportFeedback) {}
}
