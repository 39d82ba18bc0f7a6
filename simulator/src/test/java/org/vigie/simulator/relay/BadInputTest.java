package org.vigie.simulator.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.vigie.signaling.StartException;
import org.vigie.signaling.app.Vigie;
import org.vigie.signaling.settings.SettingsReader;
import org.vigie.simulator.RelaySession;
import org.vigie.simulator.SimulatedViewer;
import org.vigie.simulator.sdp.Offer;
import org.vigie.simulator.signal.SignalingClient;
import org.vigie.simulator.transport.DtlsIdentity;
import org.vigie.simulator.transport.IceLink;
import org.vigie.simulator.transport.SecureTransport;

/**
 * What peers do wrong on the way to media and with it: each gets a clear end or is dropped and
 * counted, and nothing is left of it. What they do wrong in SDP and HTTP is tested in signaling.
 */
@Timeout(180)
class BadInputTest {
  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final String ROOM_FOR_THREE = "vigie.media.max-sessions=3";

  @TempDir Path dataDir;
  private HostedRelay relay;

  @BeforeEach
  void start() throws Exception {
    relay = HostedRelay.start(dataDir, ROOM_FOR_THREE);
    relay.vigie().enrolCamera("cam-1", "Camera");
  }

  @AfterEach
  void nothingIsLeftAndNothingFailedInside() throws Exception {
    try {
      assertEquals(0, relay.count("dropped.internal-error"));
      Await.until("no session is left", () -> relay.liveSessions() == 0);
      for (String counter :
          List.of("loop.paths", "loop.ufrags", "loop.handshakes", "relay.views")) {
        Await.until(counter + " is 0", () -> relay.count(counter) == 0);
      }
    } finally {
      relay.close();
    }
  }

  @Test
  void aCertificateThatTheSdpDidNotAnnounceEndsTheSessionAndNothingIsAccepted() throws Exception {
    try (IceLink link = new LinkWrapper()) {
      SignalingClient.Session session = post(link);
      DtlsIdentity other = DtlsIdentity.generate();
      assertThrows(
          IOException.class,
          () ->
              SecureTransport.connect(
                  link,
                  peer(session),
                  session.answer().fingerprints(),
                  other,
                  new Nobody(),
                  Await.PATIENCE));
      awaitEnd(session.url(), "fingerprint-mismatch");
    }
    assertEquals(0, relay.count("history.chunks"));
  }

  @Test
  @Execution(CONCURRENT)
  void aPeerThatNeverBeginsDtlsIsGivenUp() throws Exception {
    try (IceLink link = new LinkWrapper()) {
      SignalingClient.Session session = post(link);
      link.connect(peer(session), (_, _, _) -> {}, Await.PATIENCE);
      Await.until("the handshake waits", () -> relay.count("loop.handshakes") == 1);
      awaitEnd(session.url(), "dtls-failed");
    }
  }

  @Test
  @Execution(CONCURRENT)
  void aPeerThatStopsInTheMiddleOfDtlsIsGivenUp() throws Exception {
    try (IceLink link = new SendsOneDatagram()) {
      SignalingClient.Session session = post(link);
      assertThrows(
          IOException.class,
          () ->
              SecureTransport.connect(
                  link,
                  peer(session),
                  session.answer().fingerprints(),
                  HostedRelay.IDENTITY,
                  new Nobody(),
                  Duration.ofSeconds(2)));
      awaitEnd(session.url(), "dtls-failed");
    }
  }

  @Test
  void rtpBeforeDtlsIsDroppedAndTheSessionGoesOn() throws Exception {
    try (StillCamera camera = publish(relay.access(SpeaksTooSoon::new))) {
      assertPlays(camera);
    }
    assertTrue(relay.count("dropped.before-keys") >= SpeaksTooSoon.PACKETS);
  }

  @Test
  void manyUnknownSourcesAreDroppedAndTheKnownOnePlaysOn() throws Exception {
    try (StillCamera camera = publish(relay.access())) {
      assertPlays(camera); // before, because a transport knows a bounded number of sources
      for (int ssrc = 1; ssrc <= 200; ssrc++) {
        byte[] packet = rtp(77, 1, ssrc, 100);
        camera.session().transport().sendRtp(packet, 100);
      }
      Await.until("they are counted", () -> relay.count("dropped.unknown-ssrc") >= 200);
      assertPlays(camera);
    }
  }

  @Test
  void absurdHeaderExtensionsDoNotDisturbThePicture() throws Exception {
    try (StillCamera camera = publish(relay.access())) {
      int sequence = 20_000;
      for (int profile : new int[] {0xBEDE, 0x1000, 0x100F, 0, 0xFFFF}) {
        for (int filling : new int[] {0, 0xFF, 0x1F, 0x10, 0x3E, 0xF0}) {
          for (int words : new int[] {0, 1, 17, 255}) {
            byte[] packet = rtpWithExtension(sequence++, camera.ssrc() - 1, profile, words);
            Arrays.fill(packet, 16, 16 + 4 * words, (byte) filling);
            camera.session().transport().sendRtp(packet, packet.length - 20);
          }
        }
      }
      assertPlays(camera);
    }
  }

  @Test
  @Execution(CONCURRENT)
  void withoutAnyStunTheSessionSaysAtWhichAddressAndPortItWasExpected() throws Exception {
    try (IceLink link = new LinkWrapper()) {
      SignalingClient.Session session = post(link);
      InetSocketAddress media = relay.mediaAddress();
      Await.until("a problem", () -> relay.session(session.url()).contains("\"no-stun\""));
      String said = relay.session(session.url());
      assertTrue(said.contains("127.0.0.1:" + media.getPort()), said);
      assertTrue(said.contains("UDP port " + media.getPort()), said);
      assertTrue(said.contains("\"waiting\""), said);
      relay.signaling().delete(session.url());
    }
  }

