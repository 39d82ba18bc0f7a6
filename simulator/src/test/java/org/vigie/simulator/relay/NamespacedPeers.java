package org.vigie.simulator.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import org.vigie.bridge.api.Candidate;
import org.vigie.simulator.RelaySession;
import org.vigie.simulator.SimulatedViewer;
import org.vigie.simulator.signal.SignalingClient;
import org.vigie.simulator.transport.IceLink;
import org.vigie.simulator.transport.LightIce;

/**
 * The peers of {@link TwoAddressesTest}, a program for a network namespace: a camera and a viewer
 * for every pair of the relay's addresses, each of whom knows but one. {@link LightIce} takes only
 * what comes from the address that it asked. Ends with 0 if every viewer has seen pictures.
 */
final class NamespacedPeers {
  private static final long PICTURES = 50;

  private final HttpClient http = HttpClient.newHttpClient();
  private final InetAddress from;
  private final String origin;
  private final String token;

  private NamespacedPeers(InetAddress from, String origin, String token) {
    this.from = from;
    this.origin = origin;
    this.token = token;
  }

  /** Takes our own address, the relay's origin and token, then the addresses to try. */
  public static void main(String[] arguments) throws Exception {
    NamespacedPeers peers =
        new NamespacedPeers(InetAddress.ofLiteral(arguments[0]), arguments[1], arguments[2]);
    List<String> addresses = List.of(arguments).subList(3, arguments.length);
    for (String camera : addresses) {
      for (String viewer : addresses) {
        peers.meet(camera, viewer);
      }
    }
    System.exit(0); // the HTTP client's threads would linger
  }

  private void meet(String cameraAt, String viewerAt) throws Exception {
    RelaySession.Access access = knowing(cameraAt);
    try (StillCamera camera =
            StillCamera.publish(access, URI.create(origin + "/whip/cam-1"), Duration.ofMillis(20));
        SimulatedViewer viewer =
            SimulatedViewer.connect(
                knowing(viewerAt), URI.create(origin + "/whep/cam-1?wait=true"))) {
      Await.until(
          "pictures from a camera at " + cameraAt + " for a viewer at " + viewerAt,
          () -> viewer.counts("video").map(counts -> counts.frames()).orElse(0L) >= PICTURES);
      Await.until("the camera is told what arrived", () -> camera.rtcpPackets() > 0);
    }
    System.out.printf(
        "%s: camera by %s, viewer by %s: pictures%n", from.getHostAddress(), cameraAt, viewerAt);
  }

  private RelaySession.Access knowing(String address) {
    InetAddress only = InetAddress.ofLiteral(address);
    return new RelaySession.Access(
        new SignalingClient(http, token),
        () -> new KnowsOneAddress(LightIce.open(new InetSocketAddress(from, 0)), only),
        HostedRelay.IDENTITY);
  }

  private static final class KnowsOneAddress extends LinkWrapper {
    private final InetAddress only;

    KnowsOneAddress(IceLink link, InetAddress only) {
      super(link);
      this.only = only;
    }

    @Override
    public void connect(Peer peer, Receiver receiver, Duration limit) throws IOException {
      List<Candidate> known =
          peer.candidates().stream().filter(c -> c.address().getAddress().equals(only)).toList();
      super.connect(new Peer(peer.credentials(), known), receiver, limit);
    }
  }
}
