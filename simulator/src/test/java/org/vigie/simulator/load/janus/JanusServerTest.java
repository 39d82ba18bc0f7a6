package org.vigie.simulator.load.janus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.simulator.load.MediaServer;
import org.vigie.simulator.rtp.RtpStream;
import org.vigie.simulator.sdp.Offer;
import org.vigie.simulator.transport.DtlsIdentity;
import org.vigie.simulator.transport.LightIce;
import org.vigie.simulator.transport.SecureTransport;

/** Against the real one, where it is installed. */
class JanusServerTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int PICTURES = 20;
  private static final DtlsIdentity IDENTITY = DtlsIdentity.generate();
  private static final byte[] KEY_FRAME = {
    0x10, 0x10, 0x02, 0x00, (byte) 0x9d, 0x01, 0x2a, 0x40, 0x01, (byte) 0xf0, 0x00, 1, 2, 3
  };

  @TempDir Path folder;

  @BeforeEach
  void janusIsInstalled() {
    assumeTrue(Files.isExecutable(InstalledJanus.PROGRAM), "needs Debian's janus");
  }

  @Test
  void whatACameraPublishesComesToAViewer() throws Exception {
    try (InstalledJanus janus = InstalledJanus.start(folder, true);
        JanusServer server = new JanusServer(janus.base())) {
      prepare(janus, server);
      CountDownLatch pictures = new CountDownLatch(PICTURES);
      try (LightIce cameraLink = LightIce.open();
          LightIce viewerLink = LightIce.open()) {
        Offer.Source source = new Offer.Source(4711, 4712, "camera");
        MediaServer.Session camera = server.publish(0, end(cameraLink), source);
        SecureTransport sending = connect(camera, cameraLink, pictures);
        MediaServer.Session viewer = server.subscribe(0, end(viewerLink));
        SecureTransport receiving = connect(viewer, viewerLink, pictures);
        send(sending, camera.agreement(), pictures);
        assertEquals(0, pictures.getCount(), "not all pictures came");
        viewer.end();
        camera.end();
        receiving.close();
        sending.close();
      }
    }
  }

  @Test
  void aJanusThatWantsToCheckItselfIsRefusedWithTheRemedy() throws Exception {
    try (InstalledJanus janus = InstalledJanus.start(folder, false);
        JanusServer server = new JanusServer(janus.base())) {
      awaitListening(janus);
      String said = assertThrows(IOException.class, () -> server.prepare(1)).getMessage();
      assertTrue(said.contains("ice_lite = true"), said);
    }
  }

  private static void prepare(InstalledJanus janus, JanusServer server) throws Exception {
    awaitListening(janus);
    server.prepare(1);
    assertTrue(server.name().startsWith("Janus 1"), server.name());
  }

  private static void awaitListening(InstalledJanus janus) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (!listens(http, janus)) {
        assertTrue(janus.isAlive() && System.nanoTime() < end, janus.output());
        LockSupport.parkNanos(50_000_000);
      }
    }
  }

  private static boolean listens(HttpClient http, InstalledJanus janus)
      throws InterruptedException {
    try {
      JanusApi.info(http, janus.base());
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static MediaServer.LocalEnd end(LightIce link) {
    return new MediaServer.LocalEnd(link.credentials(), link.candidates(), IDENTITY.fingerprint());
  }

  private static SecureTransport connect(
      MediaServer.Session session, LightIce link, CountDownLatch pictures) throws IOException {
    MediaServer.Agreement agreement = session.agreement();
    return SecureTransport.connect(
        link, agreement.peer(), agreement.fingerprints(), IDENTITY, counting(pictures), LIMIT);
  }

  private static SecureTransport.Listener counting(CountDownLatch pictures) {
    return new SecureTransport.Listener() {
      @Override
      public void rtp(byte[] array, int offset, int length) {
        pictures.countDown();
      }

      @Override
      public void rtcp(byte[] array, int offset, int length) {}

      @Override
      public void closed() {}
    };
  }

  private static void send(
      SecureTransport transport, MediaServer.Agreement agreement, CountDownLatch pictures)
      throws InterruptedException {
    MediaServer.Video video = agreement.video();
    RtpStream stream =
        new RtpStream(
            new RtpStream.Parameters(
                4711,
                video.payloadType(),
                90_000,
                4712,
                video.rtxPayloadType(),
                video.mid(),
                video.extensions(),
                64),
            new SplittableRandom(1),
            outlet(transport));
    long begun = System.nanoTime();
    boolean all = false;
    while (!all && System.nanoTime() - begun < LIMIT.toNanos()) {
      long now = System.nanoTime();
      stream.send(KEY_FRAME, KEY_FRAME.length, true, now - begun, now);
      all = pictures.await(10, TimeUnit.MILLISECONDS);
    }
  }

  private static RtpStream.Outlet outlet(SecureTransport transport) {
    return new RtpStream.Outlet() {
      private int transportSequence;

      @Override
      public int nextTransportSequence() {
        return transportSequence++;
      }

      @Override
      public int protectAndSend(byte[] array, int length) {
        return transport.sendRtp(array, length);
      }

      @Override
      public void sendAgain(byte[] datagram) {
        transport.sendRaw(datagram);
      }
    };
  }
}
