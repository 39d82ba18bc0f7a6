package org.vigie.bridge.udp;

import static org.vigie.bridge.udp.LinuxAbi.INT;
import static org.vigie.bridge.udp.LinuxAbi.LONG;
import static org.vigie.bridge.udp.LinuxAbi.POLLFD_BYTES;
import static org.vigie.bridge.udp.LinuxAbi.SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Waits until one of some descriptors can be read, to the nanosecond: ppoll(2). */
final class Readiness {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long TIMESPEC_BYTES = 2L * Long.BYTES;

  private final LinuxCalls calls;
  private final int count;
  private final MemorySegment polled;
  private final MemorySegment timeout = Arena.ofAuto().allocate(TIMESPEC_BYTES, Long.BYTES);

  Readiness(LinuxCalls calls, int... descriptors) {
    this.calls = calls;
    count = descriptors.length;
    polled = Arena.ofAuto().allocate((long) count * POLLFD_BYTES, Long.BYTES);
    for (int i = 0; i < count; i++) {
      polled.set(INT, (long) i * POLLFD_BYTES, descriptors[i]);
      polled.set(SHORT, (long) i * POLLFD_BYTES + LinuxAbi.POLLFD_EVENTS, LinuxAbi.POLLIN);
    }
  }

  /** Not above 0 looks without waiting. A signal may end it early. */
  void await(long timeoutNanos) {
    long nanos = Math.max(0, timeoutNanos);
    timeout.set(LONG, 0, nanos / NANOS_PER_SECOND);
    timeout.set(LONG, Long.BYTES, nanos % NANOS_PER_SECOND);
    if (calls.ppoll(polled, count, timeout) < 0) {
      clear();
    }
  }

  /** Whether this descriptor could be read when the wait ended. */
  boolean isReadable(int i) {
    return polled.get(SHORT, (long) i * POLLFD_BYTES + LinuxAbi.POLLFD_REVENTS) != 0;
  }

  /** After an error the system leaves what it said before. */
  private void clear() {
    for (int i = 0; i < count; i++) {
      polled.set(SHORT, (long) i * POLLFD_BYTES + LinuxAbi.POLLFD_REVENTS, (short) 0);
    }
  }
}
