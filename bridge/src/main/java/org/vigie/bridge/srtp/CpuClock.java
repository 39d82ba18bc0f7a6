package org.vigie.bridge.srtp;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Time that this thread has spent on a processor: what else the machine does is left out. */
final class CpuClock {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private CpuClock() {}

  /**
   * In ns from an arbitrary start; the plain clock where threads are not measured, which virtual
   * ones never are.
   */
  static long nanos() {
    return THREADS.isCurrentThreadCpuTimeSupported() && !Thread.currentThread().isVirtual()
        ? THREADS.getCurrentThreadCpuTime()
        : System.nanoTime();
  }
}
