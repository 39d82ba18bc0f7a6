package org.vigie.bridge;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.BridgeEvent;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.SessionId;

class EventQueueTest {
  private static final BridgeEvent ONE = ended("1");
  private static final BridgeEvent TWO = ended("2");

  private final List<BridgeEvent> heard = new CopyOnWriteArrayList<>();

  @Test
  void closingWaitsUntilTheLastEventWasHeard() {
    EventQueue queue = new EventQueue(heard::add);
    queue.offer(ONE);
    queue.offer(TWO);
    queue.close();
    assertEquals(List.of(ONE, TWO), heard);
  }

  @Test
  void aHostThatClosesWhileItIsToldIsNotInterruptedAndHearsTheRest() throws Exception {
    CompletableFuture<EventQueue> itself = new CompletableFuture<>();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    CountDownLatch heardTwo = new CountDownLatch(1);
    EventQueue queue =
        new EventQueue(event -> {
          if (event.equals(ONE)) {
            itself.join().close();
            interrupted.complete(Thread.currentThread().isInterrupted());
          } else {
            heardTwo.countDown();
          }
        });
    queue.offer(ONE);
    queue.offer(TWO);
    itself.complete(queue);
    assertFalse(interrupted.get(1, SECONDS));
    assertTrue(heardTwo.await(1, SECONDS));
  }

  @Test
  void aHostThatFailsOnOneEventHearsTheNext() {
    EventQueue queue =
        new EventQueue(event -> {
          heard.add(event);
          throw new IllegalStateException("on purpose");
        });
    queue.offer(ONE);
    queue.offer(TWO);
    queue.close();
    assertEquals(List.of(ONE, TWO), heard);
  }

  @Test
  void whatComesAfterTheEndIsIgnored() {
    EventQueue queue = new EventQueue(heard::add);
    queue.close();
    queue.offer(ONE);
    assertEquals(List.of(), heard);
  }

  private static BridgeEvent ended(String id) {
    return new BridgeEvent.SessionEnded(new SessionId(id), EndReason.CLOSED);
  }
}
