package org.vigie.simulator.relay;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this process holds.
 *
 * @param threads platform and virtual ones, without those of pools
 * @param descriptors open files and sockets
 * @param heapBytes that live objects take
 * @param directBytes of direct and mapped buffers
 * @param nativeBytes resident and neither heap nor metadata nor code of the JVM: what libraries
 *     allocate, stacks, and the JVM's own books
 */
record Footprint(
    long threads, long descriptors, long heapBytes, long directBytes, long nativeBytes) {
  /** Threads of pools come and go with the load and are bounded; they tell nothing of sessions. */
  private static final Pattern THREAD =
      Pattern.compile("\"name\": \"(?!host|vigie-http|qtp|ForkJoinPool|HttpClient|VirtualThread)");

  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  /** Looks after a garbage collection. */
  static Footprint now(Path scratch) throws IOException {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new Footprint(countThreads(scratch), descriptorsNow(), heap, direct(), nativeNow());
  }

  /** The count of the JVM's own list; {@code ThreadMXBean} leaves virtual threads out. */
  private static long countThreads(Path scratch) throws IOException {
    Path dump = Files.createTempDirectory(scratch, "threads").resolve("dump.json");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
    long count = THREAD.matcher(Files.readString(dump)).results().count();
    Files.delete(dump);
    return count;
  }

  private static long descriptorsNow() {
    return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
        .getOpenFileDescriptorCount();
  }

  private static long direct() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private static long nativeNow() throws IOException {
    Matcher matcher = RESIDENT.matcher(Files.readString(Path.of("/proc/self/status")));
    long resident = matcher.find() ? Long.parseLong(matcher.group(1)) * 1_024 : 0;
    long managed =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .map(MemoryPoolMXBean::getUsage)
            .mapToLong(usage -> usage.getCommitted())
            .sum();
    return Math.max(0, resident - managed);
  }

  @Override
  public String toString() {
    return "%d threads, %d descriptors, %.1f MB heap, %.1f MB direct, %.1f MB native"
        .formatted(threads, descriptors, mb(heapBytes), mb(directBytes), mb(nativeBytes));
  }

  private static double mb(long bytes) {
    return bytes / 1e6;
  }
}
