package org.vigie.simulator.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.simulator.ReceivedStream;
import org.vigie.simulator.RelaySession;
import org.vigie.simulator.SimulatedViewer;
import org.vigie.simulator.transport.LightIce;

/** A client that checks from a new address in mid-stream keeps its session and its picture. */
@Timeout(180)
class AddressChangeTest {
  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final Duration LONGEST_GAP = Duration.ofSeconds(1);
  private static final Duration WATCHED = Duration.ofSeconds(3);
  private static final InetSocketAddress ELSEWHERE =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0);

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
  void ofACameraInterruptsThePictureForLessThanASecond() throws Exception {
    AtomicReference<LightIce> link = new AtomicReference<>();
    try (StillCamera camera = StillCamera.publish(keeping(link), relay.at("/whip/cam-1"), OFTEN);
        SimulatedViewer viewer = view(relay.access())) {
      Duration gap = gapAfterMoveOf(link, viewer);
      System.out.printf("the camera moved: longest gap %s%n", gap);
      assertTrue(gap.compareTo(LONGEST_GAP) < 0, gap::toString);
      assertTrue(relay.session(camera.session().url()).contains("\"connected\""));
    }
  }

  @Test
  void ofAViewerInterruptsThePictureForLessThanASecond() throws Exception {
    AtomicReference<LightIce> link = new AtomicReference<>();
    try (StillCamera camera = StillCamera.publish(relay.access(), relay.at("/whip/cam-1"), OFTEN);
        SimulatedViewer viewer = view(keeping(link))) {
      Duration gap = gapAfterMoveOf(link, viewer);
      System.out.printf("the viewer moved: longest gap %s%n", gap);
      assertTrue(gap.compareTo(LONGEST_GAP) < 0, gap::toString);
      assertTrue(relay.session(camera.session().url()).contains("\"connected\""));
      assertEquals(0, viewer.byes());
      assertEquals(1, viewer.counts().size(), "SSRCs that sent to the viewer");
    }
  }

  private RelaySession.Access keeping(AtomicReference<LightIce> link) {
    return relay.access(() -> {
      link.set(LightIce.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
      return link.get();
    });
  }

  private SimulatedViewer view(RelaySession.Access access) throws Exception {
    return SimulatedViewer.connect(access, relay.at("/whep/cam-1?wait=true"));
  }

  private static Duration gapAfterMoveOf(AtomicReference<LightIce> link, SimulatedViewer viewer)
      throws Exception {
    Await.until("it plays", () -> frames(viewer) > 20);
    link.get().move(ELSEWHERE);
    long start = System.nanoTime();
    long changedAt = start;
    long frames = frames(viewer);
    long longest = 0;
    for (long now = start; now - start < WATCHED.toNanos(); now = System.nanoTime()) {
      longest = Math.max(longest, now - changedAt);
      if (frames(viewer) != frames) {
        frames = frames(viewer);
        changedAt = now;
      }
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
    return Duration.ofNanos(longest);
  }

  private static long frames(SimulatedViewer viewer) {
    return viewer.counts("video").map(ReceivedStream.Counts::frames).orElse(0L);
  }
}
