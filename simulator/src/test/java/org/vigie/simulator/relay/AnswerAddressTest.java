package org.vigie.simulator.relay;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.bridge.api.Candidate;
import org.vigie.simulator.sdp.Offer;
import org.vigie.simulator.signal.SignalingClient;
import org.vigie.simulator.transport.IceLink;

/** {@link TwoAddressesTest} rests on this: our peers notice an answer from the wrong address. */
@Timeout(60)
class AnswerAddressTest {
  @TempDir Path dataDir;

  @Test
  void anAnswerFromTheAddressThatWasAskedConnects() throws Exception {
    connectThrough(true, Await.PATIENCE);
  }

  @Test
  void anAnswerFromAnotherAddressIsNotTaken() {
    assertThrows(IOException.class, () -> connectThrough(false, Duration.ofSeconds(2)));
  }

  private void connectThrough(boolean sameAddress, Duration limit) throws Exception {
    try (HostedRelay relay = HostedRelay.start(dataDir);
        Detour detour = new Detour(relay.mediaAddress(), sameAddress);
        IceLink link = new LinkWrapper()) {
      relay.vigie().enrolCamera("cam-1", "Camera");
      Offer offer =
          new Offer(
              link.credentials(),
              link.candidates(),
              HostedRelay.IDENTITY.fingerprint(),
              StillCamera.offered(3, 4));
      SignalingClient.Session session = relay.signaling().post(relay.at("/whip/cam-1"), offer);
      Candidate candidate = new Candidate("1", 1, detour.address());
      IceLink.Peer peer = new IceLink.Peer(session.answer().ice(), List.of(candidate));
      link.connect(peer, (_, _, _) -> {}, limit);
      assertTrue(link.isAlive());
    }
  }

  /** Stands between one peer and its relay, and answers from the socket that was asked or not. */
  private static final class Detour implements AutoCloseable {
    private final DatagramSocket near = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
    private final DatagramSocket far = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
    private volatile SocketAddress peer = near.getLocalSocketAddress();

    Detour(SocketAddress relay, boolean sameAddress) throws IOException {
      DatagramSocket back = sameAddress ? near : far;
      Thread.ofVirtual().start(() -> pass(near, far, relay));
      Thread.ofVirtual().start(() -> pass(far, back, null));
    }

    InetSocketAddress address() {
      return (InetSocketAddress) near.getLocalSocketAddress();
    }

    private void pass(DatagramSocket from, DatagramSocket by, @Nullable SocketAddress to) {
      DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
      try {
        while (true) {
          packet.setLength(2_048);
          from.receive(packet);
          if (to != null) {
            peer = packet.getSocketAddress();
          }
          packet.setSocketAddress(to == null ? peer : to);
          by.send(packet);
        }
      } catch (IOException _) {
        return; // closed
      }
    }

    @Override
    public void close() {
      near.close();
      far.close();
    }
  }
}
