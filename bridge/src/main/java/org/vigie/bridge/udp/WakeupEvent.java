package org.vigie.bridge.udp;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends a thread's wait from another thread by eventfd(2), and spares the system call unless the
 * thread sleeps.
 *
 * <p>No wake-up is lost: only {@link #fallAsleep} leads to {@code ASLEEP}, and not from {@code
 * NOTIFIED}; whoever finds {@code ASLEEP} writes the descriptor, and whoever finds {@code NOTIFIED}
 * follows one that wrote or is about to, or the thread has not waited since. A write that comes
 * after the thread has woken for another reason only ends its next sleep early.
 */
final class WakeupEvent implements AutoCloseable {
  private static final int AWAKE = 0;
  private static final int ASLEEP = 1;
  private static final int NOTIFIED = 2;

  private final AtomicInteger state = new AtomicInteger(AWAKE);
  private final Object writing = new Object();
  private final LinuxCalls writer = new LinuxCalls();
  private final MemorySegment one = Arena.ofAuto().allocateFrom(LinuxAbi.LONG, 1);
  private final MemorySegment drained = Arena.ofAuto().allocate(LinuxAbi.LONG);
  private int fd;

  WakeupEvent() throws IOException {
    fd = writer.eventfd(0, LinuxAbi.EFD_FLAGS);
    if (fd < 0) {
      throw new IOException(
          "no descriptor for wake-ups (errno " + -fd + "); raise the limit of open files");
    }
  }

  int descriptor() {
    return fd;
  }

  /** Says that the thread is about to wait; false if it must not, because somebody woke it. */
  boolean fallAsleep() {
    return state.compareAndSet(AWAKE, ASLEEP);
  }

  /** Says that the thread has stopped waiting, and now looks for what it was woken for. */
  void awake() {
    state.set(AWAKE);
  }

  /** Says that the thread has stopped waiting; who woke it, or does now, ends its next wait too. */
  void rested() {
    state.compareAndSet(ASLEEP, AWAKE);
  }

  /** Takes back what was written, once the descriptor is readable. */
  void drain(LinuxCalls calls) {
    calls.read(fd, drained, Long.BYTES);
  }

  /** From any thread; after {@link #close()} it does nothing. */
  void wake() {
    if (state.getAndSet(NOTIFIED) == ASLEEP) {
      write();
    }
  }

  private void write() {
    // Else the number could be another file's by now.
    synchronized (writing) {
      if (fd >= 0) {
        writer.write(fd, one, Long.BYTES);
      }
    }
  }

  @Override
  public void close() {
    synchronized (writing) {
      if (fd >= 0) {
        writer.close(fd);
        fd = -1;
      }
    }
  }
}
