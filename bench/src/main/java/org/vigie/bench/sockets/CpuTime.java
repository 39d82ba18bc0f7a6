package org.vigie.bench.sockets;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** User and system time, with what the kernel does on behalf of the thread. */
final class CpuTime {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private CpuTime() {}

  /** In nanoseconds. */
  static long ofThisThread() {
    return THREADS.getCurrentThreadCpuTime();
  }
}
