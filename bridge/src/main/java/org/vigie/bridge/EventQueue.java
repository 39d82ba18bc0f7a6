package org.vigie.bridge;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.bridge.api.BridgeEvent;

/**
 * Tells the host what happens, in order and on a thread of its own, so that a slow host never holds
 * up a Loop.
 */
final class EventQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
  private static final long LAST_EVENTS_SECONDS = 2;

  private final Consumer<BridgeEvent> listener;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("vigie-events").factory());

  private volatile @Nullable Thread telling;

  EventQueue(Consumer<BridgeEvent> listener) {
    this.listener = listener;
  }

  void offer(BridgeEvent event) {
    try {
      thread.execute(() -> tell(event));
    } catch (RejectedExecutionException e) {
      LOG.debug("{} came after the end", event, e);
    }
  }

  private void tell(BridgeEvent event) {
    telling = Thread.currentThread();
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      LOG.error("The host failed on {}", event, e);
    }
  }

  /**
   * Waits until the host has heard the last event, two seconds at most. A host that closes while it
   * is being told cannot be waited for; it hears the rest afterwards.
   */
  @Override
  public void close() {
    thread.shutdown();
    if (Thread.currentThread() == telling) {
      return;
    }
    try {
      if (!thread.awaitTermination(LAST_EVENTS_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