  @Test
  void moreSessionsThanAllowedAreRefusedUntilOneEnds() throws Exception {
    for (String camera : List.of("cam-2", "cam-3", "cam-4")) {
      relay.vigie().enrolCamera(camera, camera);
    }
    try (IceLink link = new LinkWrapper();
        HttpClient http = HttpClient.newHttpClient()) {
      List<SignalingClient.Session> sessions = new ArrayList<>();
      for (String camera : List.of("cam-1", "cam-2", "cam-3")) {
        sessions.add(post(link, camera));
      }
      HttpResponse<String> refused = http.send(whip(link, "cam-4"), asText());
      assertEquals(503, refused.statusCode(), refused.body());
      assertTrue(refused.body().contains("/problems/overloaded"), refused.body());
      assertTrue(refused.headers().firstValueAsLong("Retry-After").orElse(0) > 0);
      assertEquals(200, relay.signaling().delete(sessions.removeFirst().url()));
      Await.until("there is room", () -> sessions.add(post(link, "cam-4")));
      for (SignalingClient.Session session : sessions) {
        relay.signaling().delete(session.url());
      }
    }
  }

  @Test
  void aMediaPortInUseStopsTheStartWithItsNumberAndARemedy(@TempDir Path other) throws Exception {
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      StartException refused =
          assertThrows(
              StartException.class,
              () ->
                  Vigie.start(
                      SettingsReader.read(
                          Optional.empty(),
                          List.of(
                              "vigie.data-dir=" + other,
                              "vigie.media.announce=127.0.0.1",
                              "vigie.media.port=" + taken.getLocalPort()))));
      assertTrue(refused.getMessage().contains("" + taken.getLocalPort()), refused.getMessage());
      assertTrue(refused.remedy().contains("vigie.media.port"), refused.remedy());
    }
  }

  private StillCamera publish(RelaySession.Access access) throws Exception {
    return StillCamera.publish(access, relay.at("/whip/cam-1"), OFTEN);
  }

  /** A viewer that comes now sees pictures come one after the other. */
  private void assertPlays(StillCamera camera) throws Exception {
    URI whep = relay.at("/whep/cam-1?wait=true");
    try (SimulatedViewer viewer = SimulatedViewer.connect(relay.access(), whep)) {
      Await.until(
          "25 pictures, of more than " + camera.pictures(),
          () -> viewer.counts("video").map(counts -> counts.frames()).orElse(0L) >= 25);
    }
  }

  private void awaitEnd(URI session, String reason) {
    Await.until(
        "the end by " + reason,
        () -> relay.session(session).contains("\"reason\":\"" + reason + "\""));
  }

  private SignalingClient.Session post(IceLink link) throws Exception {
    return post(link, "cam-1");
  }

  private SignalingClient.Session post(IceLink link, String camera) throws Exception {
    return relay.signaling().post(relay.at("/whip/" + camera), offer(link));
  }

  private HttpRequest whip(IceLink link, String camera) {
    return HttpRequest.newBuilder(relay.at("/whip/" + camera))
        .header("Authorization", "Bearer " + relay.vigie().operatorToken())
        .header("Content-Type", "application/sdp")
        .POST(HttpRequest.BodyPublishers.ofString(offer(link).text()))
        .build();
  }

  private static HttpResponse.BodyHandler<String> asText() {
    return HttpResponse.BodyHandlers.ofString();
  }

  private static Offer offer(IceLink link) {
    return new Offer(
        link.credentials(),
        link.candidates(),
        HostedRelay.IDENTITY.fingerprint(),
        StillCamera.offered(3, 4));
  }

  private static IceLink.Peer peer(SignalingClient.Session session) {
    return new IceLink.Peer(session.answer().ice(), session.answer().candidates());
  }

  /** A packet with room behind it for protection. */
  static byte[] rtp(int payloadType, int sequence, int ssrc, int length) {
    byte[] packet = new byte[length + 20];
    ByteBuffer.wrap(packet)
        .put((byte) 0x80)
        .put((byte) payloadType)
        .putShort((short) sequence)
        .putInt(0)
        .putInt(ssrc);
    return packet;
  }

  private static byte[] rtpWithExtension(int sequence, int ssrc, int profile, int words) {
    byte[] packet = rtp(StillCamera.RTX, sequence, ssrc, 16 + 4 * words + 10);
    packet[0] |= 0x10;
    ByteBuffer.wrap(packet).putShort(12, (short) profile).putShort(14, (short) words);
    return packet;
  }

  /** Gets through with the ClientHello and is never heard again. */
  private static final class SendsOneDatagram extends LinkWrapper {
    private int sent;

    SendsOneDatagram() throws IOException {}

    @Override
    public void send(byte[] array, int offset, int length) {
      if (sent++ == 0) {
        super.send(array, offset, length);
      }
    }
  }

  /** Sends RTP as soon as there is a path. */
  private static final class SpeaksTooSoon extends LinkWrapper {
    static final int PACKETS = 50;

    SpeaksTooSoon() throws IOException {}

    @Override
    public void connect(Peer peer, Receiver receiver, Duration limit) throws IOException {
      super.connect(peer, receiver, limit);
      for (int i = 0; i < PACKETS; i++) {
        send(rtp(StillCamera.VP8, i, 3, 100), 0, 100);
      }
    }
  }

  private static final class Nobody implements SecureTransport.Listener {
    @Override
    public void rtp(byte[] array, int offset, int length) {}

    @Override
    public void rtcp(byte[] array, int offset, int length) {}

    @Override
    public void closed() {}
  }
}
