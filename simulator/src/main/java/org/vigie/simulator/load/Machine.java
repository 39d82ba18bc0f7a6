package org.vigie.simulator.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The machine that a report was made on.
 *
 * @param processor as it calls itself
 * @param cores in all, whether or not this process may use them
 * @param memoryBytes in all
 * @param system name and release of the kernel
 * @param java version of this JVM
 * @param loadAverage of the last minute; negative where unknown
 */
public record Machine(
    String processor, int cores, long memoryBytes, String system, String java, double loadAverage) {

  /** This one, now. */
  public static Machine here() {
    return new Machine(
        after(lines("/proc/cpuinfo"), "model name", System.getProperty("os.arch", "")),
        processors(),
        kibibytes(after(lines("/proc/meminfo"), "MemTotal", "0 kB")) << 10,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Runtime.version().toString(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /** One line for a person. */
  public String line() {
    return "%d × %s, %d GiB, %s, JDK %s, load average %.1f"
        .formatted(cores, processor, memoryBytes >> 30, system, java, loadAverage);
  }

  private static int processors() {
    long listed =
        lines("/proc/cpuinfo").stream().filter(line -> line.startsWith("processor")).count();
    return listed > 0 ? (int) listed : Runtime.getRuntime().availableProcessors();
  }

  private static long kibibytes(String value) {
    return Long.parseLong(value.split(" ", -1)[0]);
  }

  private static String after(List<String> lines, String name, String otherwise) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElse(otherwise);
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException _) {
      return List.of(); // not Linux
    }
  }
}
