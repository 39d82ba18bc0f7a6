package org.vigie.bridge.dtls;

import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Datagrams on their way from the Loop to an endpoint's thread; bounded. */
final class Mailbox {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<byte[]> waiting = new ArrayDeque<>(4);
  private final int capacity;
  private boolean closed;
  private long dropped;

  Mailbox(int capacity) {
    this.capacity = capacity;
  }

  /** Never waits for long: drops and counts when full, drops when closed. */
  void put(byte[] datagram) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (waiting.size() == capacity) {
        dropped++;
        return;
      }
      waiting.add(datagram);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a datagram.
   *
   * @param waitMillis how long at most, 0 for ever
   * @return null if none came in time
   * @throws ClosedException once closed, whatever still waits
   */
  byte @Nullable [] take(int waitMillis) throws InterruptedIOException {
    long nanos = waitMillis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(waitMillis);
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      if (closed) {
        throw new ClosedException();
      }
      return waiting.poll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedException();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /** Of a type that Bouncy Castle passes through without calling the association failed. */
  static final class ClosedException extends InterruptedIOException {
    private static final long serialVersionUID = 1L;
  }
}
