package org.vigie.signaling.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.Test;

/** In which order messages leave, and that no lock is held while Jetty takes them. */
class OutboxTest {
  private final List<String> left = new ArrayList<>();
  private final Deque<Callback> taken = new ArrayDeque<>();
  private Runnable whileSending = () -> {};
  private final Outbox outbox = new Outbox(jetty(), () -> 0);

  @Test
  void oneMessageAtATimeLeavesInOrderTheNewestTargetBehindThemAndTheGoodbyeLast() {
    outbox.send("a");
    outbox.sendNewest("old");
    outbox.send("b");
    outbox.sendNewest("new");
    outbox.close(1_000, "bye");
    assertEquals(List.of("a"), left);
    while (!taken.isEmpty()) {
      taken.remove().succeed();
    }
    assertEquals(List.of("a", "b", "new", "closed"), left);
  }

  @Test
  void whoReadsNothingIsCutOffAndNotWaitedFor() {
    for (int i = 0; i < 33; i++) {
      outbox.send("a");
    }
    assertEquals(List.of("a"), left);
    outbox.send("one too many");
    assertEquals(List.of("a", "disconnected"), left);
  }

  @Test
  void aWriteThatFailsAtOnceWhileAnotherThreadTellsATargetStopsNeither() throws Exception {
    Object targets = new Object();
    CountDownLatch inJetty = new CountDownLatch(1);
    CountDownLatch telling = new CountDownLatch(1);
    whileSending = () -> closed(targets, inJetty, telling);
    Thread camera = Thread.ofPlatform().daemon().start(() -> outbox.send("pong"));
    Thread operator =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              await(inJetty);
              synchronized (targets) {
                telling.countDown();
                outbox.sendNewest("target");
              }
            });
    assertTrue(camera.join(Duration.ofSeconds(10)), "the camera's thread hangs");
    assertTrue(operator.join(Duration.ofSeconds(10)), "the operator's thread hangs");
    assertNull(ManagementFactory.getThreadMXBean().findDeadlockedThreads());
  }

  /** What the end of a socket does on the thread that writes: it takes the lock of the targets. */
  private static void closed(Object targets, CountDownLatch inJetty, CountDownLatch telling) {
    inJetty.countDown();
    await(telling);
    synchronized (targets) {
      assertTrue(Thread.holdsLock(targets));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Session jetty() {
    return (Session)
        Proxy.newProxyInstance(
            Session.class.getClassLoader(),
            new Class<?>[] {Session.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "sendText" -> sendText((String) arguments[0], (Callback) arguments[1]);
                case "close" -> left.add("closed");
                case "disconnect" -> left.add("disconnected");
                default -> throw new AssertionError(method);
              }
              return null;
            });
  }

  private void sendText(String text, Callback callback) {
    left.add(text);
    taken.add(callback);
    whileSending.run();
  }
}
