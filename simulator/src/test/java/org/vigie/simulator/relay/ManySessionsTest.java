package org.vigie.simulator.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.simulator.SimulatedViewer;

/** A thousand sessions at once with media leave no trace, whichever way they end. */
@Timeout(600)
class ManySessionsTest {
  private static final int CAMERAS = 20;
  private static final int VIEWERS = 980;
  private static final int AT_ONCE = 50;
  private static final int WARM_UP_VIEWERS = 100;
  private static final int FRAMES = 5;
  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final Duration CROWD = Duration.ofMinutes(2);
  private static final Duration AFTER_CONSENT = Duration.ofSeconds(90);

  // Ended sessions are remembered for their clients, some 2 KB each; then the JVM's own noise.
  private static final long HEAP_TOLERANCE = 8_000_000;
  // The relay keeps the bursts that it once needed at one time, at most one of 16 KiB a viewer.
  private static final long DIRECT_TOLERANCE = 2_000_000 + VIEWERS * 16_384L;
  private static final long NATIVE_TOLERANCE = 64_000_000;
  private static final long FEW = 8;

  @TempDir Path folder;
  private HostedRelay relay;

  @BeforeEach
  void start() throws Exception {
    relay = HostedRelay.start(folder.resolve("var"));
    for (int i = 0; i < CAMERAS; i++) {
      relay.vigie().enrolCamera("cam-" + i, "Camera " + i);
    }
  }

  @AfterEach
  void stop() throws Exception {
    relay.close();
  }

  @Test
  void aThousandSessionsConnectCarryMediaEndAndLeaveNothingBehind() throws Exception {
    useOnce(WARM_UP_VIEWERS);
    Footprint before = footprint();
    long streams = relay.count("relay.streams"); // those of cameras that broke off are kept
    long start = System.nanoTime();
    useOnce(VIEWERS);
    Await.until(AFTER_CONSENT, () -> footprint() + "; before: " + before, () -> isBack(before));
    System.out.printf(
        "1,000 sessions in %.1f s; before: %s; after: %s%n",
        (System.nanoTime() - start) / 1e9, before, footprint());
    assertEquals(streams, relay.count("relay.streams"));
    assertEquals(0, relay.count("dropped.internal-error"));
  }

  /** Connects everybody, sees everybody's pictures come, and ends one half each way. */
  private void useOnce(int viewerCount) throws Exception {
    List<StillCamera> cameras = inParallel(CAMERAS, this::camera);
    List<SimulatedViewer> viewers = inParallel(viewerCount, this::viewer);
    assertEquals(CAMERAS + viewerCount, relay.liveSessions());
    Await.until(
        CROWD,
        () -> viewers.stream().filter(v -> !sees(v)).count() + " viewers see no picture",
        () -> viewers.stream().allMatch(ManySessionsTest::sees));
    assertTrue(relay.count("history.chunks") >= CAMERAS);
    inParallel(CAMERAS, i -> end(i, cameras.get(i)));
    inParallel(viewerCount, i -> end(i, viewers.get(i)));
    Await.until(CROWD, () -> "the silent are noticed: " + countersNow(), this::isEmpty);
    relay.reconnect();
  }

  private static boolean sees(SimulatedViewer viewer) {
    return viewer.counts("video").map(counts -> counts.frames()).orElse(0L) >= FRAMES;
  }

  private StillCamera camera(int i) throws Exception {
    return StillCamera.publish(relay.access(), relay.at("/whip/cam-" + i), INTERVAL);
  }

  private SimulatedViewer viewer(int i) throws Exception {
    String camera = "cam-" + i % CAMERAS;
    return SimulatedViewer.connect(relay.access(), relay.at("/whep/" + camera + "?wait=true"));
  }

  private static boolean end(int i, StillCamera camera) {
    if (i % 2 == 0) {
      camera.close();
    } else {
      camera.vanish();
    }
    return true;
  }

  private static boolean end(int i, SimulatedViewer viewer) {
    if (i / CAMERAS % 2 == 0) {
      viewer.close();
    } else {
      viewer.session().vanish();
    }
    return true;
  }

  private boolean isEmpty() throws Exception {
    return relay.liveSessions() == 0 && countersNow().stream().allMatch(c -> c.endsWith(" 0"));
  }

  /** What the bridge holds of sessions. */
  private List<String> countersNow() {
    List<String> counters = new ArrayList<>();
    for (String name :
        List.of("loop.paths", "loop.ufrags", "loop.handshakes", "relay.views", "history.chunks")) {
      counters.add(name + " " + ask(() -> relay.count(name)));
    }
    return counters;
  }

  private boolean isBack(Footprint before) {
    Footprint now = footprint();
    return now.threads() <= before.threads() + FEW
        && now.descriptors() <= before.descriptors() + FEW
        && now.heapBytes() <= before.heapBytes() + HEAP_TOLERANCE
        && now.directBytes() <= before.directBytes() + DIRECT_TOLERANCE
        && now.nativeBytes() <= before.nativeBytes() + NATIVE_TOLERANCE;
  }

  private Footprint footprint() {
    return ask(() -> Footprint.now(folder));
  }

  private static <T> T ask(Callable<T> question) {
    try {
      return question.call();
    } catch (Exception e) {
      throw new AssertionError("no answer", e);
    }
  }

  private interface Task<T> {
    T run(int i) throws Exception;
  }

  private static <T> List<T> inParallel(int count, Task<T> task) throws Exception {
    try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        running.add(workers.submit(() -> task.run(number)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    }
  }
}
