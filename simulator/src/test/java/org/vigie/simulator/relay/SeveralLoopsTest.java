package org.vigie.simulator.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.simulator.ReceivedStream;
import org.vigie.simulator.SimulatedViewer;
import org.vigie.simulator.transport.LightIce;

/** A relay of two Loops over real sockets: cameras and viewers on both, and on one each. */
@Timeout(180)
class SeveralLoopsTest {
  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final int CAMERAS = 4;
  private static final int VIEWERS_EACH = 4;
  private static final int SOME = 50;

  @TempDir Path dataDir;
  private HostedRelay relay;

  @BeforeEach
  void start() throws Exception {
    relay = HostedRelay.start(dataDir, "vigie.media.loops=2");
    for (int i = 0; i < CAMERAS; i++) {
      relay.vigie().enrolCamera("cam-" + i, "Camera " + i);
    }
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  void everyViewerSeesItsCameraWhereverBothAreAndNothingIsLeft() throws Exception {
    List<StillCamera> cameras = new ArrayList<>();
    List<SimulatedViewer> viewers = new ArrayList<>();
    for (int i = 0; i < CAMERAS; i++) {
      cameras.add(publish(i));
    }
    for (int i = 0; i < CAMERAS * VIEWERS_EACH; i++) {
      viewers.add(view(i / VIEWERS_EACH));
    }
    Await.until("all see", () -> viewers.stream().allMatch(viewer -> frames(viewer) >= SOME));
    assertTrue(relay.count("mirror.copied") > 0, "some viewers are not where their camera is");
    assertTrue(relay.get("/api/v1/cameras").body().contains("\"viewers\":" + VIEWERS_EACH));
    assertEquals(0, relay.count("mirror.dropped"));
    int half = (CAMERAS + viewers.size()) / 2;
    assertEquals(half, relay.count("loop.0.sessions"));
    assertEquals(half, relay.count("loop.1.sessions"));
    cameras.forEach(StillCamera::close);
    viewers.forEach(SimulatedViewer::close);
    Await.until("nothing is left", this::isEmpty);
    assertEquals(0, relay.count("dropped.internal-error"));
  }

  @Test
  void aCameraThatComesBackIsSeenByItsViewersOnEveryLoop() throws Exception {
    StillCamera camera = publish(0);
    List<SimulatedViewer> viewers = List.of(view(0), view(0), view(0), view(0));
    Await.until("all see", () -> viewers.stream().allMatch(viewer -> frames(viewer) >= SOME));
    camera.vanish();
    List<Long> before = viewers.stream().map(SeveralLoopsTest::frames).toList();
    try (StillCamera again = publish(0)) {
      for (int i = 0; i < viewers.size(); i++) {
        SimulatedViewer viewer = viewers.get(i);
        long seen = before.get(i) + SOME;
        Await.until("it plays on", () -> frames(viewer) > seen);
        assertEquals(1, viewer.counts().size(), "SSRCs that sent to the viewer");
      }
      assertFalse(again.isClosedByRelay());
    }
    viewers.forEach(SimulatedViewer::close);
  }

  @Test
  void eachLoopHasItsPortAndLetsGoOfItAtTheEnd() throws Exception {
    List<InetSocketAddress> media = relay.vigie().selfTest().addresses();
    Set<Integer> ports = new HashSet<>();
    media.forEach(address -> ports.add(address.getPort()));
    assertEquals(2, ports.size());
    List<SimulatedViewer> viewers = List.of(view(0), view(1));
    relay.close();
    for (InetSocketAddress address : media) {
      LightIce.open(address).close();
    }
    viewers.forEach(SimulatedViewer::close);
  }

  private boolean isEmpty() throws Exception {
    long held = 0;
    for (String name :
        List.of("mirror.streams", "mirror.rings", "relay.views", "history.chunks", "loop.paths")) {
      held += relay.count(name);
    }
    return held == 0 && relay.liveSessions() == 0;
  }

  private StillCamera publish(int camera) throws Exception {
    return StillCamera.publish(relay.access(), relay.at("/whip/cam-" + camera), OFTEN);
  }

  private SimulatedViewer view(int camera) throws Exception {
    URI whep = relay.at("/whep/cam-" + camera + "?wait=true");
    return SimulatedViewer.connect(relay.access(), whep);
  }

  private static long frames(SimulatedViewer viewer) {
    return viewer.counts("video").map(ReceivedStream.Counts::frames).orElse(0L);
  }
}
