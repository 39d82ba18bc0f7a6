package org.vigie.simulator.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Linux says about a process of this machine (proc(5)).
 *
 * <p>How the kernel books network work decides what the figures mean. Without {@code
 * CONFIG_IRQ_TIME_ACCOUNTING} (Debian's default), interrupts count for whatever they interrupt. A
 * datagram sent on loopback is delivered to the far socket within the sender's system call, so the
 * sender's system time holds the receiver's half of the kernel's work, and none of the sender's is
 * missing. What {@code ksoftirqd} does belongs to no process; {@link Sample#coreBusy} has it.
 */
public final class ServerProcess {
  /** Of {@code USER_HZ}, the same on every architecture that a JVM runs on. */
  private static final long NANOS_PER_TICK = 10_000_000;

  private static final int BUSIEST = 6;
  private static final int USER_TIME = 11; // of the fields after the name, from 0
  private static final int SYSTEM_TIME = 12;

  private final Path proc;
  private final Path process;

  private ServerProcess(Path proc, long pid) {
    this.proc = proc;
    this.process = proc.resolve(Long.toString(pid));
  }

  /**
   * A process of this machine.
   *
   * @throws IOException if there is none of that number, or this is not Linux
   */
  public static ServerProcess of(long pid) throws IOException {
    return in(Path.of("/proc"), pid);
  }

  /** A process as another folder than {@code /proc} describes it. */
  static ServerProcess in(Path proc, long pid) throws IOException {
    ServerProcess process = new ServerProcess(proc, pid);
    if (!Files.isReadable(process.process.resolve("stat"))) {
      throw new IOException(
          "there is no process %d on this machine whose /proc/%d/stat can be read"
              .formatted(pid, pid));
    }
    return process;
  }

  /**
   * One thread.
   *
   * @param name its first 15 characters
   * @param nanos on a core
   */
  public record ThreadTime(String name, long nanos) {}

  /**
   * What was used up to now.
   *
   * @param userTicks of 10 ms, threads that have ended included
   * @param systemTicks the same in the kernel
   * @param threads those that live, by number
   * @param coreBusy of the cores that the process may run on, everyone's work and interrupts
   *     included, to 10 ms
   * @param residentBytes now
   * @param peakResidentBytes since it started
   */
  public record Sample(
      long userTicks,
      long systemTicks,
      Map<Long, ThreadTime> threads,
      Duration coreBusy,
      long residentBytes,
      long peakResidentBytes) {
    public Sample {
      threads = Map.copyOf(threads);
    }

    /**
     * What was used between this and a later sample. The sum is the scheduler's and exact; how it
     * splits into user and system is found by the kernel at 100 or so ticks a second.
     *
     * @param forwarded packets that viewers got meanwhile
     */
    public LoadReport.ServerCost until(Sample later, long forwarded) {
      long user = (later.userTicks - userTicks) * NANOS_PER_TICK;
      long system = (later.systemTicks - systemTicks) * NANOS_PER_TICK;
      long total = total(later, user + system);
      double inUser = user + system == 0 ? 0.5 : (double) user / (user + system);
      long userNanos = Math.round(total * inUser);
      return new LoadReport.ServerCost(
          Duration.ofNanos(userNanos),
          Duration.ofNanos(total - userNanos),
          later.coreBusy.minus(coreBusy),
          forwarded == 0 ? 0 : (double) total / forwarded,
          later.residentBytes,
          later.peakResidentBytes,
          later.threads.size(),
          busiest(later));
    }

    private Map<String, Duration> busiest(Sample later) {
      Map<String, Long> nanos = new HashMap<>();
      later.threads.forEach(
          (id, thread) -> nanos.merge(thread.name(), spent(id, thread), Long::sum));
      Map<String, Duration> sorted = new LinkedHashMap<>();
      nanos.entrySet().stream()
          .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
          .limit(BUSIEST)
          .forEach(entry -> sorted.put(entry.getKey(), Duration.ofNanos(entry.getValue())));
      return sorted;
    }

    private long spent(long id, ThreadTime thread) {
      ThreadTime before = threads.get(id);
      return thread.nanos() - (before == null ? 0 : before.nanos());
    }

    /** A thread that ended took its nanoseconds along; then the ticks know more. */
    private long total(Sample later, long byTicks) {
      long byThreads = 0;
      for (Map.Entry<Long, ThreadTime> thread : later.threads.entrySet()) {
        byThreads += spent(thread.getKey(), thread.getValue());
      }
      boolean allLive = later.threads.keySet().containsAll(threads.keySet());
      return allLive && byThreads > 0 ? byThreads : Math.max(byThreads, byTicks);
    }
  }

  /**
   * Reads everything now.
   *
   * @throws IOException if the process has ended
   */
  public Sample sample() throws IOException {
    String[] stat = afterName(Files.readString(process.resolve("stat")));
    Map<String, String> status = status(Files.readString(process.resolve("status")));
    return new Sample(
        Long.parseLong(stat[USER_TIME]),
        Long.parseLong(stat[SYSTEM_TIME]),
        threads(),
        coreBusy(cores(status.getOrDefault("Cpus_allowed_list", "0"))),
        bytes(status, "VmRSS"),
        bytes(status, "VmHWM"));
  }

  /** The name stands in brackets and may itself hold blanks and brackets. */
  private static String[] afterName(String stat) {
    return stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ", -1);
  }

  private static Map<String, String> status(String text) {
    Map<String, String> values = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        values.put(line.substring(0, colon), line.substring(colon + 1).trim());
      }
    }
    return values;
  }

  private static long bytes(Map<String, String> status, String name) {
    String value = status.getOrDefault(name, "0 kB");
    return Long.parseLong(value.split(" ", -1)[0]) << 10;
  }

  /** As in {@code 0-2,5}. */
  static Set<Integer> cores(String list) {
    Set<Integer> cores = new TreeSet<>();
    for (String range : list.split(",", -1)) {
      String[] ends = range.trim().split("-", -1);
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int core = Integer.parseInt(ends[0]); core <= last; core++) {
        cores.add(core);
      }
    }
    return cores;
  }

  private Map<Long, ThreadTime> threads() throws IOException {
    Map<Long, ThreadTime> threads = new HashMap<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process.resolve("task"))) {
      for (Path task : tasks) {
        addThread(task, threads);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return threads;
  }

  private static void addThread(Path task, Map<Long, ThreadTime> threads) throws IOException {
    try {
      String schedstat = Files.readString(task.resolve("schedstat"));
      long nanos = Long.parseLong(schedstat.trim().split(" ", -1)[0]);
      String name = Files.readString(task.resolve("comm")).trim();
      threads.put(Long.valueOf(String.valueOf(task.getFileName())), new ThreadTime(name, nanos));
    } catch (NoSuchFileException _) {
      // It ended while we looked, or the kernel keeps no such books; the ticks stand in for it.
    }
  }

  private Duration coreBusy(Set<Integer> cores) throws IOException {
    long ticks = 0;
    for (String line : Files.readAllLines(proc.resolve("stat"))) {
      if (line.startsWith("cpu") && !line.startsWith("cpu ")) {
        String[] words = line.split(" +");
        if (cores.contains(Integer.valueOf(words[0].substring(3)))) {
          ticks += busy(words);
        }
      }
    }
    return Duration.ofNanos(ticks * NANOS_PER_TICK);
  }

  /** user, nice, system, irq and softirq; not idle, iowait, or what a hypervisor took away. */
  private static long busy(String[] words) {
    long ticks = 0;
    for (int field : new int[] {1, 2, 3, 6, 7}) {
      ticks += Long.parseLong(words[field]);
    }
    return ticks;
  }
}
