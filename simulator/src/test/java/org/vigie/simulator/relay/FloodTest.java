package org.vigie.simulator.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.simulator.ReceivedStream;
import org.vigie.simulator.SimulatedViewer;
import org.vigie.simulator.sdp.Answer;

/**
 * A hundred thousand hostile datagrams while a picture plays: half from strangers and over proved
 * paths without protection, half protected by a camera and a viewer that are who they say, so that
 * they reach the parsers. The picture of others plays on.
 */
@Timeout(600)
class FloodTest {
  private static final long SEED = 20_261_123;
  private static final int BARE = 50_000;
  private static final int AUTHENTIC = 50_000;
  private static final Duration INTERVAL = Duration.ofMillis(20);

  /** Per second; a receive buffer of the kernel holds a few hundred datagrams. */
  private static final int RATE = 8_000;

  private static final int BURST = 40;

  @TempDir Path dataDir;
  private final HostileBytes hostile = new HostileBytes(SEED);
  private HostedRelay relay;
  private StillCamera good;
  private SimulatedViewer watching;
  private StillCamera badCamera;
  private SimulatedViewer badViewer;
  private SimulatedViewer watchingBad;
  private long sent;

  @BeforeEach
  void everybodyConnects() throws Exception {
    relay = HostedRelay.start(dataDir);
    relay.vigie().enrolCamera("good", "Good");
    relay.vigie().enrolCamera("bad", "Bad");
    good = StillCamera.publish(relay.access(), relay.at("/whip/good"), INTERVAL);
    badCamera = StillCamera.publish(relay.access(), relay.at("/whip/bad"), INTERVAL);
    watching = view("good");
    badViewer = view("good");
    watchingBad = view("bad");
    Await.until("the picture plays", () -> frames(watching) > 10 && frames(watchingBad) > 10);
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  private SimulatedViewer view(String camera) throws Exception {
    return SimulatedViewer.connect(relay.access(), relay.at("/whep/" + camera + "?wait=true"));
  }

  private static long frames(SimulatedViewer viewer) {
    return viewer.counts("video").map(ReceivedStream.Counts::frames).orElse(0L);
  }

  @Test
  void aPicturePlaysOnUnderAHundredThousandHostileDatagrams() throws Exception {
    long start = System.nanoTime();
    long picturesBefore = good.pictures();
    long framesBefore = frames(watching);
    sendBare();
    sendAuthentic();
    long pictures = good.pictures() - picturesBefore;
    Await.until(
        "98 % of " + pictures + " pictures arrive",
        () -> frames(watching) - framesBefore >= pictures * 98 / 100);
    System.out.printf(
        "%d hostile datagrams in %.1f s; %d of %d pictures meanwhile; counted: %s%n",
        sent,
        (System.nanoTime() - start) / 1e9,
        frames(watching) - framesBefore,
        pictures,
        relay.counted());
    assertEquals(0, relay.count("dropped.internal-error"));
    assertTheyReachedTheParsers();
    assertEverybodyIsStillServed();
  }

  /** From strangers, and over paths that sessions have proved. */
  private void sendBare() throws Exception {
    Answer answer = badViewer.session().answer();
    try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      stranger.connect(relay.mediaAddress());
      for (int i = 0; i < BARE; i++) {
        byte[] datagram =
            switch (i % 3) {
              case 0 -> hostile.noise(i / 3);
              case 1 -> hostile.stun(answer);
              default -> hostile.dtls();
            };
        if (i % 2 == 0) {
          stranger.send(new DatagramPacket(datagram, datagram.length));
        } else {
          badViewer.session().transport().sendRaw(datagram);
        }
        sent();
      }
    }
  }

  private void sendAuthentic() {
    int[] ssrcs = {badCamera.ssrc(), badCamera.ssrc() - 1, 11, 12, 13, 14, 15, 16};
    int slot = badViewer.mediaSsrc("video").orElseThrow();
    int sequence = 0;
    int authentic = 0;
    while (authentic < AUTHENTIC) {
      // The real source goes on by itself; RTX and strangers count up on their own.
      int ssrc = ssrcs[1 + sequence % 7];
      int type = hostile.oneOf(StillCamera.VP8, StillCamera.RTX, 0, 35, 96, 127);
      authentic += protect(badCamera, hostile.rtp(ssrc, type, sequence++ / 7));
      authentic += protect(badViewer, hostile.rtp(21, type, sequence / 7));
      authentic += report(badCamera, hostile.rtcp(hostile.oneOf(ssrcs), badCamera.ssrc()));
      authentic += report(badViewer, hostile.rtcp(21, slot));
    }
  }

  private int protect(StillCamera camera, byte[] packet) {
    return sent(camera.session().transport().sendRtp(packet, packet.length - HostileBytes.ROOM));
  }

  private int protect(SimulatedViewer viewer, byte[] packet) {
    return sent(viewer.session().transport().sendRtp(packet, packet.length - HostileBytes.ROOM));
  }

  private int report(StillCamera camera, byte[] packet) {
    return sent(camera.session().transport().sendRtcp(packet, packet.length - HostileBytes.ROOM));
  }

  private int report(SimulatedViewer viewer, byte[] packet) {
    return sent(viewer.session().transport().sendRtcp(packet, packet.length - HostileBytes.ROOM));
  }

  private int sent(int protectedLength) {
    if (protectedLength <= 0) {
      return 0;
    }
    sent();
    return 1;
  }

  private void sent() {
    if (++sent % BURST == 0) {
      LockSupport.parkNanos(BURST * 1_000_000_000L / RATE);
    }
  }

  private void assertTheyReachedTheParsers() throws Exception {
    long refusedInside =
        relay.count("dropped.malformed")
            + relay.count("dropped.unknown-ssrc")
            + relay.count("dropped.unknown-payload-type")
            + relay.count("dropped.unwanted-media")
            + relay.count("dropped.useless-retransmission");
    assertTrue(refusedInside > AUTHENTIC / 2, () -> "refused inside: " + refusedInside);
    assertTrue(relay.count("dropped.unknown-kind") > BARE / 10);
    assertTrue(relay.count("dropped.unknown-ufrag") > BARE / 50);
  }

  private void assertEverybodyIsStillServed() throws Exception {
    assertEquals(5, relay.liveSessions());
    long now = frames(watching);
    long nowBad = frames(watchingBad);
    Await.until("the picture plays on", () -> frames(watching) > now + 25);
    Await.until("that of the hostile camera too", () -> frames(watchingBad) > nowBad + 25);
    try (SimulatedViewer late = view("good")) {
      Await.until("who comes now sees it too", () -> frames(late) > 25);
    }
  }
}
