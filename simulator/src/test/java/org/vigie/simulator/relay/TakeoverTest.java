package org.vigie.simulator.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.simulator.CameraState;
import org.vigie.simulator.ReceivedStream;
import org.vigie.simulator.RelaySession;
import org.vigie.simulator.SimulatedCamera;
import org.vigie.simulator.SimulatedViewer;
import org.vigie.simulator.footage.Footage;
import org.vigie.simulator.signal.SignalingClient;
import org.vigie.simulator.transport.LightIce;

/** One camera after the other under one id: the newest wins, and viewers stay. */
@Timeout(180)
class TakeoverTest {
  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final int RESTARTS = 3;
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @TempDir Path dataDir;
  private HostedRelay relay;

  @BeforeEach
  void start() throws Exception {
    relay = HostedRelay.start(dataDir);
    relay.vigie().enrolCamera("cam-1", "Camera");
  }

  @AfterEach
  void stop() throws Exception {
    assertEquals(0, relay.count("dropped.internal-error"));
    relay.close();
  }

  @Test
  void aCameraRestartedOnTheSameSourcePortConnectsAtOnceAndViewersStay() throws Exception {
    InetSocketAddress port = freePort();
    StillCamera camera = publishFrom(port);
    try (SimulatedViewer viewer = view()) {
      Await.until("the first plays", () -> frames(viewer) > 10);
      URI session = viewer.session().url();
      List<Duration> took = new ArrayList<>();
      for (int restart = 0; restart < RESTARTS; restart++) {
        camera.vanish(); // its battery is taken out: no BYE, no close_notify
        StillCamera gone = camera;
        long framesBefore = frames(viewer);
        long start = System.nanoTime();
        camera = publishFrom(port);
        URI newSession = camera.session().url();
        Await.until("connected", () -> says(newSession, "\"connected\""));
        took.add(Duration.ofNanos(System.nanoTime() - start));
        Await.until("it plays", () -> frames(viewer) > framesBefore + 25);
        assertEquals(SignalingClient.Fate.TAKEN_OVER, gone.session().fate());
      }
      camera.close();
      System.out.printf("restarted on %s, connected after %s%n", port, took);
      // The fastest, because a busy machine may hold up any one; a dead session would hold up all.
      assertTrue(Collections.min(took).compareTo(AT_ONCE) < 0, took::toString);
      assertTrue(says(session, "\"connected\""));
      assertEquals(0, viewer.byes());
      assertEquals(1, viewer.counts().size(), "SSRCs that sent to the viewer");
    }
  }

  @Test
  void ofTwoCamerasWithOneIdTheNewestWinsAndTheOtherStaysAway() throws Exception {
    List<CameraState> states = new CopyOnWriteArrayList<>();
    SimulatedCamera.Options options =
        new SimulatedCamera.Options(relay.access(), relay.at("/whip/cam-1"));
    try (SimulatedCamera older = new SimulatedCamera(options, Footage.clip(), states::add)) {
      older.start();
      Await.until("the older is live", () -> older.session().isPresent());
      URI olderSession = older.session().orElseThrow().url();
      try (StillCamera newer = StillCamera.publish(relay.access(), options.endpoint(), OFTEN)) {
        CameraState end = older.end().get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertInstanceOf(CameraState.TakenOver.class, end, states::toString);
        assertEquals(409, relay.get(olderSession).statusCode());
        assertTrue(relay.get(olderSession).body().contains("/problems/taken-over"));
        assertTrue(says(olderSession, "\"taken-over\""));
        assertNotEquals(olderSession, newer.session().url());
        try (SimulatedViewer viewer = view()) {
          Await.until("the newer plays on", () -> frames(viewer) > 100); // two seconds
        }
        assertTrue(says(newer.session().url(), "\"connected\""));
        assertEquals(1, states.stream().filter(CameraState.Connecting.class::isInstance).count());
      }
    }
  }

  private StillCamera publishFrom(InetSocketAddress port) throws Exception {
    RelaySession.Access access = relay.access(() -> bind(port));
    return StillCamera.publish(access, relay.at("/whip/cam-1"), OFTEN);
  }

  /** A socket that is closed while a thread waits in it lets go of its port a moment later. */
  private static LightIce bind(InetSocketAddress port) {
    AtomicReference<LightIce> link = new AtomicReference<>();
    Await.until(port + " is free", () -> mayBind(port, link));
    return link.get();
  }

  private static boolean mayBind(InetSocketAddress port, AtomicReference<LightIce> link)
      throws IOException {
    try {
      link.set(LightIce.open(port));
      return true;
    } catch (BindException _) {
      return false;
    }
  }

  private SimulatedViewer view() throws Exception {
    return SimulatedViewer.connect(relay.access(), relay.at("/whep/cam-1?wait=true"));
  }

  private static long frames(SimulatedViewer viewer) {
    return viewer.counts("video").map(ReceivedStream.Counts::frames).orElse(0L);
  }

  private boolean says(URI session, String words) throws Exception {
    return relay.session(session).contains(words);
  }

  private static InetSocketAddress freePort() throws Exception {
    try (LightIce link = LightIce.open(new InetSocketAddress(LOOPBACK, 0))) {
      return new InetSocketAddress(LOOPBACK, link.localPort());
    }
  }
}
